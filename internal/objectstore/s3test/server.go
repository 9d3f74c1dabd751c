// Package s3test starts a real S3 server, versitygw, for tests: with signatures,
// checksums and conditional writes, on a loopback port and in a folder of the
// test. Proxies in front of it do what it cannot: hide what is missing, as AWS
// does, and fail at a request of the test's choice. Only tests import it.
package s3test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

// What a client of the server needs. The secret is a canary: tests search their
// output for it.
const (
	Region    = "us-east-1"
	AccessKey = "udmap-test"
	SecretKey = "canary-s3-secret-key"
)

// patience is how long the server may take to answer for the first time. It
// takes a tenth of a second where nothing else runs.
const patience = time.Minute

// Server is a running S3 server.
type Server struct {
	// Endpoint is its URL, for AWS_ENDPOINT_URL_S3.
	Endpoint string
}

// Start starts a server, which keeps versions of objects in the buckets that ask
// for it, and stops it when the test ends. It builds the server if need be, from
// the module in tools/versitygw: that takes minutes, once.
func Start(tb testing.TB) *Server {
	tb.Helper()
	program := build(tb)
	folder := tb.TempDir()
	// Another process can take the port in the moment between; then once more.
	for range 5 {
		if server := start(tb, program, folder); server != nil {
			return server
		}
	}
	tb.Fatal("s3test: no port for the S3 server")
	return nil
}

// build gives the path of the program, which Go keeps in its build cache.
func build(tb testing.TB) string {
	tb.Helper()
	_, source, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(source) {
		tb.Fatal("s3test: run the tests without -trimpath: they look for tools/versitygw beside their source")
	}
	module := filepath.Join(filepath.Dir(source), "../../../tools/versitygw")
	command := exec.CommandContext(tb.Context(), "go", "tool", "-n", "versitygw")
	command.Dir = module
	// The server is no part of what is tested: no race detector, no C compiler.
	command.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0")
	path, err := command.Output()
	if err != nil {
		if detail, ok := errors.AsType[*exec.ExitError](err); ok {
			tb.Fatalf("s3test: build the S3 server in %s: %v\n%s", module, err, detail.Stderr)
		}
		tb.Fatalf("s3test: build the S3 server in %s: %v", module, err)
	}
	return strings.TrimSpace(string(path))
}

// start gives nil if the port was taken.
func start(tb testing.TB, program, folder string) *Server {
	tb.Helper()
	address := freeAddress(tb)
	for _, name := range []string{"data", "versions", "iam"} {
		if err := os.MkdirAll(filepath.Join(folder, name), 0o700); err != nil {
			tb.Fatal(err)
		}
	}
	var output bytes.Buffer
	ctx, stop := context.WithCancel(context.Background()) //nolint:usetesting // ends after the test's own cleanups, which may use the server
	command := exec.CommandContext(ctx, program, "--port", address, "--iam-dir", filepath.Join(folder, "iam"), "--region", Region, "--quiet",
		"posix", "--versioning-dir", filepath.Join(folder, "versions"), filepath.Join(folder, "data"))
	command.Env = []string{"ROOT_ACCESS_KEY=" + AccessKey, "ROOT_SECRET_KEY=" + SecretKey}
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		tb.Fatalf("s3test: start the S3 server: %v", err)
	}
	ended := make(chan struct{})
	go func() {
		_ = command.Wait() // killed, or it has said why in output
		close(ended)
	}()
	tb.Cleanup(func() {
		stop()
		<-ended
	})

	server := &Server{Endpoint: "http://" + address}
	deadline := time.After(patience)
	for !server.answers(tb) {
		select {
		case <-ended:
			if strings.Contains(output.String(), "address already in use") {
				return nil
			}
			tb.Fatalf("s3test: the S3 server ended:\n%s", &output)
		case <-deadline:
			tb.Fatalf("s3test: the S3 server does not answer at %s within %s", server.Endpoint, patience)
		case <-time.After(5 * time.Millisecond):
		}
	}
	return server
}

func freeAddress(tb testing.TB) string {
	tb.Helper()
	listener, err := new(net.ListenConfig).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = listener.Close() }() // the server is to have it
	return listener.Addr().String()
}

// answers tells whether the server takes our key: another program, at a port
// that it was quicker to take, would not.
func (s *Server) answers(tb testing.TB) bool {
	tb.Helper()
	client := s.Client(func(options *s3.Options) { options.RetryMaxAttempts = 1 })
	_, err := client.ListBuckets(tb.Context(), &s3.ListBucketsInput{})
	return err == nil
}

// Client returns a client of the server. Options change it further, such as its
// BaseEndpoint to that of a proxy.
func (s *Server) Client(options ...func(*s3.Options)) *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: &s.Endpoint,
		UsePathStyle: true,
		Region:       Region,
		Credentials:  credentials.NewStaticCredentialsProvider(AccessKey, SecretKey, ""),
		// As the client of a program has it.
		RequestChecksumCalculation:                aws.RequestChecksumCalculationWhenSupported,
		ResponseChecksumValidation:                aws.ResponseChecksumValidationWhenSupported,
		DisableLogOutputChecksumValidationSkipped: true,

		HTTPClient: &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()},
	}, options...)
}

// Environment is what a program needs to reach the server at its endpoint, or
// at that of a proxy in front of it.
func Environment(endpoint string) []string {
	return []string{
		"AWS_ENDPOINT_URL_S3=" + endpoint,
		"AWS_REGION=" + Region,
		"AWS_ACCESS_KEY_ID=" + AccessKey,
		"AWS_SECRET_ACCESS_KEY=" + SecretKey,
		"AWS_SESSION_TOKEN=",
		"AWS_PROFILE=",
		"AWS_CONFIG_FILE=" + os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
	}
}

// SetEnvironment sets Environment for the test, which can then not be parallel.
func SetEnvironment(tb testing.TB, endpoint string) {
	tb.Helper()
	for _, variable := range Environment(endpoint) {
		name, value, _ := strings.Cut(variable, "=")
		tb.Setenv(name, value)
	}
}

// NewBucket makes an empty bucket and returns its name.
func (s *Server) NewBucket(tb testing.TB) string {
	tb.Helper()
	name := "test-" + strings.ToLower(rand.Text())
	if _, err := s.Client().CreateBucket(tb.Context(), &s3.CreateBucketInput{Bucket: &name}); err != nil {
		tb.Fatalf("s3test: make a bucket: %v", err)
	}
	return name
}

// KeepVersions has a bucket keep the versions of its objects.
func (s *Server) KeepVersions(tb testing.TB, bucket string) {
	tb.Helper()
	_, err := s.Client().PutBucketVersioning(tb.Context(), &s3.PutBucketVersioningInput{
		Bucket:                  aws.String(bucket),
		VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
	})
	if err != nil {
		tb.Fatalf("s3test: keep versions of %s: %v", bucket, err)
	}
}
