package function_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/function"
)

// units are those that CloudWatch knows.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
const units = " Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Percent Count None "

// requireEmbedded holds a line to the published rules of the embedded metric
// format: its required members, and that each dimension is a text and each metric
// a number beside them.
func requireEmbedded(t *testing.T, line string) map[string]any {
	t.Helper()
	var root map[string]any
	require.NoError(t, json.Unmarshal([]byte(line), &root), line)
	var document struct {
		AWS struct {
			Timestamp         *int64
			CloudWatchMetrics []struct {
				Namespace  string
				Dimensions [][]string
				Metrics    []struct{ Name, Unit string }
			}
		} `json:"_aws"`
	}
	require.NoError(t, json.Unmarshal([]byte(line), &document), line)
	require.NotNil(t, document.AWS.Timestamp)
	require.Len(t, document.AWS.CloudWatchMetrics, 1)
	directive := document.AWS.CloudWatchMetrics[0]
	require.Equal(t, "udmap", directive.Namespace)
	require.NotEmpty(t, directive.Dimensions)
	for _, set := range directive.Dimensions {
		require.NotEmpty(t, set)
		require.LessOrEqual(t, len(set), 30)
		for _, name := range set {
			value, isText := root[name].(string)
			require.True(t, isText && value != "" && len(value) <= 1024, "the dimension %s of %s", name, line)
		}
	}
	require.NotEmpty(t, directive.Metrics)
	require.LessOrEqual(t, len(directive.Metrics), 100)
	for _, metric := range directive.Metrics {
		require.Contains(t, units, " "+metric.Unit+" ", line)
		require.IsType(t, 0.0, root[metric.Name], "the metric %s of %s", metric.Name, line)
	}
	return root
}

func TestMetricsAreOfTheEmbeddedFormat(t *testing.T) {
	t.Parallel()
	metrics := function.NewMetrics("collector")
	for name := range function.Units() {
		metrics.Add(
			function.Measure{Name: name, Value: 2},
			function.Measure{Name: name, Value: 1, Source: "zoom", Resource: "operation_logs"},
			function.Measure{Name: name, Value: 3, Reason: "not-json"})
	}
	metrics.Add(
		function.Measure{Name: function.Records, Value: 5},
		function.Measure{Name: function.Lag, Value: 7}, function.Measure{Name: function.Lag, Value: 6})
	var output bytes.Buffer
	at := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	require.NoError(t, metrics.Write(&output, at))
	var all []map[string]any
	for line := range strings.Lines(output.String()) {
		all = append(all, requireEmbedded(t, line))
	}
	require.Len(t, all, 3)
	require.InDelta(t, 7, all[0]["Records"], 0)
	require.InDelta(t, 7, all[0]["LagSeconds"], 0)
	require.Equal(t, "not-json", all[1]["Reason"])
	require.Equal(t, "zoom", all[2]["Source"])
	require.Equal(t, "operation_logs", all[2]["Resource"])
	require.Contains(t, output.String(), `"Timestamp":1795694400000`)
}
