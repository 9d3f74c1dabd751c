package objectstore_test

import (
	"io"
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
