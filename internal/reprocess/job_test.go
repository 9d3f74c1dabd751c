package reprocess_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/reprocess"
)

func job() reprocess.Job {
	return reprocess.Job{
		FunctionARN: "arn:aws:lambda:eu-central-1:123456789012:function:udmap-normalizer",
		RoleARN:     "arn:aws:iam::210987654321:role/udmap-batch",
		Priority:    10, Description: "corrected",
		Bucket: "example-jobs", Key: "2026/zoom.csv", Tag: `"60e460c9d1046e73f7dde5043ac3ae85"`,
	}
}

const document = `{
	"AccountId": "123456789012",
	"ConfirmationRequired": true,
	"Description": "corrected",
	"Operation": {"LambdaInvoke": {
		"FunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:udmap-normalizer",
		"InvocationSchemaVersion": "2.0"
	}},
	"Manifest": {
		"Spec": {"Format": "S3BatchOperations_CSV_20180820", "Fields": ["Bucket", "Key"]},
		"Location": {"ObjectArn": "arn:aws:s3:::example-jobs/2026/zoom.csv", "ETag": "60e460c9d1046e73f7dde5043ac3ae85"}
	},
	"Report": {
		"Enabled": true, "Bucket": "arn:aws:s3:::example-jobs", "Prefix": "2026/zoom-report",
		"Format": "Report_CSV_20180820", "ReportScope": "FailedTasksOnly"
	},
	"Priority": 10,
	"RoleArn": "arn:aws:iam::210987654321:role/udmap-batch",
	"ClientRequestToken": "TOKEN"
}`

func TestAJobIsWhatAWSExpects(t *testing.T) {
	t.Parallel()
	text, err := job().Document()
	require.NoError(t, err)
	require.JSONEq(t, strings.Replace(document, "TOKEN", token(t, job()), 1), string(text))

	elsewhere := job()
	elsewhere.Account = "210987654321"
	elsewhere.FunctionARN = "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:udmap-normalizer:live"
	elsewhere.Description = strings.Repeat("ä", 300)
	text, err = elsewhere.Document()
	require.NoError(t, err)
	require.Contains(t, string(text), `"AccountId": "210987654321"`)
	require.Contains(t, string(text), `"ObjectArn": "arn:aws-us-gov:s3:::example-jobs/2026/zoom.csv"`)
	require.Contains(t, string(text), `"`+strings.Repeat("ä", 256)+`"`)
}

func token(t *testing.T, j reprocess.Job) string {
	t.Helper()
	text, err := j.Document()
	require.NoError(t, err)
	_, rest, _ := strings.Cut(string(text), `"ClientRequestToken": "`)
	token, _, _ := strings.Cut(rest, `"`)
	require.Len(t, token, 64)
	return token
}

func TestTheSameJobIsBegunOnceAndAnotherBesideIt(t *testing.T) {
	t.Parallel()
	first, again := token(t, job()), token(t, job())
	require.Equal(t, first, again)
	for _, change := range []func(*reprocess.Job){
		func(j *reprocess.Job) { j.Tag = `"another"` },
		func(j *reprocess.Job) { j.FunctionARN += ":live" },
		func(j *reprocess.Job) { j.RoleARN += "2" },
		func(j *reprocess.Job) { j.Priority++ },
	} {
		other := job()
		change(&other)
		require.NotEqual(t, first, token(t, other))
	}
}

func TestAJobThatAWSWouldRefuseIsRefused(t *testing.T) {
	t.Parallel()
	require.NoError(t, job().Check())
	for want, change := range map[string]func(*reprocess.Job){
		`"udmap-normalizer" is no ARN of a function`: func(j *reprocess.Job) { j.FunctionARN = "udmap-normalizer" },
		`"" is no ARN of a role`:                     func(j *reprocess.Job) { j.RoleARN = "" },
		`"12" is no account of AWS`:                  func(j *reprocess.Job) { j.Account = "12" },
		`the priority is -1`:                         func(j *reprocess.Job) { j.Priority = -1 },
	} {
		wrong := job()
		change(&wrong)
		require.ErrorContains(t, wrong.Check(), want)
	}
}

// botocore knows the shape of CreateJob as the AWS CLI does.
func TestAJobPassesTheCheckOfTheAWSCommandLine(t *testing.T) {
	t.Parallel()
	if err := exec.CommandContext(t.Context(), "python3", "-c", "import botocore").Run(); err != nil {
		t.Skip("botocore is not installed, so the job is held to the page of AWS only: pip install botocore")
	}
	text, err := job().Document()
	require.NoError(t, err)
	check := func(document string) string {
		command := exec.CommandContext(t.Context(), "python3", "-c", `
import json, sys, botocore.session, botocore.validate
shape = botocore.session.Session().get_service_model("s3control").operation_model("CreateJob").input_shape
print(botocore.validate.ParamValidator().validate(json.load(sys.stdin), shape).generate_report())`)
		command.Stdin = strings.NewReader(document)
		report, err := command.CombinedOutput()
		require.NoError(t, err, string(report))
		return strings.TrimSpace(string(report))
	}
	require.Empty(t, check(string(text)))
	require.Contains(t, check(strings.Replace(string(text), `"Fields"`, `"Columns"`, 1)), "Columns")
}
