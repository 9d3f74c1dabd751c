package deploytest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/deploytest"
)

func number(t *testing.T, value any) int {
	t.Helper()
	result, err := strconv.Atoi(deploytest.Text(value))
	require.NoError(t, err)
	return result
}

// TestAMessageIsNotDeliveredWhileItIsWorkedOn, as AWS advises:
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
func TestAMessageIsNotDeliveredWhileItIsWorkedOn(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	queue, function := template.Resources["Queue"].Properties, template.Resources["Normalizer"].Properties
	require.GreaterOrEqual(t, number(t, queue["VisibilityTimeout"]), 6*number(t, function["Timeout"]))
	require.GreaterOrEqual(t, number(t, deploytest.At(queue, "RedrivePolicy", "maxReceiveCount")), 5)
	source := deploytest.At(function, "Events", "Queue", "Properties")
	require.Equal(t, []any{"ReportBatchItemFailures"}, deploytest.At(source, "FunctionResponseTypes"))
	require.LessOrEqual(t, number(t, deploytest.At(source, "BatchSize")), 10)
}

// TestACollectorEndsBeforeItIsCalledAgain: of two runs at once, one would be lost.
func TestACollectorEndsBeforeItIsCalledAgain(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	units := map[string]time.Duration{"minutes": time.Minute, "hour": time.Hour}
	for collector, want := range map[string]time.Duration{"ZoomCollector": 15 * time.Minute, "ZendeskCollector": time.Hour} {
		function := template.Resources[collector].Properties
		var every int
		var unit string
		_, err := fmt.Sscanf(deploytest.At(function, "Events", "Schedule", "Properties", "ScheduleExpression").(string), "rate(%d %s", &every, &unit)
		require.NoError(t, err)
		period := time.Duration(every) * units[strings.TrimSuffix(unit, ")")]
		require.Equal(t, want, period)
		require.Less(t, time.Duration(number(t, function["Timeout"]))*time.Second, period)
		require.Equal(t, "1", function["ReservedConcurrentExecutions"])
	}
}

// TestASourceThatIsOffLeavesNothing: no function, role, log or alarm.
func TestASourceThatIsOffLeavesNothing(t *testing.T) {
	t.Parallel()
	whole := deploytest.Load(t, deploytest.Parameters())
	for source, other := range map[string]string{"Zoom": "Zendesk", "Zendesk": "Zoom"} {
		parameters := deploytest.Parameters()
		parameters["Collect"+source], parameters["CreateBucket"] = "false", "false"
		template := deploytest.Load(t, parameters)
		others := 0
		for name := range template.Resources {
			require.False(t, strings.HasPrefix(name, source), name)
			if strings.HasPrefix(name, other) {
				others++
			}
		}
		require.GreaterOrEqual(t, others, 7)
		require.Contains(t, whole.Resources, "Bucket")
		require.NotContains(t, template.Resources, "Bucket")
		require.NotContains(t, deploytest.Text(template.Resources["Normalizer"].Properties), "Collects")
	}
}

// TestJobsCallTheFunctionAndTouchNoLogs: the role is there if it is asked for, S3
// Batch Operations of this account alone has it, and it may call nothing else.
func TestJobsCallTheFunctionAndTouchNoLogs(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	require.JSONEq(t, `{
		"Effect": "Allow", "Principal": {"Service": "batchoperations.s3.amazonaws.com"}, "Action": "sts:AssumeRole",
		"Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}}
	}`, deploytest.Text(list(deploytest.At(template.Resources["JobRole"].Properties, "AssumeRolePolicyDocument", "Statement"))[0]))
	for function, may := range map[string]bool{"Normalizer": true, "ZoomCollector": false, "ZendeskCollector": false} {
		require.Equal(t, may, template.Allows("JobRole", "lambda:InvokeFunction", `{"Fn::GetAtt":["`+function+`","Arn"]}`), function)
	}
	const bucket = "arn:aws:s3:::example-logs/"
	for _, action := range []string{"s3:GetObject", "s3:PutObject"} {
		require.True(t, template.Allows("JobRole", action, bucket+"jobs/zoom.csv"), action)
		require.True(t, template.Allows("JobRole", action, bucket+"jobs/zoom-report/job-1/manifest.json"), action)
		require.False(t, template.Allows("JobRole", action, bucket+"zoom/operationlogs/a.json"), action)
	}
	require.False(t, template.Allows("JobRole", "s3:DeleteObject", bucket+"jobs/zoom.csv"))

	without := deploytest.Parameters()
	delete(without, "AllowJobs")
	require.NotContains(t, deploytest.Load(t, without).Resources, "JobRole")
}

// statement is one of a policy, and the resource that it stands in.
type statement struct {
	owner  string
	policy map[string]any
}

// statements finds those of all policies of a template.
func statements(template deploytest.Template) []statement {
	var found []statement
	var search func(owner string, value any)
	search = func(owner string, value any) {
		switch value := value.(type) {
		case map[string]any:
			for key, member := range value {
				list, isList := member.([]any)
				if key != "Statement" || !isList {
					search(owner, member)
					continue
				}
				for _, item := range list {
					found = append(found, statement{owner, item.(map[string]any)})
				}
			}
		case []any:
			for _, item := range value {
				search(owner, item)
			}
		}
	}
	for name, resource := range template.Resources {
		search(name, resource.Properties)
	}
	return found
}

