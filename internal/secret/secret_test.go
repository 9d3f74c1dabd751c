package secret

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/awssettings"
)

const (
	canary       = "canary-kept-by-aws"
	secretARN    = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:zoom-AbCdEf"
	parameterARN = "arn:aws:ssm:eu-central-1:123456789012:parameter/zoom/client-secret"
)

// keeper imitates both services: it answers each request with one of its
// answers, the last one again and again.
type keeper struct {
	answers  []answer
	asked    atomic.Int64
	requests []*http.Request
	bodies   []string
}

type answer struct {
	status int
	body   string
}

func (k *keeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	k.requests, k.bodies = append(k.requests, r), append(k.bodies, string(body))
	answer := k.answers[min(int(k.asked.Add(1)), len(k.answers))-1]
	w.Header().Set("Location", "http://192.0.2.1/")
	w.WriteHeader(answer.status)
	_, _ = io.WriteString(w, answer.body)
}

// client returns a client of the keeper.
func (k *keeper) client(t *testing.T) *Client {
	t.Helper()
	server := httptest.NewServer(k)
	t.Cleanup(server.Close)
	environment := map[string]string{
		"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "canary-key", "AWS_SESSION_TOKEN": "session",
		"AWS_ENDPOINT_URL": server.URL,
	}
	client, err := NewFunctionClient(func(name string) string { return environment[name] })
	require.NoError(t, err)
	client.pause = 1
	return client
}

func quoted(value string) string { return strconv.Quote(value) }

func TestWhatIsAsked(t *testing.T) {
	const whole, object = `{"SecretString":"` + canary + `"}`, `{"SecretString":"{\"client\":\"` + canary + `\",\"n\":1}"}`
	for reference, want := range map[string]struct{ target, input, scope, answer string }{
		secretARN:                           {"secretsmanager.GetSecretValue", `{"SecretId":"` + secretARN + `"}`, "eu-west-1/secretsmanager", whole},
		secretARN + ":client":               {"secretsmanager.GetSecretValue", `{"SecretId":"` + secretARN + `"}`, "eu-west-1/secretsmanager", object},
		secretARN + ":client::":             {"secretsmanager.GetSecretValue", `{"SecretId":"` + secretARN + `"}`, "eu-west-1/secretsmanager", object},
		secretARN + "::AWSPREVIOUS":         {"secretsmanager.GetSecretValue", `{"SecretId":"` + secretARN + `","VersionStage":"AWSPREVIOUS"}`, "eu-west-1/secretsmanager", whole},
		secretARN + ":client:AWSCURRENT:v1": {"secretsmanager.GetSecretValue", `{"SecretId":"` + secretARN + `","VersionStage":"AWSCURRENT","VersionId":"v1"}`, "eu-west-1/secretsmanager", object},
		parameterARN:                        {"AmazonSSM.GetParameter", `{"Name":"` + parameterARN + `","WithDecryption":true}`, "eu-central-1/ssm", `{"Parameter":{"Value":"` + canary + `\n"}}`},
	} {
		t.Run(reference, func(t *testing.T) {
			k := &keeper{answers: []answer{{200, want.answer}}}
			value, err := k.client(t).Fetch(t.Context(), reference)
			require.NoError(t, err)
			require.Equal(t, canary, value)
			require.Len(t, k.requests, 1)
			require.JSONEq(t, want.input, k.bodies[0])
			request := k.requests[0]
			require.Equal(t, http.MethodPost, request.Method)
			require.Equal(t, "/", request.URL.Path)
			require.Equal(t, "application/x-amz-json-1.1", request.Header.Get("Content-Type"))
			require.Equal(t, want.target, request.Header.Get("X-Amz-Target"))
			require.Equal(t, "session", request.Header.Get("X-Amz-Security-Token"))
			require.Regexp(t, `^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/`+want.scope+
				`/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$`,
				request.Header.Get("Authorization"))
		})
	}
}

