package reprocess_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/udmap/udmap/internal/objectstore"
)

// bucket is a bucket in memory that tells how it is asked.
type bucket struct {
	objects map[string]objectstore.Info
	broken  string // the key at which it fails
	heads   atomic.Int64
	now     atomic.Int64 // Heads that are going on
	most    atomic.Int64 // Heads that went on at once

	during func(ctx context.Context, key string) // a Head; may be nil
}

var errBroken = errors.New("the bucket is broken")

func (b *bucket) put(key, tag string, metadata map[string]string) {
	if b.objects == nil {
		b.objects = map[string]objectstore.Info{}
	}
	b.objects[key] = objectstore.Info{Key: key, Size: 10, Tag: `"` + tag + `"`, Metadata: metadata}
}

func (b *bucket) List(ctx context.Context, prefix string) iter.Seq2[objectstore.Info, error] {
	return func(yield func(objectstore.Info, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(b.objects)) {
			if !strings.HasPrefix(key, prefix) {
				continue
			}
			if err := ctx.Err(); err != nil || key == b.broken {
				yield(objectstore.Info{}, errors.Join(err, errBroken))
				return
			}
			listed := b.objects[key]
			listed.Metadata = nil
			if !yield(listed, nil) {
				return
			}
		}
	}
}

func (b *bucket) Head(ctx context.Context, key string) (objectstore.Info, error) {
	b.heads.Add(1)
	going := b.now.Add(1)
	defer b.now.Add(-1)
	for most := b.most.Load(); going > most && !b.most.CompareAndSwap(most, going); most = b.most.Load() {
	}
	if b.during != nil {
		b.during(ctx, key)
	}
	if key == b.broken {
		return objectstore.Info{}, errBroken
	}
	info, found := b.objects[key]
	if !found {
		return objectstore.Info{}, objectstore.ErrNotFound
	}
	return info, ctx.Err()
}

// countedList is a bucket of many objects, of which there is one at a time.
type countedList struct {
	objects int
	listed  atomic.Int64
}

func (l *countedList) List(context.Context, string) iter.Seq2[objectstore.Info, error] {
	return func(yield func(objectstore.Info, error) bool) {
		for i := range l.objects {
			l.listed.Add(1)
			if !yield(objectstore.Info{Key: fmt.Sprintf("zoom/%09d", i), Size: 10, Tag: `"raw"`}, nil) {
				return
			}
		}
	}
}
