package normalizer_test

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

// memoryStore is a bucket in memory, in which a test can make things happen.
type memoryStore struct {
	lock    sync.Mutex
	objects map[string]memoryObject
	writes  int

	before func(operation, key string) error // may be nil; runs without the lock
}

type memoryObject struct {
	content []byte
	info    objectstore.Info
}

func newMemoryStore() *memoryStore { return &memoryStore{objects: map[string]memoryObject{}} }

func (s *memoryStore) happen(operation, key string) error {
	if s.before == nil {
		return nil
	}
	return s.before(operation, key)
}

// set puts an object as a collector would.
func (s *memoryStore) set(key string, content []byte) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.store(key, content, nil)
}

func (s *memoryStore) store(key string, content []byte, metadata map[string]string) objectstore.Info {
	s.writes++
	info := objectstore.Info{Key: key, Size: int64(len(content)), Tag: fmt.Sprintf(`"tag-%d"`, s.writes), Metadata: maps.Clone(metadata)}
	s.objects[key] = memoryObject{content, info}
	return info
}

func (s *memoryStore) keys() []string {
	s.lock.Lock()
	defer s.lock.Unlock()
	return slices.Sorted(maps.Keys(s.objects))
}

func (s *memoryStore) Get(ctx context.Context, key string) (io.ReadCloser, objectstore.Info, error) {
	if err := errors.Join(ctx.Err(), s.happen("get", key)); err != nil {
		return nil, objectstore.Info{}, err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	object, found := s.objects[key]
	if !found {
		return nil, objectstore.Info{}, objectstore.ErrNotFound
	}
	return io.NopCloser(readerOf{bytes.NewReader(object.content), func() error { return s.happen("read", key) }}), object.info, nil
}

// readerOf asks before each read whether it may.
type readerOf struct {
	io.Reader
	before func() error
}

func (r readerOf) Read(buffer []byte) (int, error) {
	if err := r.before(); err != nil {
		return 0, err
	}
	return r.Reader.Read(buffer)
}

func (s *memoryStore) Head(_ context.Context, key string) (objectstore.Info, error) {
	if err := s.happen("head", key); err != nil {
		return objectstore.Info{}, err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	object, found := s.objects[key]
	if !found {
		return objectstore.Info{}, objectstore.ErrNotFound
	}
	return object.info, nil
}

func (s *memoryStore) PutIfAbsent(_ context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error) {
	return s.put(key, content, options, func(_ objectstore.Info, found bool) error {
		if found {
			return objectstore.ErrExists
		}
		return nil
	})
}

func (s *memoryStore) PutIfMatch(_ context.Context, key string, content io.Reader, tag string, options objectstore.Options) (objectstore.Info, error) {
	return s.put(key, content, options, func(current objectstore.Info, found bool) error {
		if !found || current.Tag != tag {
			return objectstore.ErrChanged
		}
		return nil
	})
}

// put fails before it has written, or after, as a store does whose answer is lost.
func (s *memoryStore) put(key string, content io.Reader, options objectstore.Options, permits func(objectstore.Info, bool) error) (objectstore.Info, error) {
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
