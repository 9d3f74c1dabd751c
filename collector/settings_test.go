package collector_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
)

// of returns a lookup of NAME=VALUE settings.
func of(settings ...string) func(string) string {
	values := map[string]string{}
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		values[name] = value
	}
	return func(variable string) string { return values[variable] }
}

// problems lists the variables that an error names.
func problems(t *testing.T, err error) []string {
	t.Helper()
	wrong, ok := errors.AsType[*collector.SettingsError](err)
	require.True(t, ok, "%v", err)
	var variables []string
	for _, problem := range wrong.Problems {
		require.NotEmpty(t, problem.Allowed)
		variables = append(variables, problem.Variable)
	}
	return variables
}

func TestEverythingWrongIsToldAtOnce(t *testing.T) {
	now := mustTime(noon)
	_, err := zoom.ReadConfig(of(), now)
	require.Equal(t, []string{"ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"}, problems(t, err))

	_, err = zoom.ReadConfig(of("ZOOM_ACCOUNT_ID=a", "ZOOM_CLIENT_ID=b", "ZOOM_CLIENT_SECRET=canary\x00", "ZOOM_API_URL=http://api.example.com",
		"ZOOM_TOKEN_URL=https://user:canary@example.com", "RESOURCES=operation_logs,meetings", "PAGE_SIZE=301", "TIMEOUT=soon", "HTTP_RETRIES=-1",
		"START=2027-01-01", "UNTIL=12.3.2026", "OVERLAP=1s", "REQUESTS_PER_MINUTE=x", "MAX_PAGES=1.5"), now)
	require.Equal(t, []string{
		"ZOOM_API_URL", "ZOOM_TOKEN_URL", "ZOOM_CLIENT_SECRET", "RESOURCES", "PAGE_SIZE", "MAX_PAGES",
		"REQUESTS_PER_MINUTE", "TIMEOUT", "HTTP_RETRIES", "UNTIL", "OVERLAP", "START",
	}, problems(t, err))
	require.ErrorContains(t, err, `PAGE_SIZE is "301": it must be a whole number from 1 to 300`)
	require.ErrorContains(t, err, `"meetings" is none of operation_logs, activity_logs`)
	require.NotContains(t, err.Error(), "canary")

	_, err = zendesk.ReadConfig(of("ZENDESK_BASE_URL=https://example.zendesk.com/agent", "AUTH_MODE=password"), now)
	require.Equal(t, []string{"AUTH_MODE", "ZENDESK_BASE_URL"}, problems(t, err))
	for mode, missing := range map[string][]string{
		"oauth": {"ZENDESK_CLIENT_ID", "ZENDESK_CLIENT_SECRET"}, "bearer": {"ZENDESK_BEARER_TOKEN"}, "token": {"ZENDESK_EMAIL", "ZENDESK_API_TOKEN"},
	} {
		_, err = zendesk.ReadConfig(of("ZENDESK_BASE_URL=https://example.zendesk.com", "AUTH_MODE="+mode), now)
		require.Equal(t, missing, problems(t, err), mode)
	}
}

func TestDefaultsAreThoseOfTheScripts(t *testing.T) {
	now := mustTime(noon)
	c, err := zoom.ReadConfig(of("ZOOM_ACCOUNT_ID=a", "ZOOM_CLIENT_ID=b", "ZOOM_CLIENT_SECRET=c"), now)
	require.NoError(t, err)
	require.Equal(t, "https://api.zoom.us/v2", c.API.String())
	require.Equal(t, []string{zoom.OperationLogs}, c.Resources)
	require.Equal(t, 300, c.PageSize)
	require.Equal(t, 30*time.Second, c.Timeout)
	require.Equal(t, mustTime("2026-03-12T00:00:00Z"), c.Start)
	require.Equal(t, 24*time.Hour, c.Overlap)

	z, err := zendesk.ReadConfig(of("ZENDESK_BASE_URL=https://example.zendesk.com/", "ZENDESK_EMAIL=a", "ZENDESK_API_TOKEN=b"), now)
	require.NoError(t, err)
	require.Equal(t, []string{zendesk.AuditLogs, zendesk.IncrementalTickets}, z.Resources)
	require.Equal(t, 60*time.Second, z.Timeout)
	require.Equal(t, 3, z.Retries)
	require.Equal(t, now.Add(-time.Hour), z.Start)
	require.Contains(t, strings.Join(z.Warnings, " "), "2027-04-30")
}

func TestSecretsFromFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret")
	require.NoError(t, os.WriteFile(path, []byte(" from-a-file\n"), 0o600))
	settings := []string{"ZOOM_ACCOUNT_ID=a", "ZOOM_CLIENT_ID=b"}
	c, err := zoom.ReadConfig(of(append(settings, "ZOOM_CLIENT_SECRET_FILE="+path)...), mustTime(noon))
	require.NoError(t, err)
	require.Equal(t, "from-a-file", c.ClientSecret)
	for _, wrong := range [][]string{{"ZOOM_CLIENT_SECRET_FILE=" + path, "ZOOM_CLIENT_SECRET=too"}, {"ZOOM_CLIENT_SECRET_FILE=" + path + ".none"}} {
		_, err = zoom.ReadConfig(of(append(settings, wrong...)...), mustTime(noon))
		require.Equal(t, []string{"ZOOM_CLIENT_SECRET_FILE"}, problems(t, err))
		require.ErrorContains(t, err, path)
	}
	for _, pasted := range []string{"canary", "canary/with+slash", "/canary", "canary\x00"} {
		_, err = zoom.ReadConfig(of(append(settings, "ZOOM_CLIENT_SECRET_FILE="+pasted)...), mustTime(noon))
		require.Equal(t, []string{"ZOOM_CLIENT_SECRET_FILE"}, problems(t, err))
		require.NotContains(t, err.Error(), "canary", "a secret in the wrong variable")
	}
}

func TestSecretsThatAWSKeeps(t *testing.T) {
	const arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/zoom"
	var asked []string
	fetch := collector.WithSecretsFrom(func(reference string) (string, error) {
		asked = append(asked, reference)
		if reference != arn {
			return "", errors.New("AWS refuses it")
		}
		return "from-aws", nil
	})
	now := mustTime(noon)
	settings := []string{"ZOOM_ACCOUNT_ID=a", "ZOOM_CLIENT_ID=b"}
	c, err := zoom.ReadConfig(of(append(settings, "ZOOM_CLIENT_SECRET_ARN= "+arn+"\n")...), now, fetch)
	require.NoError(t, err)
	require.Equal(t, "from-aws", c.ClientSecret)
	// A secret of another mode is not asked for.
	_, err = zendesk.ReadConfig(of("ZENDESK_BASE_URL=https://example.zendesk.com", "AUTH_MODE=bearer",
		"ZENDESK_BEARER_TOKEN_ARN="+arn, "ZENDESK_API_TOKEN_ARN=arn:other"), now, fetch)
	require.NoError(t, err)
	require.Equal(t, []string{arn, arn}, asked)

	// What is wrong with a secret is told with all else, and nothing of a secret.
	asked = nil
	for _, wrong := range [][]string{
		{"ZOOM_CLIENT_SECRET_ARN=" + arn, "ZOOM_CLIENT_SECRET=canary"},
		{"ZOOM_CLIENT_SECRET_ARN=" + arn, "ZOOM_CLIENT_SECRET_FILE=secret"},
		{"ZOOM_CLIENT_SECRET_ARN=" + arn, "ZOOM_CLIENT_SECRET_FILE=secret", "ZOOM_CLIENT_SECRET=canary"},
		{"ZOOM_CLIENT_SECRET_ARN=canary", "ZOOM_CLIENT_SECRET=canary"},
	} {
		_, err = zoom.ReadConfig(of(append(wrong, "ZOOM_ACCOUNT_ID=a")...), now, fetch)
		require.Equal(t, []string{"ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET_ARN"}, problems(t, err))
		require.ErrorContains(t, err, "not several of them")
		require.NotContains(t, err.Error(), "canary")
	}
	require.Empty(t, asked, "AWS is asked for no secret that is given twice")
	_, err = zoom.ReadConfig(of("ZOOM_CLIENT_ID=b", "ZOOM_CLIENT_SECRET_ARN=canary"), now, fetch)
	require.Equal(t, []string{"ZOOM_ACCOUNT_ID", "ZOOM_CLIENT_SECRET_ARN"}, problems(t, err))
	require.ErrorContains(t, err, "AWS refuses it")
	require.NotContains(t, err.Error(), "canary")
	// A program that cannot ask AWS says so, and goes nowhere without a secret.
	_, err = zoom.ReadConfig(of(append(settings, "ZOOM_CLIENT_SECRET_ARN="+arn)...), now)
	require.Equal(t, []string{"ZOOM_CLIENT_SECRET_ARN"}, problems(t, err))
}

