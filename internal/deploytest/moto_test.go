package deploytest_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/deploytest"
	"github.com/udmap/udmap/internal/function/runtimetest"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzoom"
	"github.com/udmap/udmap/internal/mototest"
	"github.com/udmap/udmap/internal/objectstore"
)

// installation is the stack on a moto that asks the policies of its roles before
// it answers.
type installation struct {
	endpoint string
	template deploytest.Template
	keys     map[string][3]string // of each role
}

// installOnMoto skips the test, loudly, where moto is not installed.
func installOnMoto(t *testing.T) installation {
	t.Helper()
	endpoint := mototest.Start(t)
	translated := filepath.Join(t.TempDir(), "translated.json")
	require.NoError(t, os.WriteFile(translated, deploytest.Translate(t), 0o600))
	parameters, err := json.Marshal(deploytest.Parameters())
	require.NoError(t, err)
	command := exec.CommandContext(t.Context(), "python3", "install_on_moto.py", endpoint, translated, string(parameters))
	command.Stderr = os.Stderr
	output, err := command.Output()
	require.NoError(t, err)
	var made struct {
		Keys       map[string][3]string
		Parameters map[string]string
	}
	require.NoError(t, json.Unmarshal(output, &made))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint+"/moto-api/reset-auth", strings.NewReader("0"))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "text/plain")
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.Equal(t, http.StatusOK, response.StatusCode)
	return installation{endpoint, deploytest.Load(t, made.Parameters), made.Keys}
}

// environment is what Lambda sets for a function of a role, and the template.
func (i installation) environment(role, function string) []string {
	keys := i.keys[role]
	environment := []string{
		"AWS_REGION=eu-west-1", "AWS_ENDPOINT_URL=" + i.endpoint, "AWS_ENDPOINT_URL_S3=" + i.endpoint,
		"AWS_ACCESS_KEY_ID=" + keys[0], "AWS_SECRET_ACCESS_KEY=" + keys[1], "AWS_SESSION_TOKEN=" + keys[2],
	}
	if function != "" {
		for name, value := range i.template.Variables(function) {
			environment = append(environment, name+"="+value)
		}
	}
	return environment
}

// client asks as a role does.
func (i installation) client(t *testing.T, role string) *s3.Client {
	t.Helper()
	values := map[string]string{}
	for _, setting := range i.environment(role, "") {
		name, value, _ := strings.Cut(setting, "=")
		values[name] = value
	}
	client, err := objectstore.NewFunctionClient(func(name string) string { return values[name] })
	require.NoError(t, err)
	return client
}

// status is what S3 answers.
func status(t *testing.T, err error) int {
	t.Helper()
	if err == nil {
		return http.StatusOK
	}
	var answer *awshttp.ResponseError
	require.ErrorAs(t, err, &answer)
	return answer.HTTPStatusCode()
}

// TestRolesOnMoto asks for objects with the keys of each role: what it needs is
// answered, and all else refused. moto looks at no conditions, and only with S3 at
// resources: which prefixes may be listed and which secret be read, tests of the
// functions know, TestTheRoleAllowsWhatTheFunctionDoes.
func TestRolesOnMoto(t *testing.T) {
	t.Parallel()
	i := installOnMoto(t)
	const reads, writes = "reads", "reads and writes"
	may := map[string]map[string]string{
		"NormalizerRole":       {"zoom/operationlogs/": reads, "zendesk/crm/": reads, "udm/": writes, "rejected/": writes},
		"ZoomCollectorRole":    {"zoom/operationlogs/": writes, "state/zoom.": writes},
		"ZendeskCollectorRole": {"zendesk/crm/": writes, "state/zendesk.": writes},
		"JobRole":              {"jobs/": writes},
	}
	for role, allowed := range may {
		client := i.client(t, role)
		for _, prefix := range []string{"zoom/operationlogs/", "zendesk/crm/", "udm/", "rejected/", "state/zoom.", "state/zendesk.", "jobs/", "other/"} {
			for bucket, may := range map[string]string{"example-logs": allowed[prefix], "another": ""} {
				about := role + " " + bucket + "/" + prefix
				key := aws.String(prefix + "x")
				want := map[bool]int{true: http.StatusOK, false: http.StatusForbidden}
				_, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: key, Body: strings.NewReader("x")})
				require.Equal(t, want[may == writes], status(t, err), "put %s", about)
				_, err = client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: aws.String(prefix + "missing")})
				require.Equal(t, map[bool]int{true: http.StatusNotFound, false: http.StatusForbidden}[may != ""], status(t, err), "get %s", about)
				_, err = client.DeleteObject(t.Context(), &s3.DeleteObjectInput{Bucket: &bucket, Key: key})
				require.Equal(t, http.StatusForbidden, status(t, err), "delete %s", about)
			}
		}
	}
}

