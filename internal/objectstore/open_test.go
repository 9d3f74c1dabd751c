package objectstore_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/awssettings"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/locate"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

func TestOpenFindsWhatALocationMeans(t *testing.T) {
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	s3test.SetEnvironment(t, server.Endpoint)
	t.Setenv("AWS_REGION", "") // a server that is not AWS has none

	for location, key := range map[string]string{
		"s3://" + bucket:             "name",
		"s3://" + bucket + "/":       "name",
		"s3://" + bucket + "/a/b":    "a/b/name",
		"s3://" + bucket + "/a/b/":   "a/b/name",
		"s3://" + bucket + "/a b+%c": "a b+%c/name",
	} {
		store, err := locate.Open(t.Context(), location)
		require.NoError(t, err)
		put(t, store, "name", location)
		require.Contains(t, keys(t, store, ""), "name")
		requireText(t, objectstore.NewS3(server.Client(), bucket, ""), key, location)
	}

	folder := filepath.Join(t.TempDir(), "a", "b")
	store, err := locate.Open(t.Context(), folder)
	require.NoError(t, err)
	require.NoDirExists(t, folder, "nothing is made before something is put")
	put(t, store, "name", "text")
	require.FileExists(t, filepath.Join(folder, "name"))
}

func TestOpenRefusesWhatIsNoLocation(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for location, reason := range map[string]string{
		"":                                "there is no location: give a folder, such as logs/zoom, or s3://bucket/prefix",
		"gs://bucket/logs":                `location "gs://bucket/logs": gs:// is not known: give a folder`,
		"https://s3.example.com":          "https:// is not known",
		"S3://bucket":                     "S3:// is not known",
		"s3:/bucket/logs":                 "looks like a bucket",
		"s3:bucket":                       "looks like a bucket",
		"s3://":                           `"" is no name of a bucket, which has 3 to 63`,
		"s3:///logs":                      `"" is no name of a bucket`,
		"s3://Bucket_1/logs":              `"Bucket_1" is no name of a bucket`,
		"s3://" + strings.Repeat("b", 64): "is no name of a bucket",
		file:                              "is a file: give a folder",
	} {
		_, err := locate.Open(t.Context(), location)
		require.ErrorContains(t, err, reason)
	}
}

func TestOpenNamesTheSettingThatIsMissing(t *testing.T) {
	s3test.SetEnvironment(t, "")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")

	t.Setenv("AWS_REGION", "")
	_, err := locate.Open(t.Context(), "s3://bucket/logs")
	require.ErrorContains(t, err, `location "s3://bucket/logs": no AWS region: set AWS_REGION`)

	t.Setenv("AWS_REGION", "eu-central-1")
	_, err = locate.Open(t.Context(), "s3://bucket/logs")
	require.NoError(t, err)

	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	_, err = locate.Open(t.Context(), "s3://bucket/logs")
	require.ErrorContains(t, err, "no AWS credentials: set AWS_PROFILE")

	t.Setenv("AWS_PROFILE", "not-there")
	_, err = locate.Open(t.Context(), "s3://bucket/logs")
	require.ErrorContains(t, err, "not-there")
}

func TestOnlyAWSIsAskedForBucketsByHost(t *testing.T) {
	for endpoint, byPath := range map[string]bool{
		"":                                       false,
		"https://s3.eu-central-1.amazonaws.com":  false,
		"https://s3.cn-north-1.amazonaws.com.cn": false,
		"http://minio.example.com:9000":          true,
		"https://amazonaws.com.example.com":      true,
	} {
		s3test.SetEnvironment(t, endpoint)
		require.Equal(t, byPath, usualClient(t).Options().UsePathStyle, endpoint)
		client, err := objectstore.NewFunctionClient(os.Getenv)
		require.NoError(t, err)
		require.Equal(t, byPath, client.Options().UsePathStyle, endpoint)
	}
}

// usualClient is that of all programs.
func usualClient(t *testing.T) *s3.Client {
	t.Helper()
	settings, err := awssettings.Load(t.Context())
	require.NoError(t, err)
	client, err := objectstore.NewClient(t.Context(), settings)
	require.NoError(t, err)
	return client
}

// The short way leads to the same client as the long one.
func TestAFunctionHasTheClientOfAllPrograms(t *testing.T) {
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	s3test.SetEnvironment(t, server.Endpoint)
	t.Setenv("AWS_SESSION_TOKEN", "token")

	usual := usualClient(t)
	short, err := objectstore.NewFunctionClient(os.Getenv)
	require.NoError(t, err)
	want, got := usual.Options(), short.Options()
	require.Equal(t, want.AppID, got.AppID)
	require.Equal(t, want.Region, got.Region)
	require.Equal(t, want.BaseEndpoint, got.BaseEndpoint)
	require.Equal(t, want.RetryMaxAttempts, got.RetryMaxAttempts)
	require.Equal(t, want.RequestChecksumCalculation, got.RequestChecksumCalculation)
	require.Equal(t, want.ResponseChecksumValidation, got.ResponseChecksumValidation)
	require.Equal(t, want.DisableLogOutputChecksumValidationSkipped, got.DisableLogOutputChecksumValidationSkipped)
	keys, err := got.Credentials.Retrieve(t.Context())
	require.NoError(t, err)
	require.Equal(t, "token", keys.SessionToken)

	t.Setenv("AWS_SESSION_TOKEN", "")
	short, err = objectstore.NewFunctionClient(os.Getenv)
	require.NoError(t, err)
	put(t, objectstore.NewS3(short, bucket, ""), "a", "text")

	t.Setenv("AWS_ENDPOINT_URL_S3", "")
	t.Setenv("AWS_REGION", "")
	_, err = objectstore.NewFunctionClient(os.Getenv)
	require.ErrorContains(t, err, "no AWS region")
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	_, err = objectstore.NewFunctionClient(os.Getenv)
	require.ErrorContains(t, err, "no AWS credentials")
}