func TestWhereItIsAsked(t *testing.T) {
	for reference, host := range map[string]string{
		secretARN:    "https://secretsmanager.eu-west-1.amazonaws.com/",
		parameterARN: "https://ssm.eu-central-1.amazonaws.com/",
		"arn:aws-cn:ssm:cn-north-1:123456789012:parameter/a":                "https://ssm.cn-north-1.amazonaws.com.cn/",
		"arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:a": "https://secretsmanager.us-gov-west-1.amazonaws.com/",
	} {
		environment := map[string]string{
			"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
			"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true", "AWS_ENDPOINT_URL": "http://192.0.2.1",
		}
		client, err := NewFunctionClient(func(name string) string { return environment[name] })
		require.NoError(t, err)
		parsed, err := parse(reference)
		require.NoError(t, err)
		address, err := client.address(t.Context(), parsed)
		require.NoError(t, err)
		require.Equal(t, host, address.String())
	}
	_, err := NewFunctionClient(func(string) string { return "" })
	require.ErrorContains(t, err, "no AWS credentials")
}

// The variable of a service goes before that of all, in both kinds of client.
func TestEachServiceHasItsOwnAddress(t *testing.T) {
	secrets := &keeper{answers: []answer{{200, `{"SecretString":"` + canary + `"}`}}}
	parameters := &keeper{answers: []answer{{200, `{"Parameter":{"Value":"` + canary + `"}}`}}}
	one, other := httptest.NewServer(secrets), httptest.NewServer(parameters)
	defer one.Close()
	defer other.Close()
	environment := map[string]string{
		"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
		"AWS_PROFILE": "", "AWS_SESSION_TOKEN": "", "AWS_ENDPOINT_URL_SECRETS_MANAGER": one.URL, "AWS_ENDPOINT_URL": other.URL,
	}
	for name, value := range environment {
		t.Setenv(name, value)
	}
	inFunction, err := NewFunctionClient(func(name string) string { return environment[name] })
	require.NoError(t, err)
	settings, err := awssettings.Load(t.Context())
	require.NoError(t, err)
	onMachine := NewClient(settings)
	for i, client := range []*Client{inFunction, onMachine} {
		for _, reference := range []string{secretARN, parameterARN} {
			value, err := client.Fetch(t.Context(), reference)
			require.NoError(t, err)
			require.Equal(t, canary, value)
		}
		require.EqualValues(t, i+1, secrets.asked.Load())
		require.EqualValues(t, i+1, parameters.asked.Load())
	}
}

func TestWhatIsNoReferenceIsNotAsked(t *testing.T) {
	k := &keeper{answers: []answer{{200, `{"SecretString":"x"}`}}}
	client := k.client(t)
	for text, why := range map[string]string{
		canary: "not the ARN", "": "not the ARN",
		"arn:aws-iso:ssm:us-iso-east-1:123456789012:parameter/" + canary:                "partition",
		"arn:aws:secretsmanager:evil.example.com/:123456789012:secret:" + canary:        "region",
		"arn:aws:secretsmanager::123456789012:secret:" + canary:                         "region",
		"arn:aws:ssm:eu-west-1:1234:parameter/" + canary:                                "account",
		"arn:aws:s3:eu-west-1:123456789012:" + canary:                                   "service",
		"arn:aws:ssm:eu-west-1:123456789012:" + canary:                                  "names no parameter",
		"arn:aws:ssm:eu-west-1:123456789012:parameter/":                                 "names no parameter",
		"arn:aws:secretsmanager:eu-west-1:123456789012:" + canary:                       "names no secret",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:":                         "names no secret",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:a:b:c:d:" + canary:        "names no secret",
		"arn:aws:secretsmanager:eu-west-1:123456789012:secret:with space and " + canary: "names no secret",
	} {
		_, err := client.Fetch(t.Context(), text)
		require.ErrorIs(t, err, ErrNotReference, text)
		require.ErrorContains(t, err, why, text)
		require.ErrorContains(t, err, Allowed, text)
		require.NotContains(t, err.Error(), canary)
	}
	require.Zero(t, k.asked.Load())
}

