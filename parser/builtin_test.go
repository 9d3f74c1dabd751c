package parser

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/mappings"
)

func TestBuiltInTablesAreAllThereOrNone(t *testing.T) {
	for name, damage := range map[string]func(files fstest.MapFS){
		"a table that was changed since it was packed": func(files fstest.MapFS) {
			changed := append([]byte(nil), files["zoom_activities.yaml"].Data...)
			files["zoom_activities.yaml"] = &fstest.MapFile{Data: append(changed, "# changed\n"...)}
		},
		"a table that was not packed": func(files fstest.MapFS) { delete(files, "zoom_activities.packed") },
	} {
		t.Run(name, func(t *testing.T) {
			files := copied(t, mappings.Files())
			catalog, findings := compilePacked(files, Options{})
			require.Empty(t, findings)
			require.NotEmpty(t, catalog.Plans())
			damage(files)

			catalog, findings = compilePacked(files, Options{})

			require.Nil(t, catalog)
			require.Len(t, findings, 1)
			require.Contains(t, findings[0].String(), "zoom_activities")
			require.Contains(t, findings[0].String(), "make generate")
		})
	}
}

// copied is a copy of the files at the top of a file system.
func copied(t *testing.T, from fs.FS) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	entries, err := fs.ReadDir(from, ".")
	require.NoError(t, err)
	for _, entry := range entries {
		data, err := fs.ReadFile(from, entry.Name())
		require.NoError(t, err)
		files[entry.Name()] = &fstest.MapFile{Data: data}
	}
	return files
}
