package secret

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
)

// Allowed is what a reference may look like, for those who wrote another one.
const Allowed = "it must be arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME[:json-key[:version-stage[:version-id]]] or arn:aws:ssm:REGION:ACCOUNT:parameter/NAME"

// ErrNotReference says that a text is no reference. The text may be a secret
// that stands in the wrong place, so it is not shown.
var ErrNotReference = errors.New("not the ARN of a secret or a parameter: " + Allowed)

// reference is where a secret is kept, written as Amazon ECS writes it for
// valueFrom, see "Pass sensitive data to an Amazon ECS container".
type reference struct {
	service service
	domain  string // of the partition
	region  string
	name    string // the ARN without what is not part of the name
	jsonKey string // of Secrets Manager: the member that holds the secret, if not the whole does
	stage   string
	version string
}

// service is one that keeps secrets.
type service struct {
	sdkID      string // as the SDK names it in settings
	variable   string // that leads to another server
	namespace  string // in ARNs, permissions, host names and signatures
	target     string // X-Amz-Target of the one operation
	permission string
}

func secretsManager() service {
	return service{"Secrets Manager", "AWS_ENDPOINT_URL_SECRETS_MANAGER", "secretsmanager", "secretsmanager.GetSecretValue", "secretsmanager:GetSecretValue"}
}

func parameterStore() service {
	return service{"SSM", "AWS_ENDPOINT_URL_SSM", "ssm", "AmazonSSM.GetParameter", "ssm:GetParameter"}
}

// What the parts of an ARN are made of: no more than is safe in a host name, and
// what the services allow in names.
var (
	regionPattern    = regexp.MustCompile(`^[a-z]{2}(-[a-z]+)+-[0-9]+$`)
	accountPattern   = regexp.MustCompile(`^[0-9]{12}$`)
	secretPattern    = regexp.MustCompile(`^[A-Za-z0-9/_+=.@-]+$`)
	parameterPattern = regexp.MustCompile(`^parameter/[A-Za-z0-9_./-]+(:[A-Za-z0-9_.-]+)?$`)
)

// parse reads a reference. The error wraps ErrNotReference.
func parse(text string) (reference, error) {
	parsed, err := arn.Parse(text)
	if err != nil {
		return reference{}, ErrNotReference
	}
	r := reference{region: parsed.Region, name: text}
	switch parsed.Partition {
	case "aws", "aws-us-gov":
		r.domain = "amazonaws.com"
	case "aws-cn":
		r.domain = "amazonaws.com.cn"
	default:
		return reference{}, fmt.Errorf("its partition is none of aws, aws-us-gov and aws-cn: %w", ErrNotReference)
	}
	switch {
	case !regionPattern.MatchString(parsed.Region):
		return reference{}, fmt.Errorf("its region is none such as eu-west-1: %w", ErrNotReference)
	case !accountPattern.MatchString(parsed.AccountID):
		return reference{}, fmt.Errorf("its account is not 12 digits: %w", ErrNotReference)
	}
	switch parsed.Service {
	case "secretsmanager":
		r.service = secretsManager()
		err = r.readSecret(parsed)
	case "ssm":
		r.service = parameterStore()
		if !parameterPattern.MatchString(parsed.Resource) {
			err = fmt.Errorf("it names no parameter: %w", ErrNotReference)
		}
	default:
		err = fmt.Errorf("its service is neither secretsmanager nor ssm: %w", ErrNotReference)
	}
	return r, err
}

// readSecret reads the part of Secrets Manager, whose last parts may be left
// empty or out.
func (r *reference) readSecret(parsed arn.ARN) error {
	parts := strings.Split(parsed.Resource, ":")
	if parts[0] != "secret" || len(parts) < 2 || len(parts) > 5 || !secretPattern.MatchString(parts[1]) {
		return fmt.Errorf("it names no secret: %w", ErrNotReference)
	}
	parsed.Resource = "secret:" + parts[1]
	r.name = parsed.String()
	for i, part := range []*string{&r.jsonKey, &r.stage, &r.version} {
		if len(parts) > i+2 {
			*part = parts[i+2]
		}
	}
	return nil
}
