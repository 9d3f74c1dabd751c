package objectstore_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
)

// newDirectory makes a store in a folder that is not there yet.
func newDirectory(t *testing.T) objectstore.Store {
	t.Helper()
	store, err := objectstore.NewDirectory(t.TempDir() + "/logs")
	require.NoError(t, err)
	return store
}

func TestDirectoryKeepsTheContract(t *testing.T) {
	t.Parallel()
	contract{newStore: newDirectory, oddKeys: []string{
		"a//b", "/a", "//", "trailing/", "trailing//", "../outside", "a/../../outside", "..", ".", "./a",
		".udmap", ".udmap/lock", "in/.udmap/x", "%", "%2Eudmap",
	}}.test(t)
}
