// Package watch tells when files change, however an editor saves them: in
// place, or by renaming another file to their name.
package watch

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long nothing may happen before a change counts as whole:
// editors write in several steps.
const settle = 20 * time.Millisecond

// longest bounds the wait for a change to settle, for files that never rest.
const longest = 500 * time.Millisecond

// Watcher watches files, and folders with all that is below them now or comes
// to be.
type Watcher struct {
	notifier *fsnotify.Watcher
	files    []string // the paths of the files themselves; their folders are watched
	folders  []string // that are watched as wholes
}

// New begins to watch. The paths must exist, but may come and go later. The
// error names what cannot be watched.
func New(paths ...string) (*Watcher, error) {
	notifier, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	w := &Watcher{notifier: notifier}
	for _, path := range paths {
		if err := w.add(path); err != nil {
			return nil, errors.Join(err, notifier.Close())
		}
	}
	return w, nil
}

func (w *Watcher) add(path string) error {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(absolute)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		w.folders = append(w.folders, absolute)
		return w.addFolder(absolute)
	}
	return w.addFile(absolute)
}

// addFile watches the folder of a file: a watch on the file would stay with
// the old one when another takes its name. What a link leads to is watched too.
func (w *Watcher) addFile(path string) error {
	names := []string{path}
	if target, err := filepath.EvalSymlinks(path); err == nil && target != path {
		names = append(names, target)
	}
	for _, name := range names {
		w.files = append(w.files, name)
		if err := w.notifier.Add(filepath.Dir(name)); err != nil {
			return err
		}
	}
	return nil
}

// addFolder watches a folder and those below it. One that is gone already is
// none.
func (w *Watcher) addFolder(folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case !entry.IsDir():
			return nil
		case path != folder && isHidden(path):
			return fs.SkipDir
		}
		err = w.notifier.Add(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// Wait waits until something has changed and has come to rest. The error is
// that of ctx, or tells that watching has failed.
func (w *Watcher) Wait(ctx context.Context) error {
	var rest, limit <-chan time.Time // nil until something has changed
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-rest:
			return nil
		case <-limit:
			return nil
		case event, open := <-w.notifier.Events:
			if !open {
				return errors.New("the watch has ended")
			}
			concerns, err := w.concerns(event)
			if err != nil {
				return err
			}
			if !concerns {
				continue
			}
		case err := <-w.notifier.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return err
			}
			// So much has changed that some of it was not told.
		}
		rest = time.After(settle)
		if limit == nil {
			limit = time.After(longest)
		}
	}
}

// concerns tells whether an event is of what is watched. A new folder is
// watched from now on.
func (w *Watcher) concerns(event fsnotify.Event) (bool, error) {
	if event.Op == fsnotify.Chmod {
		return false, nil
	}
	if slices.Contains(w.files, event.Name) {
		return true, nil
	}
	if !slices.ContainsFunc(w.folders, func(folder string) bool { return isBelow(folder, event.Name) }) || isHidden(event.Name) {
		return false, nil
	}
	if info, err := os.Stat(event.Name); err == nil && info.IsDir() {
		return true, w.addFolder(event.Name)
	}
	return true, nil
}

func isBelow(folder, path string) bool {
	relative, err := filepath.Rel(folder, path)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// isHidden tells of what editors keep beside the files that they edit.
func isHidden(path string) bool {
	name := filepath.Base(path)
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~")
}

// Close ends the watch.
func (w *Watcher) Close() error { return w.notifier.Close() }
