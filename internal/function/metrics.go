package function

import (
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Namespace is that of all metrics in CloudWatch.
const Namespace = "udmap"

// The metrics. docs/functions.md lists them, and alarms of the template name them.
const (
	Objects  = "Objects"  // raw objects normalized, or written by a collector
	Records  = "Records"  // read from raw objects, or listed for the first time
	Events   = "Events"   // made of records
	Rejected = "Rejected" // records, and objects that are refused as a whole
	Skipped  = "Skipped"  // what pages hold beside records, or was collected before
	Bytes    = "Bytes"    // of raw objects, inflated
	Duration = "DurationMilliseconds"
	Lag      = "LagSeconds"     // how old what was worked on last is
	Unmapped = "UnmappedFields" // of sampled records, that are nowhere in their events
	Failures = "Failures"       // messages to be delivered again, or resources that failed
)

// The dimensions.
const (
	FunctionDimension = "Function" // normalizer or collector
	SourceDimension   = "Source"   // the table, or the vendor
	ResourceDimension = "Resource" // of a vendor
	ReasonDimension   = "Reason"   // of what is rejected
)

// Units are those of the metrics, as CloudWatch calls them.
func Units() map[string]string {
	return map[string]string{
		Objects: "Count", Records: "Count", Events: "Count", Rejected: "Count", Skipped: "Count", Failures: "Count", Unmapped: "Count",
		Bytes: "Bytes", Duration: "Milliseconds", Lag: "Seconds",
	}
}

// Measure is a value of a metric.
type Measure struct {
	Name  string
	Value float64

	// Of these dimensions, those that are not empty go with the one of the function.
	Source, Resource, Reason string
}

// place is the dimensions of a measure.
type place struct{ source, resource, reason string }

// Metrics gathers what a call measures.
type Metrics struct {
	function string
	lock     sync.Mutex
	sums     map[place]map[string]float64
}

// NewMetrics returns metrics of a function.
func NewMetrics(function string) *Metrics {
	return &Metrics{function: function, sums: map[place]map[string]float64{}}
}

// Add adds to a metric, except for the lag and the unmapped fields, of which the
// most count.
func (m *Metrics) Add(measures ...Measure) {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, measure := range measures {
		at := place{measure.Source, measure.Resource, measure.Reason}
		sums, known := m.sums[at]
		if !known {
			sums = map[string]float64{}
			m.sums[at] = sums
		}
		if measure.Name == Lag || measure.Name == Unmapped {
			sums[measure.Name] = max(sums[measure.Name], measure.Value)
			continue
		}
		sums[measure.Name] += measure.Value
	}
}

// Write writes a line of the embedded metric format for each set of dimensions.
// CloudWatch makes metrics of them and keeps them as log lines.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
func (m *Metrics) Write(w io.Writer, now time.Time) error {
	m.lock.Lock()
	defer m.lock.Unlock()
	order := slices.SortedFunc(maps.Keys(m.sums), func(a, b place) int {
		return strings.Compare(a.source+"\x00"+a.resource+"\x00"+a.reason, b.source+"\x00"+b.resource+"\x00"+b.reason)
	})
	for _, at := range order {
		line, err := json.Marshal(m.embedded(at, now))
		if err != nil {
			return err
		}
		if _, err := w.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// metricDefinition is MetricDefinition of the format.
type metricDefinition struct {
	Name string `json:"Name"`
	Unit string `json:"Unit"`
}

// metricDirective is MetricDirective of the format.
type metricDirective struct {
	Namespace  string             `json:"Namespace"`
	Dimensions [][]string         `json:"Dimensions"`
	Metrics    []metricDefinition `json:"Metrics"`
}

// metadata is the member _aws of the format.
type metadata struct {
	Timestamp         int64             `json:"Timestamp"` // milliseconds since 1970
	CloudWatchMetrics []metricDirective `json:"CloudWatchMetrics"`
}

func (m *Metrics) embedded(at place, now time.Time) map[string]any {
	line := map[string]any{FunctionDimension: m.function}
	dimensions := []string{FunctionDimension}
	for _, dimension := range []struct{ name, value string }{
		{SourceDimension, at.source}, {ResourceDimension, at.resource}, {ReasonDimension, at.reason},
	} {
		if dimension.value != "" {
			line[dimension.name] = dimension.value
			dimensions = append(dimensions, dimension.name)
		}
	}
	var definitions []metricDefinition
	for _, name := range slices.Sorted(maps.Keys(m.sums[at])) {
		line[name] = m.sums[at][name]
		definitions = append(definitions, metricDefinition{name, Units()[name]})
	}
	line["_aws"] = metadata{now.UnixMilli(), []metricDirective{{Namespace, [][]string{dimensions}, definitions}}}
	return line
}