// list is a value that may stand without its list.
func list(value any) []any {
	if items, isList := value.([]any); isList {
		return items
	}
	return []any{value}
}

// requireNarrow fails if a policy allows an action, or an object of a bucket, that
// is not named: a * may only stand behind a prefix of keys.
func requireNarrow(t *testing.T, template deploytest.Template) int {
	t.Helper()
	all := statements(template)
	for _, s := range all {
		about := s.owner + ": " + deploytest.Text(s.policy)
		require.Equal(t, "Allow", s.policy["Effect"], about)
		require.NotContains(t, s.policy, "NotAction", about)
		require.NotContains(t, s.policy, "NotResource", about)
		for _, action := range list(s.policy["Action"]) {
			require.Regexp(t, `^[a-z0-9]+:[A-Z][A-Za-z]+$`, action, about)
		}
		if _, isTrust := s.policy["Resource"]; !isTrust && slices.Equal(list(s.policy["Action"]), []any{"sts:AssumeRole"}) {
			continue
		}
		for _, resource := range list(s.policy["Resource"]) {
			text, isText := resource.(string)
			if !isText {
				require.Contains(t, deploytest.Text(resource), "Fn::GetAtt", about)
				continue
			}
			require.NotEmpty(t, text, about)
			if strings.Contains(text, "*") {
				require.Regexp(t, `^arn:aws:s3:::example-logs/[a-z/.]+\*$`, text, about)
			}
		}
		if slices.Contains(list(s.policy["Action"]), "s3:ListBucket") {
			for _, prefix := range list(deploytest.At(s.policy, "Condition", "StringLike", "s3:prefix")) {
				require.Regexp(t, `^[a-z/.]+\*$`, prefix, about)
			}
		}
		if principal := s.policy["Principal"]; principal != nil {
			require.NotNil(t, deploytest.At(s.policy, "Condition", "ArnEquals", "aws:SourceArn"), about)
		}
	}
	for name, resource := range template.Resources {
		require.NotContains(t, resource.Properties, "ManagedPolicyArns", name)
	}
	return len(all)
}

func TestPoliciesNameWhatTheyAllow(t *testing.T) {
	t.Parallel()
	written := requireNarrow(t, deploytest.Load(t, deploytest.Parameters()))
	require.GreaterOrEqual(t, written, 20)
	translated := requireNarrow(t, deploytest.Parse(t, deploytest.Translate(t), deploytest.Parameters()))
	require.Greater(t, translated, written, "the translation has roles for the schedules")
}

// TestCfnLintFindsNothing in the template as it is written and as it is translated:
// of what is written, it passes over parts that the translation spells out.
func TestCfnLintFindsNothing(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("cfn-lint"); err != nil {
		deploytest.SkipLoudly(t, "cfn-lint is not installed (pip install cfn-lint)")
	}
	translated := filepath.Join(t.TempDir(), "translated.json")
	require.NoError(t, os.WriteFile(translated, deploytest.Translate(t), 0o600))
	for _, template := range []string{deploytest.Path(), translated} {
		output, err := exec.CommandContext(t.Context(), "cfn-lint", template).CombinedOutput()
		require.NoError(t, err, "%s\n%s", template, output)
	}
}

// TestAlarmsWatchWhatThereIs: those of AWS's own metrics name resources of the
// template, and all others are of udmap, whose programs' tests know them.
func TestAlarmsWatchWhatThereIs(t *testing.T) {
	t.Parallel()
	template := deploytest.Load(t, deploytest.Parameters())
	functions := map[string]int{}
	for _, metric := range template.Watched() {
		switch metric.Namespace {
		case "AWS/Lambda":
			require.Contains(t, []string{"Errors", "Invocations"}, metric.Name)
			functions[metric.Dimensions["FunctionName"]]++
		case "AWS/SQS":
			require.Contains(t, []string{
				`AWS/SQS ApproximateNumberOfMessagesVisible QueueName={"Fn::GetAtt":["DeadLetters","QueueName"]}`,
				`AWS/SQS ApproximateAgeOfOldestMessage QueueName={"Fn::GetAtt":["Queue","QueueName"]}`,
			}, metric.String())
		default:
			require.Equal(t, "udmap", metric.Namespace, metric.Alarm)
			require.Contains(t, []string{"normalizer", "collector"}, metric.Dimensions["Function"], metric.Alarm)
		}
	}
	for _, function := range template.Of("AWS::Serverless::Function") {
		require.Positive(t, functions[`{"Ref":"`+function+`"}`], function)
	}
	for _, alarm := range template.Of("AWS::CloudWatch::Alarm") {
		require.Equal(t, []any{deploytest.Parameters()["AlarmTopicArn"]}, template.Resources[alarm].Properties["AlarmActions"], alarm)
	}
}
