package objectstore

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
)

// A file holds content only; what Options say stands in a file of its own, for
// the content that is there and the one about to take its place, so that the
// two files need not change at the same instant.

// errReplaced says that the object was replaced while it was read.
var errReplaced = errors.New("the object was replaced")

// optionsFile is the content of such a file.
type optionsFile struct {
	Key   string             `json:"key"` // for people: the file's name does not say it
	ByTag map[string]Options `json:"by_tag"`
}

// optionsPath has the key's hash for a name, as a key may be longer than a name.
func optionsPath(key string) string {
	hash := sha256.Sum256([]byte(key))
	return path.Join(hiddenFolder, "options", hex.EncodeToString(hash[:]))
}

// keptOptions reads what was kept with the content of that tag. There is
// nothing if nothing was asked for, or if the file was changed by others.
// It gives errReplaced if that content is no longer there.
func keptOptions(root *os.Root, key, tag string) (Options, error) {
	kept, err := readOptions(root, key)
	if err != nil {
		return Options{}, err
	}
	options, found := kept.ByTag[tag]
	if found || kept.ByTag == nil {
		return options, nil
	}
	current, err := root.Stat(escapedKey(key))
	if err != nil {
		return Options{}, err
	}
	if describeFile(key, current).Tag != tag {
		return Options{}, errReplaced
	}
	return Options{}, nil
}

// keepOptions writes what is to be kept with the content of the tag next, and
// holds on to what is kept with that of the tag current.
func keepOptions(root *os.Root, key, current, next string, options Options) error {
	kept, err := readOptions(root, key)
	if err != nil {
		return err
	}
	if kept.ByTag == nil && reflect.ValueOf(options).IsZero() {
		return nil
	}
	byTag := map[string]Options{next: options}
	if old, found := kept.ByTag[current]; found {
		byTag[current] = old
	}
	written, err := json.Marshal(optionsFile{Key: key, ByTag: byTag})
	if err != nil {
		return err
	}
	if err := root.MkdirAll(path.Dir(optionsPath(key)), 0o777); err != nil {
		return err
	}
	draft, err := writeDraft(root, bytes.NewReader(written))
	if err != nil {
		return err
	}
	return root.Rename(draft, optionsPath(key))
}

// readOptions reads what is kept for an object; ByTag is nil if nothing is.
func readOptions(root *os.Root, key string) (optionsFile, error) {
	content, err := root.ReadFile(optionsPath(key))
	if errors.Is(err, fs.ErrNotExist) {
		return optionsFile{}, nil
	}
	if err != nil {
		return optionsFile{}, err
	}
	var kept optionsFile
	if err := json.Unmarshal(content, &kept); err != nil {
		return optionsFile{}, fmt.Errorf("what is kept of it in %s is damaged, remove that file: %w", optionsPath(key), err)
	}
	return kept, nil
}
