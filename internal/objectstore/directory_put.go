package objectstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"
	"time"
)

// draftFolder holds the files in the making.
const draftFolder = hiddenFolder + "/drafts"

// Put implements [Store].
func (d *Directory) Put(ctx context.Context, key string, content io.Reader, options Options) (Info, error) {
	always := func(Info, bool) error { return nil }
	return d.put(ctx, key, content, options, always)
}

// PutIfAbsent implements [Store].
func (d *Directory) PutIfAbsent(ctx context.Context, key string, content io.Reader, options Options) (Info, error) {
	return d.put(ctx, key, content, options, func(_ Info, exists bool) error {
		if exists {
			return ErrExists
		}
		return nil
	})
}

// PutIfMatch implements [Store].
func (d *Directory) PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options Options) (Info, error) {
	return d.put(ctx, key, content, options, func(current Info, exists bool) error {
		if !exists || current.Tag != tag {
			return ErrChanged
		}
		return nil
	})
}

// condition gives an error if the object that is there must not be replaced.
type condition func(current Info, exists bool) error

func (d *Directory) put(ctx context.Context, key string, content io.Reader, options Options, permits condition) (Info, error) {
	info, err := d.write(ctx, key, content, options, permits)
	if err != nil {
		return Info{}, d.describe(key, err)
	}
	return info, nil
}

// write makes a draft of the object, which can take long, and then, alone with
// the folder, looks whether it may appear.
func (d *Directory) write(ctx context.Context, key string, content io.Reader, options Options, permits condition) (Info, error) {
	if err := errors.Join(checkKey(key), options.check()); err != nil {
		return Info{}, err
	}
	root, err := d.create()
	if err != nil {
		return Info{}, err
	}
	defer func() { _ = root.Close() }() // it only leads to files
	draft, err := writeDraft(root, &contentReader{ctx: ctx, reader: content})
	if err != nil {
		return Info{}, err
	}
	defer root.Remove(draft) //nolint:errcheck // once it has appeared under its own name, it is gone

	unlock, err := d.lock(ctx)
	if err != nil {
		return Info{}, err
	}
	defer unlock()
	current, exists, err := status(root, key)
	if err != nil {
		return Info{}, err
	}
	if err := permits(current, exists); err != nil {
		return Info{}, err
	}
	return publish(root, draft, key, current, options)
}

// create makes the folder and opens it.
func (d *Directory) create() (*os.Root, error) {
	if err := os.MkdirAll(d.path, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(d.path)
	if err != nil {
		return nil, err
	}
	err = root.MkdirAll(draftFolder, 0o777)
	if err == nil {
		err = removeAbandoned(root)
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return root, nil
}

// abandonedAfter is the time without a write after which nobody can still be
// at work on a draft.
const abandonedAfter = 24 * time.Hour

// removeAbandoned removes the drafts of writers that died.
func removeAbandoned(root *os.Root) error {
	drafts, err := fs.ReadDir(root.FS(), draftFolder)
	if err != nil {
		return err
	}
	for _, draft := range drafts {
		status, err := draft.Info()
		if err != nil || time.Since(status.ModTime()) < abandonedAfter {
			continue // in the making, or just published
		}
		if err := root.Remove(path.Join(draftFolder, draft.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// writeDraft writes the content to the disk, under a name of no object.
func writeDraft(root *os.Root, content io.Reader) (draft string, err error) {
	draft = path.Join(draftFolder, rand.Text())
	file, err := root.OpenFile(draft, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(file, content)
	if err == nil {
		err = file.Sync() // a name must not outlive a power cut that its content does not
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return "", errors.Join(err, root.Remove(draft))
	}
	return draft, nil
}

// status describes the object that is there, if one is.
func status(root *os.Root, key string) (current Info, exists bool, err error) {
	file, err := root.Stat(escapedKey(key))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Info{}, false, nil
	case errors.Is(err, syscall.ENOTDIR):
		return Info{}, false, fmt.Errorf("%w: an object has the name of one of its folders", ErrUnusableKey)
	case err != nil:
		return Info{}, false, err
	case file.IsDir():
		return Info{}, false, fmt.Errorf("%w: it is the folder of other objects", ErrUnusableKey)
	}
	return describeFile(key, file), true, nil
}

// publish gives a draft the name of its object. Its time is made later than
// that of the object it replaces, so that no tag ever returns: clocks stand
// still between two ticks, and are set back.
func publish(root *os.Root, draft, key string, current Info, options Options) (Info, error) {
	written, err := ensureLater(root, draft, current.Modified)
	if err != nil {
		return Info{}, err
	}
	info := describeFile(key, written)
	if err := keepOptions(root, key, current.Tag, info.Tag, options); err != nil {
		return Info{}, err
	}
	file := escapedKey(key)
	if err := root.MkdirAll(path.Dir(file), 0o777); err != nil {
		return Info{}, err
	}
	if err := root.Rename(draft, file); err != nil {
		return Info{}, err
	}
	return info, syncFolders(root, path.Dir(file))
}

// ensureLater dates a file after the time given, by the least that its file
// system can tell apart: one keeps nanoseconds, another even seconds.
func ensureLater(root *os.Root, name string, earlier time.Time) (fs.FileInfo, error) {
	written, err := root.Stat(name)
	for _, step := range []time.Duration{time.Nanosecond, time.Microsecond, time.Millisecond, 2 * time.Second} {
		if err != nil || written.ModTime().After(earlier) {
			return written, err
		}
		later := earlier.Add(step)
		if err := root.Chtimes(name, later, later); err != nil {
			return nil, err
		}
		written, err = root.Stat(name)
	}
	return written, err
}

// syncFolders writes to the disk that a folder and those above it have a new
// entry. File systems that know no such thing refuse.
func syncFolders(root *os.Root, folder string) error {
	for {
		opened, err := root.Open(folder)
		if err != nil {
			return err
		}
		err = opened.Sync()
		_ = opened.Close() // it was only read
		if err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, fs.ErrPermission) {
			return err
		}
		if folder == "." {
			return nil
		}
		folder = path.Dir(folder)
	}
}
