package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/vendors"
	"github.com/udmap/udmap/internal/deploytest"
	"github.com/udmap/udmap/internal/function"
)

// installed is a collector as the template sets it up.
type installed struct {
	function, role, secret string // by their names in the template
	template               deploytest.Template
	variables              map[string]string
}

// installations are those of all sources and all ways to authenticate.
func installations(t *testing.T) map[string]installed {
	t.Helper()
	all := map[string]installed{}
	template := deploytest.Load(t, deploytest.Parameters())
	all["zoom"] = installed{"ZoomCollector", "ZoomCollectorRole", "ZoomSecretArn", template, template.Variables("ZoomCollector")}
	for _, mode := range []string{"oauth", "bearer", "token"} {
		parameters := deploytest.Parameters()
		parameters["ZendeskAuthMode"] = mode
		template := deploytest.Load(t, parameters)
		all["zendesk by "+mode] = installed{"ZendeskCollector", "ZendeskCollectorRole", "ZendeskSecretArn", template, template.Variables("ZendeskCollector")}
	}
	return all
}

// TestTheTemplateConfiguresTheFunction reads the settings that the template makes.
func TestTheTemplateConfiguresTheFunction(t *testing.T) {
	t.Parallel()
	for name, i := range installations(t) {
		source, found := vendors.Find(i.variables["SOURCE"])
		require.True(t, found, name)
		known, secrets := map[string]bool{}, map[string]bool{}
		for _, variable := range variables(source) {
			known[variable.Name] = true
			if variable.Secret {
				secrets[variable.Name+"_ARN"] = true
			}
		}
		references := 0
		for variable, value := range i.variables {
			require.True(t, known[variable] || secrets[variable], "%s: the function does not read %s", name, variable)
			if secrets[variable] {
				references++
				arn, _, _ := strings.Cut(value, ":client_secret::")
				arn, _, _ = strings.Cut(arn, ":bearer_token::")
				arn, _, _ = strings.Cut(arn, ":api_token::")
				require.Equal(t, deploytest.Parameters()[i.secret], arn, name)
				require.True(t, i.template.Allows(i.role, "secretsmanager:GetSecretValue", arn), name)
			}
		}
		require.Equal(t, 1, references, name)
		lookup := func(variable string) string { return i.variables[variable] }
		fetched := collector.WithSecretsFrom(func(string) (string, error) { return "canary-secret", nil })
		made, _, err := source.Build(lookup, "", time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), fetched)
		require.NoError(t, err, name)
		require.Equal(t, i.variables["SOURCE"], made.Name, "metrics have it as their source")
	}
}

// TestTheRoleAllowsWhatTheFunctionDoes and nothing beside it.
func TestTheRoleAllowsWhatTheFunctionDoes(t *testing.T) {
	t.Parallel()
	const bucket = "arn:aws:s3:::example-logs/"
	for name, i := range installations(t) {
		places, err := collector.ReadPlaces("", func(variable string) string { return i.variables[variable] }, "", "")
		require.NoError(t, err)
		require.Empty(t, places.Warnings, name)
		_, prefix := split(places.Raw)
		_, state := split(places.State)
		_, old := split(places.OldState)
		backfill := window{Since: "2026-10-01", Until: "2026-10-08"}.stateKey(state)
		allows := func(action, key string) bool { return i.template.Allows(i.role, action, bucket+key) }
		for _, key := range []string{prefix + "2026/a.json.gz", state, backfill} {
			for _, action := range []string{"s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket"} {
				require.True(t, allows(action, key), "%s: %s %s", name, action, key)
			}
			require.False(t, allows("s3:DeleteObject", key), name)
		}
		require.True(t, allows("s3:GetObject", old), name)
		require.True(t, allows("s3:ListBucket", old), name)
		for other, j := range installations(t) {
			if i.function == j.function {
				continue
			}
			foreign := j.variables["S3_PREFIX"] + "a.json"
			for _, key := range []string{foreign, j.variables["STATE_KEY"], "udm/a", "rejected/a", "", "state/"} {
				for _, action := range []string{"s3:GetObject", "s3:PutObject", "s3:ListBucket"} {
					require.False(t, allows(action, key), "%s beside %s: %s %s", name, other, action, key)
				}
			}
			require.False(t, i.template.Allows(i.role, "secretsmanager:GetSecretValue", deploytest.Parameters()[j.secret]))
		}
	}
}

// TestAlarmsWatchWhatTheFunctionMeasures: an alarm of another metric never rings.
func TestAlarmsWatchWhatTheFunctionMeasures(t *testing.T) {
	t.Parallel()
	metrics := function.NewMetrics("collector")
	lag := 1.0
	for _, source := range vendors.All() {
		report(function.Call{Log: slog.New(slog.DiscardHandler), Metrics: metrics}, collector.Summary{
			Collector: source.Name,
			Resources: map[string]collector.ResourceSummary{"logs": {Outcome: collector.Refused, LagSeconds: &lag}},
		})
	}
	var lines bytes.Buffer
	require.NoError(t, metrics.Write(&lines, time.Now()))
	template := deploytest.Load(t, deploytest.Parameters())
	require.Equal(t, 4, deploytest.RequireWritten(t, template, function.Namespace, "collector", lines.String()))
}
