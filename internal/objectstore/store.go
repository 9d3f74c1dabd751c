// Package objectstore keeps objects under keys, in an S3 bucket or in a folder,
// with the same promises in both: an object appears whole or not at all, and of
// several writers that each ask for it to be absent, or unchanged, exactly one
// succeeds.
package objectstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"
)

// Store holds objects under keys, whose parts are separated by slashes. A key is
// any text of 1 to 1024 bytes; it is taken as it is, never cleaned, so that
// "a//b" and "a/b" are two objects. Methods may be called by several goroutines
// and several processes at once.
//
// Errors name the place and wrap one of [ErrNotFound], [ErrForbidden],
// [ErrExists], [ErrChanged] and [ErrUnusableKey] where they apply. What is
// written is durable when the method returns; a method that fails, is cancelled
// or whose process dies leaves what was there.
type Store interface {
	// Get opens the object, to be closed by the caller. Its content is that of
	// one write, also if another one replaces it meanwhile. Where keys may not
	// be listed, S3 answers ErrForbidden for a key that is not there.
	Get(ctx context.Context, key string) (io.ReadCloser, Info, error)

	// Head is Get without the content.
	Head(ctx context.Context, key string) (Info, error)

	// Put writes the object, replacing what was there.
	Put(ctx context.Context, key string, content io.Reader, options Options) (Info, error)

	// PutIfAbsent is Put, but gives ErrExists if there is an object already.
	PutIfAbsent(ctx context.Context, key string, content io.Reader, options Options) (Info, error)

	// PutIfMatch is Put, but gives ErrChanged if the object has another tag
	// than this one or is gone.
	PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options Options) (Info, error)

	// List yields the objects whose keys start with the prefix, in the order of
	// the bytes of their keys. It ends with the first error.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]
}

// Info describes an object. What Put and List cannot know is empty.
type Info struct {
	Key      string
	Size     int64 // bytes
	Tag      string
	Modified time.Time // in UTC

	ContentType     string            // given by Get
	ContentEncoding string            // given by Get
	Metadata        map[string]string // given by Get, names in lower case
	VersionID       string            // empty where versions are not kept
}

// Options is what is kept with the content of an object.
type Options struct {
	ContentType     string
	ContentEncoding string

	// Metadata has names of letters, digits and hyphens, in lower case, and
	// values of printable ASCII: what HTTP can carry unchanged.
	Metadata map[string]string
}

// What a caller may want to tell apart.
var (
	// ErrNotFound says that there is no such object.
	ErrNotFound = errors.New("no such object")
	// ErrExists says that there is an object already.
	ErrExists = errors.New("the object exists already")
	// ErrChanged says that the object is not the one that was read before.
	ErrChanged = errors.New("the object has changed")
	// ErrForbidden says that the caller may not do that, or, of a Get where keys
	// may not be listed, perhaps only that there is no such object.
	ErrForbidden = errors.New("access denied")
	// ErrUnusableKey says that the store cannot hold an object of that name.
	ErrUnusableKey = errors.New("unusable key")
)

// maxKeyLength is that of S3, in bytes.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
const maxKeyLength = 1024

// checkKey refuses what no object can be named.
func checkKey(key string) error {
	switch {
	case key == "":
		return fmt.Errorf("%w: it is empty", ErrUnusableKey)
	case len(key) > maxKeyLength:
		return fmt.Errorf("%w: it has %d bytes, more than %d: %.40q…", ErrUnusableKey, len(key), maxKeyLength, key)
	case !utf8.ValidString(key):
		return fmt.Errorf("%w: it is not UTF-8: %q", ErrUnusableKey, key)
	case strings.ContainsRune(key, 0):
		return fmt.Errorf("%w: it has a zero byte: %q", ErrUnusableKey, key)
	}
	return nil
}

// check refuses metadata that HTTP would change or drop.
func (o Options) check() error {
	for name, value := range o.Metadata {
		if name == "" || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return fmt.Errorf("metadata name %q: use lower-case letters, digits and hyphens", name)
		}
		if !isPrintable(value) || strings.TrimSpace(value) != value {
			return fmt.Errorf("metadata %s has the value %q: use printable ASCII without spaces around it", name, value)
		}
	}
	return nil
}

func isPrintable(text string) bool {
	for _, character := range []byte(text) {
		if character < ' ' || character > '~' {
			return false
		}
	}
	return true
}
