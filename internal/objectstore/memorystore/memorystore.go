// Package memorystore is a bucket in memory, in which a test can make things
// happen. Only tests import it.
package memorystore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"

	"github.com/udmap/udmap/internal/objectstore"
)

// Store keeps objects in memory. What it has of the methods of
// [objectstore.Store] promises the same.
type Store struct {
	// Before is asked before each operation, and before each read and each answer,
	// and makes it fail. It may be nil.
	Before func(operation, key string) error

	lock    sync.Mutex
	objects map[string]object
	writes  int
}

type object struct {
	content []byte
	info    objectstore.Info
}

// New returns a store without objects.
func New() *Store { return &Store{objects: map[string]object{}} }

func (s *Store) happen(operation, key string) error {
	if s.Before == nil {
		return nil
	}
	return s.Before(operation, key)
}

// Set puts an object, which never fails.
func (s *Store) Set(key string, content []byte) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.store(key, content, nil)
}

func (s *Store) store(key string, content []byte, metadata map[string]string) objectstore.Info {
	s.writes++
	info := objectstore.Info{Key: key, Size: int64(len(content)), Tag: fmt.Sprintf(`"tag-%d"`, s.writes), Metadata: maps.Clone(metadata)}
	s.objects[key] = object{content, info}
	return info
}

// Keys lists what there is.
func (s *Store) Keys() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return slices.Sorted(maps.Keys(s.objects))
}

// Object is what stands under a key.
func (s *Store) Object(key string) (content []byte, info objectstore.Info, found bool) {
	s.lock.Lock()
	defer s.lock.Unlock()
	o, found := s.objects[key]
	return o.content, o.info, found
}

// Writes counts the objects that were put.
func (s *Store) Writes() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.writes
}

// Get implements objectstore.Store.
func (s *Store) Get(ctx context.Context, key string) (io.ReadCloser, objectstore.Info, error) {
	if err := errors.Join(ctx.Err(), s.happen("get", key)); err != nil {
		return nil, objectstore.Info{}, err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	o, found := s.objects[key]
	if !found {
		return nil, objectstore.Info{}, objectstore.ErrNotFound
	}
	return io.NopCloser(readerOf{bytes.NewReader(o.content), func() error { return s.happen("read", key) }}), o.info, nil
}

// readerOf asks before each read whether it may.
type readerOf struct {
	io.Reader
	before func() error
}

// Read implements io.Reader.
func (r readerOf) Read(buffer []byte) (int, error) {
	if err := r.before(); err != nil {
		return 0, err
	}
	return r.Reader.Read(buffer)
}

// Head implements objectstore.Store.
func (s *Store) Head(_ context.Context, key string) (objectstore.Info, error) {
	if err := s.happen("head", key); err != nil {
		return objectstore.Info{}, err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	o, found := s.objects[key]
	if !found {
		return objectstore.Info{}, objectstore.ErrNotFound
	}
	return o.info, nil
}

// PutIfAbsent implements objectstore.Store.
func (s *Store) PutIfAbsent(_ context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error) {
	return s.put(key, content, options, func(_ objectstore.Info, found bool) error {
		if found {
			return objectstore.ErrExists
		}
		return nil
	})
}

// PutIfMatch implements objectstore.Store.
func (s *Store) PutIfMatch(_ context.Context, key string, content io.Reader, tag string, options objectstore.Options) (objectstore.Info, error) {
	return s.put(key, content, options, func(current objectstore.Info, found bool) error {
		if !found || current.Tag != tag {
			return objectstore.ErrChanged
		}
		return nil
	})
}

// put fails before it has written, or after, as a store does whose answer is lost.
func (s *Store) put(key string, content io.Reader, options objectstore.Options, permits func(objectstore.Info, bool) error) (objectstore.Info, error) {
	if err := s.happen("put", key); err != nil {
		return objectstore.Info{}, err
	}
	read, err := io.ReadAll(content)
	if err != nil {
		return objectstore.Info{}, err
	}
	s.lock.Lock()
	current, found := s.objects[key]
	if err := permits(current.info, found); err != nil {
		s.lock.Unlock()
		return objectstore.Info{}, err
	}
	info := s.store(key, read, options.Metadata)
	s.lock.Unlock()
	return info, s.happen("answer", key)
}
