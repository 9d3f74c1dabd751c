package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/udmap/udmap/internal/wholefile"
)

// createNamed begins the file that a flag names. Its folder must be there: only
// --out makes folders, and one that is missing is a slip of the pen.
func createNamed(flag, path string) (*wholefile.File, error) {
	folder := filepath.Dir(path)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: there is no folder %s", flag, folder)
	}
	return wholefile.Create(path)
}
