package objectstore

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"
)

// List implements [Store].
func (d *Directory) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		root, err := os.OpenRoot(d.path)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(Info{}, d.describe(prefix, err))
			return
		}
		defer func() { _ = root.Close() }() // it only leads to files
		listing := listing{ctx: ctx, root: root, prefix: prefix, yield: yield}
		if err := listing.folder(".", ""); err != nil && !errors.Is(err, errStopped) {
			yield(Info{}, d.describe(prefix, err))
		}
	}
}

// listing is one walk through the folder.
type listing struct {
	ctx    context.Context
	root   *os.Root
	prefix string
	yield  func(Info, error) bool
}

// errStopped says that the caller has seen enough.
var errStopped = errors.New("stopped")

// entry is a file or folder: key is that of the object, or what the keys of the
// objects below start with.
type entry struct {
	path, key string
	isFolder  bool
}

// folder yields the objects of a folder whose keys start with key.
func (l *listing) folder(path, key string) error {
	if err := l.ctx.Err(); err != nil {
		return err
	}
	entries, err := l.entries(path, key)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if err := l.visit(entry); err != nil {
			return err
		}
	}
	return nil
}

// entries are those of a folder that can have to do with the prefix, in the
// order of the keys: that of a folder counts with the slash that follows.
func (l *listing) entries(path, key string) ([]entry, error) {
	found, err := fs.ReadDir(l.root.FS(), path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var entries []entry
	for _, name := range found {
		if path == "." && name.Name() == hiddenFolder {
			continue
		}
		entry := entry{path: name.Name(), key: key + unescapedPart(name.Name()), isFolder: name.IsDir()}
		if path != "." {
			entry.path = path + "/" + name.Name()
		}
		if entry.isFolder {
			entry.key += "/"
		}
		if strings.HasPrefix(entry.key, l.prefix) || entry.isFolder && strings.HasPrefix(l.prefix, entry.key) {
			entries = append(entries, entry)
		}
	}
	slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(a.key, b.key) })
	return entries, nil
}

func (l *listing) visit(entry entry) error {
	if entry.isFolder {
		return l.folder(entry.path, entry.key)
	}
	status, err := l.root.Stat(entry.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it was there a moment ago
	}
	if err != nil {
		return err
	}
	if status.Mode().IsRegular() && !l.yield(describeFile(entry.key, status), nil) {
		return errStopped
	}
	return nil
}
