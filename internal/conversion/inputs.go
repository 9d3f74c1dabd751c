// Package conversion converts raw objects that are files, alone or in folders,
// into streams or into a folder that mirrors them. It decides what is read,
// what the outputs are called, what runs at the same time, and what is kept
// when something fails; the records are the parser's business.
package conversion

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/udmap/udmap/internal/outputname"
)

// StandardInput is the path that stands for standard input.
const StandardInput = "-"

// Input is one raw object.
type Input struct {
	// Path is the file as messages and rejected records name it.
	Path string
	// Relative is where the outputs go: the path below the folder that was
	// named, or the file's own name, with slashes.
	Relative string
	// Size is the file's length in bytes.
	Size int64
	// Compressed tells that the file holds gzip or zstd, whatever its name.
	Compressed bool
}

// Inputs is what FindInputs finds.
type Inputs struct {
	Inputs  []Input
	Skipped []string // files in folders that are udmap's own outputs
}

// FindInputs lists the raw objects that paths name: files, "-" for standard
// input, and folders, of which it takes every file below them, by name, except
// hidden ones and outputs of udmap. A path in excluded is an output too. The
// error is that of the file system.
func FindInputs(paths, excluded []string) (Inputs, error) {
	search := search{excluded: excluded}
	for _, path := range paths {
		if err := search.add(path); err != nil {
			return Inputs{}, err
		}
	}
	if err := search.lookInside(); err != nil {
		return Inputs{}, err
	}
	return search.found, nil
}

type search struct {
	excluded []string
	found    Inputs
	regular  []int // inputs that are regular files; a pipe cannot be read twice
}

func (s *search) add(path string) error {
	if path == StandardInput {
		s.found.Inputs = append(s.found.Inputs, Input{Path: path})
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return s.addFolder(path)
	}
	s.addFile(path, filepath.Base(path), info)
	return nil
}

// addFolder adds the files below a folder. Links to files are followed, links
// to folders are not, as they may lead in circles.
func (s *search) addFolder(folder string) error {
	return fs.WalkDir(os.DirFS(folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name != "." && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist) && entry.Type() == fs.ModeSymlink:
			return nil // a link to nowhere
		case err != nil:
			return err
		case !info.Mode().IsRegular():
			return nil
		case outputname.IsOutput(name) || s.isExcluded(path):
			s.found.Skipped = append(s.found.Skipped, path)
			return nil
		}
		s.addFile(path, name, info)
		return nil
	})
}

func (s *search) addFile(path, relative string, info fs.FileInfo) {
	if info.Mode().IsRegular() {
		s.regular = append(s.regular, len(s.found.Inputs))
	}
	s.found.Inputs = append(s.found.Inputs, Input{Path: path, Relative: relative, Size: info.Size()})
}

// lookInside finds out which files are compressed: of several at once, as no
// conversion begins before all of thousands of them were opened. The error is that
// of the first file that cannot be read.
func (s *search) lookInside() error {
	failures := make([]error, len(s.regular))
	var begun atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(s.regular)) {
		group.Go(func() {
			for i := begun.Add(1) - 1; i < int64(len(s.regular)); i = begun.Add(1) - 1 {
				input := &s.found.Inputs[s.regular[i]]
				input.Compressed, failures[i] = isCompressed(input.Path)
			}
		})
	}
	group.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *search) isExcluded(path string) bool {
	return slices.ContainsFunc(s.excluded, func(excluded string) bool { return isSamePath(path, excluded) })
}

// isSamePath compares two paths as written, from the working folder.
func isSamePath(a, b string) bool {
	a, errA := filepath.Abs(a)
	b, errB := filepath.Abs(b)
	return errA == nil && errB == nil && a == b
}

// isCompressed looks at the first bytes of a file.
func isCompressed(path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer func() { _ = file.Close() }() // it was only read
	magic := make([]byte, 4)
	read, err := io.ReadFull(file, magic)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	gzip, zstd := []byte{0x1f, 0x8b}, []byte{0x28, 0xb5, 0x2f, 0xfd}
	return bytes.HasPrefix(magic[:read], gzip) || bytes.HasPrefix(magic[:read], zstd), nil
}
