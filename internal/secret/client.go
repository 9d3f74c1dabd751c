// Package secret reads secrets that AWS keeps: in Secrets Manager, or as
// parameters of Systems Manager.
//
// It calls the one operation of each that it needs by itself, with the SDK's
// signature: the SDK's clients of the two services would make a function that
// already has one of S3 larger by several hundred kilobytes.
package secret

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

// timeout bounds one request: both services answer in milliseconds.
const timeout = 10 * time.Second

// Client reads secrets by reference. It may be used by several goroutines.
type Client struct {
	credentials aws.CredentialsProvider
	endpoint    func(ctx context.Context, of service) (string, error) // "" for that of AWS
	http        *http.Client
	pause       time.Duration // before the first repetition
}

// NewClient returns a client with the settings of all AWS programs
// (internal/awssettings). Which region is asked says the reference. AWS_ENDPOINT_URL_SECRETS_MANAGER, AWS_ENDPOINT_URL_SSM
// and AWS_ENDPOINT_URL lead to another server.
func NewClient(settings aws.Config) *Client {
	return newClient(settings.Credentials, func(ctx context.Context, of service) (string, error) {
		for _, source := range settings.ConfigSources {
			source, has := source.(interface {
				GetServiceBaseEndpoint(ctx context.Context, sdkID string) (string, bool, error)
			})
			if !has {
				continue
			}
			if endpoint, found, err := source.GetServiceBaseEndpoint(ctx, of.sdkID); found || err != nil {
				return endpoint, err
			}
		}
		return aws.ToString(settings.BaseEndpoint), nil
	})
}

// NewFunctionClient returns a client for a Lambda function, which finds the
// credentials of its role in the environment.
func NewFunctionClient(getenv func(name string) string) (*Client, error) {
	keys := credentials.NewStaticCredentialsProvider(getenv("AWS_ACCESS_KEY_ID"), getenv("AWS_SECRET_ACCESS_KEY"), getenv("AWS_SESSION_TOKEN"))
	if !keys.Value.HasKeys() {
		return nil, errors.New("no AWS credentials: Lambda sets AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY from the role of the function")
	}
	return newClient(keys, func(_ context.Context, of service) (string, error) {
		if strings.EqualFold(getenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true") {
			return "", nil
		}
		return cmp.Or(getenv(of.variable), getenv("AWS_ENDPOINT_URL")), nil
	}), nil
}

func newClient(keys aws.CredentialsProvider, endpoint func(context.Context, service) (string, error)) *Client {
	return &Client{
		credentials: keys,
		endpoint:    endpoint,
		http: &http.Client{
			Timeout: timeout,
			// Neither service redirects, and an answer that does leads the
			// signature elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		pause: 200 * time.Millisecond,
	}
}

// address is where a reference is asked for.
func (c *Client) address(ctx context.Context, r reference) (*url.URL, error) {
	endpoint, err := c.endpoint(ctx, r.service)
	if err != nil {
		return nil, fmt.Errorf("AWS settings: %w", err)
	}
	if endpoint == "" {
		endpoint = "https://" + r.service.namespace + "." + r.region + "." + r.domain
	}
	address, err := url.Parse(endpoint)
	if err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http" {
		return nil, fmt.Errorf("%s or AWS_ENDPOINT_URL is no URL such as https://vpce.example.com", r.service.variable)
	}
	if address.Path == "" {
		address.Path = "/"
	}
	return address, nil
}
