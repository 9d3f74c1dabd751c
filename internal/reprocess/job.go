package reprocess

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// Job is what S3 Batch Operations is asked to do.
type Job struct {
	Account     string // who pays; that of the function if empty
	FunctionARN string // of the normalizer
	RoleARN     string // by which S3 reads the manifest, calls the function and writes the report
	Priority    int    // higher ones come first
	Description string

	Bucket, Key string // of the manifest
	Tag         string // of the manifest's content
}

var (
	functionARN = regexp.MustCompile(`^arn:(aws[a-z-]*):lambda:[a-z0-9-]+:(\d{12}):function:[A-Za-z0-9_-]+(:(\$LATEST|[A-Za-z0-9_-]+))?$`)
	roleARN     = regexp.MustCompile(`^arn:aws[a-z-]*:iam::\d{12}:role/.+$`)
	account     = regexp.MustCompile(`^\d{12}$`)
)

// Check tells what of the job AWS would refuse, as far as it can be known before
// there is a manifest.
func (j Job) Check() error {
	switch {
	case !functionARN.MatchString(j.FunctionARN):
		return fmt.Errorf("%q is no ARN of a function, such as arn:aws:lambda:eu-central-1:123456789012:function:udmap-normalizer", j.FunctionARN)
	case !roleARN.MatchString(j.RoleARN):
		return fmt.Errorf("%q is no ARN of a role, such as arn:aws:iam::123456789012:role/udmap-batch", j.RoleARN)
	case j.Account != "" && !account.MatchString(j.Account):
		return fmt.Errorf("%q is no account of AWS, which has 12 digits", j.Account)
	case j.Priority < 0:
		return fmt.Errorf("the priority is %d: it must be 0 or more", j.Priority)
	}
	return nil
}

// maxDescription is that of AWS, in characters.
const maxDescription = 256

// Document is the job for aws s3control create-job --cli-input-json. The same
// job has the same token, so that AWS begins it once, however often it is sent.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html
func (j Job) Document() ([]byte, error) {
	function := functionARN.FindStringSubmatch(j.FunctionARN)
	if function == nil {
		return nil, j.Check()
	}
	bucket := "arn:" + function[1] + ":s3:::" + j.Bucket
	document := jobDocument{AccountID: j.Account, ConfirmationRequired: true, Priority: j.Priority, RoleARN: j.RoleARN}
	if document.AccountID == "" {
		document.AccountID = function[2]
	}
	document.Description = string([]rune(j.Description)[:min(len([]rune(j.Description)), maxDescription)])
	document.Operation.LambdaInvoke = lambdaInvoke{FunctionARN: j.FunctionARN, InvocationSchemaVersion: "2.0"}
	document.Manifest.Spec = manifestSpec{Format: "S3BatchOperations_CSV_20180820", Fields: []string{"Bucket", "Key"}}
	document.Manifest.Location = manifestLocation{ObjectARN: bucket + "/" + j.Key, ETag: strings.Trim(j.Tag, `"`)}
	document.Report = jobReport{
		Enabled: true, Bucket: bucket, Prefix: j.reportPrefix(),
		Format: "Report_CSV_20180820", ReportScope: "FailedTasksOnly",
	}
	if err := document.sign(); err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(document, "", "  ")
	return append(text, '\n'), err
}

// reportPrefix is where the report goes, beside the manifest.
func (j Job) reportPrefix() string { return strings.TrimSuffix(j.Key, path.Ext(j.Key)) + "-report" }

// jobDocument has the keys of CreateJob.
type jobDocument struct {
	AccountID            string `json:"AccountId"`
	ConfirmationRequired bool   `json:"ConfirmationRequired"`
	Description          string `json:"Description"`
	Operation            struct {
		LambdaInvoke lambdaInvoke `json:"LambdaInvoke"`
	} `json:"Operation"`
	Manifest struct {
		Spec     manifestSpec     `json:"Spec"`
		Location manifestLocation `json:"Location"`
	} `json:"Manifest"`
	Report             jobReport `json:"Report"`
	Priority           int       `json:"Priority"`
	RoleARN            string    `json:"RoleArn"`
	ClientRequestToken string    `json:"ClientRequestToken"`
}

// sign makes the token of all the rest: AWS refuses another job with the same
// one. It has the 64 characters that AWS allows.
func (d *jobDocument) sign() error {
	rest, err := json.Marshal(d)
	hash := sha256.Sum256(rest)
	d.ClientRequestToken = hex.EncodeToString(hash[:])
	return err
}

type lambdaInvoke struct {
	FunctionARN             string `json:"FunctionArn"`
	InvocationSchemaVersion string `json:"InvocationSchemaVersion"`
}

type manifestSpec struct {
	Format string   `json:"Format"`
	Fields []string `json:"Fields"`
}

type manifestLocation struct {
	ObjectARN string `json:"ObjectArn"`
	ETag      string `json:"ETag"`
}

type jobReport struct {
	Enabled     bool   `json:"Enabled"`
	Bucket      string `json:"Bucket"`
	Prefix      string `json:"Prefix"`
	Format      string `json:"Format"`
	ReportScope string `json:"ReportScope"`
}
