package main

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/deploytest"
	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
)

// TestTheTemplateConfiguresTheFunction reads the settings that the template makes.
func TestTheTemplateConfiguresTheFunction(t *testing.T) {
	t.Parallel()
	given := deploytest.Load(t, deploytest.Parameters()).Variables("Normalizer")
	require.NotEmpty(t, given)
	known := map[string]bool{}
	for _, variable := range variables() {
		known[variable.Name] = true
	}
	for name := range given {
		require.True(t, known[name], "the function does not read %s", name)
	}
	s, err := readSettings(func(name string) string { return given[name] })
	require.NoError(t, err)
	require.Equal(t, []string{"zoom/operationlogs/", "zendesk/crm/"}, s.RawPrefixes)
	require.Equal(t, []string{"zoom/operationlogs/state.json", "zendesk/crm/state.json"}, s.StateKeys, "of the published scripts")
}

// TestTheRoleAllowsWhatTheFunctionDoes and nothing beside it. docs/functions.md
// says what it does.
func TestTheRoleAllowsWhatTheFunctionDoes(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	const bucket = "arn:aws:s3:::example-logs"
	reads := map[string]bool{"s3:GetObject": true, "s3:ListBucket": true}
	writes := map[string]bool{"s3:GetObject": true, "s3:PutObject": true, "s3:AbortMultipartUpload": true, "s3:ListBucket": true}
	for key, may := range map[string]map[string]bool{
		"zoom/operationlogs/2026/a.json.gz":             reads,
		"zendesk/crm/2026/a.json.gz":                    reads,
		"udm/zoom/operationlogs/2026/a.udm.jsonl.gz":    writes,
		"rejected/zendesk/crm/2026/a.rejected.jsonl.gz": writes,
		"state/zoom.json":                               nil,
		"zoom/other/a.json":                             nil,
		"":                                              nil,
	} {
		for _, action := range []string{
			"s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket",
			"s3:DeleteObject", "s3:PutObjectAcl",
		} {
			require.Equal(t, may[action], template.Allows("NormalizerRole", action, bucket+"/"+key), "%s %s", action, key)
			require.False(t, template.Allows("NormalizerRole", action, "arn:aws:s3:::example-logs2/"+key), "%s %s", action, key)
		}
	}
	require.True(t, template.Allows("NormalizerRole", "sqs:DeleteMessage", `{"Fn::GetAtt":["Queue","Arn"]}`))
	require.False(t, template.Allows("NormalizerRole", "sqs:DeleteMessage", `{"Fn::GetAtt":["DeadLetters","Arn"]}`))
	require.False(t, template.Allows("NormalizerRole", "secretsmanager:GetSecretValue", deploytest.Parameters()["ZoomSecretArn"]))
}

// TestAlarmsWatchWhatTheFunctionMeasures: an alarm of another metric never rings.
func TestAlarmsWatchWhatTheFunctionMeasures(t *testing.T) {
	t.Parallel()
	metrics := function.NewMetrics("normalizer")
	call := function.Call{Log: slog.New(slog.DiscardHandler), Metrics: metrics}
	h := &handler{}
	h.report(call, &work{outcome: normalizer.Outcome{Status: normalizer.Normalized}})
	h.report(call, &work{outcome: normalizer.Outcome{Status: normalizer.Refused}})
	h.report(call, &work{err: errors.New("S3 does not answer")})
	metrics.Add(function.Measure{Name: function.Lag, Value: 1}, function.Measure{Name: function.Unmapped, Value: 1})
	var lines bytes.Buffer
	require.NoError(t, metrics.Write(&lines, time.Now()))
	template := deploytest.Load(t, deploytest.Parameters())
	require.Equal(t, 6, deploytest.RequireWritten(t, template, function.Namespace, "normalizer", lines.String()))
}
