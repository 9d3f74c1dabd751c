package objectstore

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// defaultRegion is what servers other than AWS expect of those who name none.
const defaultRegion = "us-east-1"

// NewClient returns a client of S3 with the settings of all AWS programs
// (internal/awssettings). AWS_ENDPOINT_URL_S3 leads to another server, which is
// then asked for buckets by path and needs no region.
func NewClient(ctx context.Context, settings aws.Config) (*s3.Client, error) {
	client := s3.NewFromConfig(settings, complete)
	if client.Options().Region == "" {
		return nil, errors.New("no AWS region: set AWS_REGION to that of the bucket, or region in ~/.aws/config")
	}
	if _, err := settings.Credentials.Retrieve(ctx); err != nil {
		return nil, fmt.Errorf("no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role: %w", err)
	}
	return client, nil
}

// NewFunctionClient returns a client of S3 for a Lambda function, which finds
// its region and the credentials of its role in the environment. It is what
// NewClient would return there, and leaves out of the program, and of each cold
// start, all other ways to come by credentials.
func NewFunctionClient(getenv func(name string) string) (*s3.Client, error) {
	keys := credentials.NewStaticCredentialsProvider(getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY"), getenv("AWS_SESSION_TOKEN"))
	if !keys.Value.HasKeys() {
		return nil, errors.New("no AWS credentials: Lambda sets AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from the role of the function")
	}
	options := s3.Options{
		Credentials: keys,
		Region:      getenv("AWS_REGION"),
		// As config.LoadDefaultConfig has it.
		RequestChecksumCalculation: aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation: aws.ResponseChecksumValidationWhenSupported,
	}
	if endpoint := getenv("AWS_ENDPOINT_URL_S3"); endpoint != "" {
		options.BaseEndpoint = &endpoint
	}
	client := s3.New(options, complete)
	if client.Options().Region == "" {
		return nil, errors.New("no AWS region: Lambda sets AWS_REGION")
	}
	return client, nil
}

// appID is what S3 writes into its access log of who asks.
const appID = "udmap"

// complete sets what all clients have in common.
func complete(options *s3.Options) {
	options.AppID = appID
	// Of an object of several parts the SDK would write to the log, each time,
	// that it cannot check the whole.
	options.DisableLogOutputChecksumValidationSkipped = true
	if isElsewhere(options.BaseEndpoint) {
		options.UsePathStyle = true
		if options.Region == "" {
			options.Region = defaultRegion
		}
	}
}

// isElsewhere tells whether the endpoint is not one of AWS.
func isElsewhere(endpoint *string) bool {
	place, err := url.Parse(aws.ToString(endpoint))
	if err != nil || place.Host == "" {
		return false
	}
	host := place.Hostname()
	return !strings.HasSuffix(host, ".amazonaws.com") && !strings.HasSuffix(host, ".amazonaws.com.cn")
}
