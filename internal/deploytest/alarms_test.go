package deploytest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/deploytest"
)

// window is when an alarm looks: it fires if enough of its latest periods breach.
type window struct{ period, periods, enough int }

func windowOf(t *testing.T, alarm map[string]any) window {
	t.Helper()
	require.NotEmpty(t, alarm)
	w := window{period: number(t, alarm["Period"]), periods: number(t, alarm["EvaluationPeriods"])}
	w.enough = w.periods
	if alarm["DatapointsToAlarm"] != nil {
		w.enough = number(t, alarm["DatapointsToAlarm"])
	}
	return w
}

// fires tells whether the alarm does, by the last of the times at which something
// fails. Between them is nothing.
func (w window) fires(times []int) bool {
	last := times[len(times)-1] / w.period
	breaching := map[int]bool{}
	for _, at := range times {
		if at/w.period > last-w.periods {
			breaching[at/w.period] = true
		}
	}
	return len(breaching) >= w.enough
}

// A single raw object that always fails, and comes back only after the time for
// which the queue hides it, raises an alarm before it is a dead letter, whenever
// it came. An object that fails once raises none.
func TestOneObjectThatAlwaysFailsRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	queue := template.Resources["Queue"].Properties
	hidden := number(t, queue["VisibilityTimeout"])
	attempts := number(t, deploytest.At(queue, "RedrivePolicy", "maxReceiveCount"))
	for _, name := range []string{"NormalizerErrorsAlarm", "NormalizerFailuresAlarm"} {
		alarm := template.Resources[name].Properties
		require.Equal(t, []any{"Sum", "0", "GreaterThanThreshold", "notBreaching"},
			[]any{alarm["Statistic"], alarm["Threshold"], alarm["ComparisonOperator"], alarm["TreatMissingData"]}, name)
		w := windowOf(t, alarm)
		for came := 0; came < w.period; came += 60 {
			var times []int
			for attempt := range attempts - 1 {
				times = append(times, came+attempt*hidden)
			}
			require.True(t, w.fires(times), "%s: an object that came at %d s", name, came)
			require.False(t, w.fires(times[:1]), name)
		}
	}
}

// Lag is measured by what runs. Of what does not run at all, the alarms of silence
// tell: a collector's is missing data itself, and misses no more than four runs.
func TestWhatStoppedRunningRaisesAnAlarm(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	for source, every := range map[string]int{"Zoom": 900, "Zendesk": 3600} {
		alarm := template.Resources[source+"SilenceAlarm"].Properties
		require.Equal(t, []any{"AWS/Lambda", "Invocations", "Sum", "1", "LessThanThreshold", "breaching"},
			[]any{alarm["Namespace"], alarm["MetricName"], alarm["Statistic"], alarm["Threshold"], alarm["ComparisonOperator"], alarm["TreatMissingData"]})
		require.JSONEq(t, `[{"Name":"FunctionName","Value":{"Ref":"`+source+`Collector"}}]`, deploytest.Text(alarm["Dimensions"]))
		w := windowOf(t, alarm)
		require.Equal(t, w.periods, w.enough)
		require.GreaterOrEqual(t, w.period*w.periods, 2*every, source)
		require.LessOrEqual(t, w.period*w.periods, 4*every, source)
	}
	alarm := template.Resources["NormalizerSilenceAlarm"].Properties
	require.Equal(t, []any{"AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum", "14400", "GreaterThanThreshold"},
		[]any{alarm["Namespace"], alarm["MetricName"], alarm["Statistic"], alarm["Threshold"], alarm["ComparisonOperator"]})
	require.JSONEq(t, `[{"Name":"QueueName","Value":{"Fn::GetAtt":["Queue","QueueName"]}}]`, deploytest.Text(alarm["Dimensions"]))
	require.Less(t, number(t, deploytest.At(template.Resources["Queue"].Properties, "VisibilityTimeout")), 14400,
		"an object that is tried twice raises no alarm of silence")
}

// Of metrics that are the most of something, the most counts, and of those that
// count, the sum.
func TestAlarmsTakeTheRightStatistic(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	statistics := map[string]string{
		"Errors": "Sum", "Invocations": "Sum", "Failures": "Sum", "Rejected": "Sum",
		"LagSeconds": "Maximum", "UnmappedFields": "Maximum",
		"ApproximateNumberOfMessagesVisible": "Maximum", "ApproximateAgeOfOldestMessage": "Maximum",
	}
	for _, name := range template.Of("AWS::CloudWatch::Alarm") {
		alarm := template.Resources[name].Properties
		if alarm["MetricName"] != nil {
			require.Equal(t, statistics[deploytest.Text(alarm["MetricName"])], alarm["Statistic"], name)
		}
	}
}
