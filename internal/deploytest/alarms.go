package deploytest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// Metric is what an alarm watches.
type Metric struct {
	Alarm, Namespace, Name string
	Dimensions             map[string]string
}

// String is the metric as CloudWatch tells it from others.
func (m Metric) String() string {
	words := []string{m.Namespace, m.Name}
	for _, name := range slices.Sorted(maps.Keys(m.Dimensions)) {
		words = append(words, name+"="+m.Dimensions[name])
	}
	return strings.Join(words, " ")
}

// Watched are the metrics of all alarms.
func (t Template) Watched() []Metric {
	var watched []Metric
	for _, name := range t.Of("AWS::CloudWatch::Alarm") {
		properties := t.Resources[name].Properties
		if properties["MetricName"] != nil {
			watched = append(watched, metric(name, properties))
		}
		queries, _ := properties["Metrics"].([]any)
		for _, query := range queries {
			if of := At(query, "MetricStat", "Metric"); of != nil {
				watched = append(watched, metric(name, of))
			}
		}
	}
	return watched
}

func metric(alarm string, of any) Metric {
	m := Metric{Alarm: alarm, Namespace: Text(At(of, "Namespace")), Name: Text(At(of, "MetricName")), Dimensions: map[string]string{}}
	for _, dimension := range At(of, "Dimensions").([]any) {
		m.Dimensions[Text(At(dimension, "Name"))] = Text(At(dimension, "Value"))
	}
	return m
}

// RequireWritten fails if an alarm watches a metric of a function that is not among
// those of lines of the embedded metric format. It returns how many it found.
func RequireWritten(t *testing.T, template Template, namespace, function, lines string) int {
	t.Helper()
	written := map[string]bool{}
	for line := range strings.Lines(lines) {
		for _, m := range embedded(t, line) {
			written[m.String()] = true
		}
	}
	found := 0
	for _, m := range template.Watched() {
		if m.Namespace != namespace || m.Dimensions["Function"] != function {
			continue
		}
		found++
		if !written[m.String()] {
			t.Errorf("%s watches %s, which is not written; written are %v", m.Alarm, m, slices.Sorted(maps.Keys(written)))
		}
	}
	return found
}

// embedded are the metrics of a line.
func embedded(t *testing.T, line string) []Metric {
	t.Helper()
	var values map[string]any
	var document struct {
		AWS struct {
			CloudWatchMetrics []struct {
				Namespace  string
				Dimensions [][]string
				Metrics    []struct{ Name string }
			}
		} `json:"_aws"`
	}
	if err := json.Unmarshal([]byte(line), &values); err != nil {
		t.Fatalf("deploytest: %s: %v", line, err)
	}
	if err := json.Unmarshal([]byte(line), &document); err != nil {
		t.Fatalf("deploytest: %s: %v", line, err)
	}
	var metrics []Metric
	for _, directive := range document.AWS.CloudWatchMetrics {
		for _, dimensions := range directive.Dimensions {
			for _, about := range directive.Metrics {
				m := Metric{Namespace: directive.Namespace, Name: about.Name, Dimensions: map[string]string{}}
				for _, name := range dimensions {
					m.Dimensions[name] = fmt.Sprint(values[name])
				}
				metrics = append(metrics, m)
			}
		}
	}
	return metrics
}
