package objectstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// hiddenFolder is what a directory store keeps for itself, beside the objects:
// the lock, files in the making, and what Options say. Whoever reads the folder
// passes over it as over anything that starts with a dot.
const hiddenFolder = ".udmap"

// Directory is a [Store] in a folder. The object "2026/a.json" is the file of
// that path, so that people and programs find it there; files that others put
// into the folder are objects, too. Nothing is read or written outside of the
// folder, whatever the keys and wherever symbolic links lead.
//
// A folder cannot hold both "a" and "a/b", nor parts of keys longer than its
// file system's names: such a Put gives ErrUnusableKey. Writers exclude each
// other by a lock that the system drops when its holder dies; readers need none.
type Directory struct {
	path string
}

// NewDirectory returns the store in a folder, which need not be there: the
// first Put makes it.
func NewDirectory(path string) (*Directory, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case !info.IsDir():
		return nil, fmt.Errorf("%s is a file: give a folder for the objects", path)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return &Directory{path: absolute}, nil
}

// String returns the path of the folder.
func (d *Directory) String() string { return d.path }

// Get implements [Store].
func (d *Directory) Get(ctx context.Context, key string) (io.ReadCloser, Info, error) {
	file, info, err := d.get(ctx, key)
	if err != nil {
		return nil, Info{}, d.describe(key, err)
	}
	return file, info, nil
}

// Head describes the object as Get does, without its content.
func (d *Directory) Head(ctx context.Context, key string) (Info, error) {
	file, info, err := d.get(ctx, key)
	if err != nil {
		return Info{}, d.describe(key, err)
	}
	_ = file.Close() // it was only described
	return info, nil
}

func (d *Directory) get(ctx context.Context, key string) (*os.File, Info, error) {
	if err := checkKey(key); err != nil {
		return nil, Info{}, err
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return nil, Info{}, err
	}
	defer func() { _ = root.Close() }() // it only leads to files
	for {
		if err := ctx.Err(); err != nil {
			return nil, Info{}, err
		}
		file, info, err := openObject(root, key)
		if err != nil {
			return nil, Info{}, err
		}
		kept, err := keptOptions(root, key, info.Tag)
		if err == nil {
			info.ContentType, info.ContentEncoding, info.Metadata = kept.ContentType, kept.ContentEncoding, kept.Metadata
			return file, info, nil
		}
		_ = file.Close() // it was only read
		if !errors.Is(err, errReplaced) {
			return nil, Info{}, err
		}
	}
}

// openObject opens the file of an object. What is no regular file is none.
func openObject(root *os.Root, key string) (*os.File, Info, error) {
	status, err := root.Stat(escapedKey(key))
	switch {
	case errors.Is(err, syscall.ENOTDIR), err == nil && !status.Mode().IsRegular():
		return nil, Info{}, ErrNotFound
	case err != nil:
		return nil, Info{}, err
	}
	file, err := root.Open(escapedKey(key))
	if err != nil {
		return nil, Info{}, err
	}
	status, err = file.Stat()
	if err != nil {
		return nil, Info{}, errors.Join(err, file.Close())
	}
	return file, describeFile(key, status), nil
}

// describeFile describes an object by its file. The tag is the time of the
// change, which no two contents of an object share: see [publish].
func describeFile(key string, status fs.FileInfo) Info {
	return Info{
		Key:      key,
		Size:     status.Size(),
		Tag:      strconv.FormatInt(status.ModTime().UnixNano(), 36) + "-" + strconv.FormatInt(status.Size(), 36),
		Modified: status.ModTime().UTC(),
	}
}

// describe names the object in an error and tells what a caller can branch on.
func (d *Directory) describe(key string, err error) error {
	place := filepath.Join(d.path, filepath.FromSlash(escapedKey(key)))
	if _, ok := errors.AsType[contentError](err); ok {
		return fmt.Errorf("%s: %w", place, err)
	}
	// The error of the system repeats a path, and not the one that people know.
	cause := err
	if detail, ok := errors.AsType[*fs.PathError](err); ok {
		cause = detail.Err
	}
	if detail, ok := errors.AsType[*os.LinkError](err); ok {
		cause = detail.Err
	}
	switch {
	case errors.Is(err, ErrUnusableKey), errors.Is(err, ErrNotFound), errors.Is(err, ErrExists), errors.Is(err, ErrChanged):
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", place, ErrNotFound)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: %w: the user who runs this needs to read and write the folder: %w", place, ErrForbidden, cause)
	case errors.Is(err, syscall.ENAMETOOLONG):
		return fmt.Errorf("%s: %w: a part of it is longer than the file system allows: %w", place, ErrUnusableKey, cause)
	}
	return fmt.Errorf("%s: %w", place, cause)
}