// TestFunctionsOnMoto runs the programs of both functions with the variables of
// the template and the keys of their roles.
func TestFunctionsOnMoto(t *testing.T) {
	t.Parallel()
	i := installOnMoto(t)
	until := time.Now().Add(-time.Hour)
	api, err := mockzoom.New(mock.Options{Seed: 7, Records: 20, From: until.AddDate(0, 0, -2), Until: until})
	require.NoError(t, err)
	web := httptest.NewServer(api)
	t.Cleanup(web.Close)

	environment := append(i.environment("ZoomCollectorRole", "ZoomCollector"), mockzoom.Environment(web.URL)...)
	environment = append(environment, "ZOOM_CLIENT_SECRET_ARN=", "START="+until.UTC().AddDate(0, 0, -2).Format(time.DateOnly))
	collecting := runtimetest.Start(t, runtimetest.Build(t, "../../cmd/collector-lambda", runtime.GOARCH), environment...)
	answer := collecting.Call(t, []byte(`{}`), time.Minute)
	require.Empty(t, answer.Error, collecting.Output())

	normalizing := runtimetest.Start(t, runtimetest.Build(t, "../../cmd/normalizer-lambda", runtime.GOARCH), i.environment("NormalizerRole", "Normalizer")...)
	raw := i.list(t, "zoom/operationlogs/")
	require.NotEmpty(t, raw)
	for _, key := range raw {
		answer := normalizing.Call(t, queued(t, "example-logs", key), time.Minute)
		require.JSONEq(t, `{"batchItemFailures":[]}`, string(answer.Payload), normalizing.Output())
	}
	require.Len(t, i.list(t, "udm/zoom/operationlogs/"), len(raw))
	require.Empty(t, i.list(t, "rejected/"))

	// One that has vanished is done with; one of a bucket that is not ours is not.
	answer = normalizing.Call(t, queued(t, "example-logs", "zoom/operationlogs/vanished.json"), time.Minute)
	require.JSONEq(t, `{"batchItemFailures":[]}`, string(answer.Payload), normalizing.Output())
	answer = normalizing.Call(t, queued(t, "another", "zoom/operationlogs/a.json"), time.Minute)
	require.JSONEq(t, `{"batchItemFailures":[{"itemIdentifier":"m"}]}`, string(answer.Payload), normalizing.Output())
}

// list lists keys of the bucket. It asks for all of them: moto takes the signature
// of a request with a slash in its query for a wrong one.
func (i installation) list(t *testing.T, prefix string) []string {
	t.Helper()
	page, err := i.client(t, "NormalizerRole").ListObjectsV2(t.Context(), &s3.ListObjectsV2Input{Bucket: aws.String("example-logs")})
	require.NoError(t, err)
	var keys []string
	for _, object := range page.Contents {
		if strings.HasPrefix(*object.Key, prefix) {
			keys = append(keys, *object.Key)
		}
	}
	return keys
}

// queued is what Lambda delivers of the queue when an object is written.
func queued(t *testing.T, bucket, key string) []byte {
	t.Helper()
	body, err := json.Marshal(map[string]any{"source": "aws.s3", "detail-type": "Object Created", "detail": map[string]any{
		"bucket": map[string]any{"name": bucket}, "object": map[string]any{"key": key},
	}})
	require.NoError(t, err)
	payload, err := json.Marshal(map[string]any{"Records": []any{map[string]any{
		"messageId": "m", "eventSource": "aws:sqs", "body": string(body),
	}}})
	require.NoError(t, err)
	return payload
}