// The state lies beside the objects, not among them, where a feed would read it;
// what the script's variable says is honoured with a warning.
func TestTheStateLiesBesideTheObjects(t *testing.T) {
	const prefix = "zoom/operationlogs/"
	for name, test := range map[string]struct {
		settings   []string
		raw, state string // of the command line
		want       collector.Places
		warned     bool
	}{
		"bucket": {
			[]string{"S3_BUCKET=logs"},
			"", "",
			collector.Places{
				Raw: "s3://logs/zoom/operationlogs/", State: "s3://logs/zoom/operationlogs.state.json", OldState: "s3://logs/zoom/operationlogs/state.json",
				UDM: "s3://logs/udm/zoom/operationlogs/", Rejected: "s3://logs/rejected/zoom/operationlogs/",
			},
			false,
		},
		"the script's key": {
			[]string{"S3_BUCKET=logs", "S3_PREFIX=/zoom/operationlogs", "STATE_KEY=zoom/operationlogs/state.json"},
			"", "",
			collector.Places{
				Raw: "s3://logs/zoom/operationlogs/", State: "s3://logs/zoom/operationlogs/state.json",
				UDM: "s3://logs/udm/zoom/operationlogs/", Rejected: "s3://logs/rejected/zoom/operationlogs/",
			},
			true,
		},
		"prefixes": {
			[]string{"S3_BUCKET=logs", "STATE_KEY=states/zoom.json", "UDM_PREFIX=events", "REJECTED_PREFIX=not/mapped/", "NORMALIZE=true"},
			"", "",
			collector.Places{
				Raw: "s3://logs/zoom/operationlogs/", State: "s3://logs/states/zoom.json", OldState: "s3://logs/zoom/operationlogs/state.json",
				UDM: "s3://logs/events/zoom/operationlogs/", Rejected: "s3://logs/not/mapped/zoom/operationlogs/", Normalize: true,
			},
			false,
		},
		"place in a bucket": {
			nil,
			"s3://logs/zoom", "",
			collector.Places{Raw: "s3://logs/zoom", State: "s3://logs/zoom.state.json", UDM: "s3://logs/udm/zoom", Rejected: "s3://logs/rejected/zoom"},
			false,
		},
		"whole bucket": {
			nil,
			"s3://logs", "s3://states/zoom.json",
			collector.Places{Raw: "s3://logs", State: "s3://states/zoom.json", UDM: "s3://logs/udm/", Rejected: "s3://logs/rejected/"},
			false,
		},
		"folder": {
			[]string{"S3_BUCKET=ignored"},
			"logs/zoom", "",
			collector.Places{Raw: "logs/zoom", State: "logs/zoom.state.json", UDM: "logs/zoom.udm", Rejected: "logs/zoom.rejected"},
			false,
		},
		"folder and file": {
			nil, "logs/zoom/", "logs/zoom/state.json",
			collector.Places{Raw: "logs/zoom/", State: "logs/zoom/state.json", UDM: "logs/zoom.udm", Rejected: "logs/zoom.rejected"},
			true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			places, err := collector.ReadPlaces(prefix, of(test.settings...), test.raw, test.state)
			require.NoError(t, err)
			require.Equal(t, test.warned, len(places.Warnings) > 0, places.Warnings)
			places.Warnings = nil
			require.Equal(t, test.want, places)
		})
	}
	_, err := collector.ReadPlaces(prefix, of("NORMALIZE=perhaps", "UDM_PREFIX=a//b"), "", "")
	require.Equal(t, []string{"NORMALIZE", "S3_BUCKET", "UDM_PREFIX"}, problems(t, err))
}
