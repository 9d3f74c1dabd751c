package objectstore_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

func TestS3KeepsTheContract(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	client := server.Client()
	contract{newStore: func(t *testing.T) objectstore.Store {
		t.Helper()
		return objectstore.NewS3(client, server.NewBucket(t), "some/prefix")
	}}.test(t)
}

func TestS3GivesTheVersionThatIsAskedFor(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	server.KeepVersions(t, bucket)
	store := objectstore.NewS3(server.Client(), bucket, "logs")
	first := put(t, store, "a", "first")
	second := put(t, store, "a", "second")
	require.NotEmpty(t, first.VersionID)
	require.NotEqual(t, first.VersionID, second.VersionID)

	for version, text := range map[string]string{first.VersionID: "first", second.VersionID: "second", "": "second"} {
		content, info, err := store.GetVersion(t.Context(), "a", version)
		require.NoError(t, err)
		read, err := io.ReadAll(content)
		require.NoError(t, err)
		require.NoError(t, content.Close())
		require.Equal(t, text, string(read))
		if version != "" {
			require.Equal(t, version, info.VersionID)
		}
	}
}

// versitygw keeps objects in files and cannot have every key; what is asked for
// is what S3 gets to see.
func TestEveryKeyReachesS3AsItIs(t *testing.T) {
	t.Parallel()
	var path string
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		path = request.RequestURI
		answer.WriteHeader(http.StatusNotFound)
		_, _ = answer.Write([]byte("<Error><Code>NoSuchKey</Code></Error>"))
	}))
	t.Cleanup(server.Close)
	client := (&s3test.Server{Endpoint: server.URL}).Client()

	for key, want := range map[string]string{
		"a//b":       "a//b",
		"/a":         "/a",
		"a/":         "a/",
		"//":         "//",
		".":          ".",
		"../a":       "../a",
		"a/../../b":  "a/../../b",
		"a/./b":      "a/./b",
		"a b+c%20%":  "a%20b%2Bc%2520%25",
		"ä?x=1&y#z":  "%C3%A4%3Fx%3D1%26y%23z",
		"a\tb\\c\"d": "a%09b%5Cc%22d",
	} {
		_, _, err := objectstore.NewS3(client, "bucket", "").Get(t.Context(), key)
		require.ErrorIs(t, err, objectstore.ErrNotFound)
		require.Equal(t, "/bucket/"+want+"?x-id=GetObject", path)
		_, _, err = objectstore.NewS3(client, "bucket", "pre//fix").Get(t.Context(), key)
		require.ErrorIs(t, err, objectstore.ErrNotFound)
		require.Equal(t, "/bucket/pre//fix/"+want+"?x-id=GetObject", path)
	}
}
