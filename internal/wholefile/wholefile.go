// Package wholefile writes files that appear whole or not at all: under a
// temporary name in the same folder, then, once all is written, under
// their own. Whoever is interrupted, or fails, leaves nothing behind and what
// was there before untouched.
package wholefile

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// bufferSize spares a system call for every short line. What comes in blocks
// needs no buffer, so that it is no larger: among thousands of small files,
// larger ones had kept the garbage collector busy.
const bufferSize = 4 << 10

// File is a file in the making. It is not safe for concurrent use.
type File struct {
	path   string // where it will appear
	file   *os.File
	buffer *bufio.Writer
	direct bool // written in place: path is no regular file
	done   bool
}

// Create starts a file that [File.Commit] puts at path, and makes the folders
// above it. A path that is there and is no regular file, such as a pipe or
// /dev/null, cannot be replaced and is written in place.
func Create(path string) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return nil, err
	}
	path, direct, err := resolve(path)
	if err != nil {
		return nil, err
	}
	opened, flags := path, os.O_WRONLY
	if !direct {
		opened = filepath.Join(filepath.Dir(path), temporaryName(filepath.Base(path)))
		flags |= os.O_CREATE | os.O_EXCL
	}
	file, err := os.OpenFile(opened, flags, 0o666)
	if err != nil {
		return nil, err
	}
	return &File{path: path, file: file, buffer: bufio.NewWriterSize(file, bufferSize), direct: direct}, nil
}

// resolve follows symbolic links, so that the file they lead to is replaced
// and not the link, and tells whether path must be written in place.
func resolve(path string) (resolved string, direct bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, false, nil
	case err != nil:
		return "", false, err
	case info.IsDir():
		return "", false, fmt.Errorf("%s is a folder", path)
	case !info.Mode().IsRegular():
		return path, true, nil
	}
	resolved, err = filepath.EvalSymlinks(path)
	return resolved, false, err
}

// temporaryName is hidden, so that nobody who reads the folder takes it for
// data, and unlike that of any other run.
func temporaryName(name string) string { return "." + name + "." + rand.Text()[:10] + ".partial" }

// Write implements io.Writer.
func (f *File) Write(text []byte) (int, error) { return f.buffer.Write(text) }

// Commit makes the file appear, with all that was written.
func (f *File) Commit() error {
	if err := f.buffer.Flush(); err != nil {
		return errors.Join(err, f.Discard())
	}
	if f.direct {
		f.done = true
		return f.file.Close()
	}
	if err := f.file.Close(); err != nil {
		return errors.Join(err, f.Discard())
	}
	if err := os.Rename(f.file.Name(), f.path); err != nil {
		return errors.Join(err, f.Discard())
	}
	f.done = true
	return nil
}

// Discard gives the file up; nothing of it is left. After Commit, or a second
// time, it does nothing, so that it can be deferred.
func (f *File) Discard() error {
	if f.done {
		return nil
	}
	f.done = true
	err := f.file.Close()
	if errors.Is(err, fs.ErrClosed) {
		err = nil
	}
	if f.direct {
		return err
	}
	return errors.Join(err, os.Remove(f.file.Name()))
}