func TestRefusalsSayWhatIsMissing(t *testing.T) {
	const user = "User: arn:aws:sts::123456789012:assumed-role/collector is not authorized"
	for name, test := range map[string]struct {
		reference, kind, message, want string
	}{
		"secret":    {secretARN + ":key", "AccessDeniedException", user, "the role lacks secretsmanager:GetSecretValue on " + secretARN + ": "},
		"parameter": {parameterARN, "com.amazonaws.ssm#AccessDeniedException", user, "the role lacks ssm:GetParameter on " + parameterARN + ": "},
		"key":       {secretARN, "AccessDeniedException", "Access to KMS is not allowed", "the role lacks kms:Decrypt"},
		"none":      {secretARN, "ResourceNotFoundException", "can't find", "there is none of this name and version in eu-west-1"},
		"no such":   {parameterARN, "ParameterNotFound", "", "there is none of this name and version in eu-central-1"},
		"terminal":  {secretARN, "InvalidRequestException", "\x1b[2J" + strings.Repeat("x", 9000), `InvalidRequestException": "\x1b[2Jxxx`},
	} {
		t.Run(name, func(t *testing.T) {
			body, err := json.Marshal(map[string]string{"__type": test.kind, "Message": test.message})
			require.NoError(t, err)
			k := &keeper{answers: []answer{{400, string(body)}}}
			_, err = k.client(t).Fetch(t.Context(), test.reference)
			require.ErrorContains(t, err, test.want)
			require.Less(t, len(err.Error()), 800)
			require.NotContains(t, err.Error(), "canary")
			require.EqualValues(t, 1, k.asked.Load(), "a refusal is not asked again")
		})
	}
}

func TestWhatPassesIsAskedAgain(t *testing.T) {
	good := answer{200, `{"SecretString":"` + canary + `"}`}
	for _, passing := range []answer{{500, "{}"}, {503, "<html>"}, {429, "{}"}, {400, `{"__type":"ThrottlingException"}`}} {
		k := &keeper{answers: []answer{passing, passing, good}}
		value, err := k.client(t).Fetch(t.Context(), secretARN)
		require.NoError(t, err)
		require.Equal(t, canary, value)
		k = &keeper{answers: []answer{passing}}
		_, err = k.client(t).Fetch(t.Context(), secretARN)
		require.ErrorContains(t, err, "Secrets Manager answered "+strconv.Itoa(passing.status))
		require.EqualValues(t, attempts, k.asked.Load())
	}
	for _, final := range []answer{{400, "{}"}, {302, ""}} {
		k := &keeper{answers: []answer{final, good}}
		_, err := k.client(t).Fetch(t.Context(), secretARN)
		require.Error(t, err)
		require.EqualValues(t, 1, k.asked.Load())
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	_, err := (&keeper{answers: []answer{good}}).client(t).Fetch(stopped, secretARN)
	require.ErrorIs(t, err, context.Canceled)
}

func TestAnswersThatHoldNoSecret(t *testing.T) {
	for name, test := range map[string]struct{ reference, body, want string }{
		"no JSON":      {secretARN, canary, "something else than JSON"},
		"empty":        {secretARN, `{"SecretString":" "}`, "is empty"},
		"no object":    {secretARN + ":key", `{"SecretString":` + quoted(canary) + `}`, `is no JSON object, so it has no key "key"`},
		"no such key":  {secretARN + ":key", `{"SecretString":"{\"other\":\"` + canary + `\"}"}`, `has no key "key" that is a text`},
		"key no text":  {secretARN + ":key", `{"SecretString":"{\"key\":[\"` + canary + `\"]}"}`, `has no key "key" that is a text`},
		"wrong member": {parameterARN, `{"Parameter":{"Value":7,"Other":"` + canary + `"}}`, "something else than JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := (&keeper{answers: []answer{{200, test.body}}}).client(t).Fetch(t.Context(), test.reference)
			require.ErrorContains(t, err, test.want)
			require.NotContains(t, err.Error(), canary)
		})
	}
	value, err := (&keeper{answers: []answer{{200, `{"SecretBinary":"Y2FuYXJ5"}`}}}).client(t).Fetch(t.Context(), secretARN)
	require.NoError(t, err)
	require.Equal(t, "canary", value)
}
