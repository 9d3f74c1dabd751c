package objectstore

import (
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// parts are parts of keys and names of files, most of them close to an escape.
func parts() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{"%", "2", "5", "E", ".", "%2E", "%25", "udmap", ".udmap", "a"})
	likely := rapid.Map(rapid.SliceOfN(piece, 0, 6), func(pieces []string) string { return strings.Join(pieces, "") })
	return rapid.OneOf(likely, rapid.StringMatching(`[^/\x00]{0,8}`))
}

func TestPartsOfKeysAndNamesOfFilesBelongTogether(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		part := parts().Draw(t, "part")
		name := escapedPart(part)
		require.NotContains(t, []string{"", ".", "..", hiddenFolder}, name)
		require.NotContains(t, name, "/")
		require.Equal(t, part, unescapedPart(name), "a part is found again by its name")
	})
	rapid.Check(t, func(t *rapid.T) {
		name := parts().Filter(func(name string) bool {
			return name != "" && name != "." && name != ".." && name != hiddenFolder
		}).Draw(t, "name")
		require.Equal(t, name, escapedPart(unescapedPart(name)), "a file is found again by its key")
	})
}

func TestNoKeyLeadsOutOfTheFolder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := strings.Join(rapid.SliceOfN(parts(), 1, 5).Draw(t, "key"), "/")
		file := escapedKey(key)
		require.True(t, filepath.IsLocal(file), file)
		require.Equal(t, file, path.Clean(file))
		require.NotEqual(t, hiddenFolder, strings.Split(file, "/")[0])
	})
}

func TestUsualKeysAreTheNamesOfTheirFiles(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"2026/11/26/a.json.gz", "a b+c", ".hidden/state.json", "50%/a%20b", "…", "%off", "%25off"} {
		require.Equal(t, key, escapedKey(key))
	}
	require.Equal(t, "a/%/b", escapedKey("a//b"))
	require.Equal(t, "%2E./%2Eudmap/%25/%252E", escapedKey("../.udmap/%/%2E"))
}
