package main

import (
	"cmp"
	"context"
	"io"
	"strings"

	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/outputname"
)

// target is where the outputs of the objects of a bucket go.
func (h *handler) target(bucket string) normalizer.Target {
	return &target{
		events:   h.open(cmp.Or(h.settings.udmBucket, bucket)),
		rejected: h.open(cmp.Or(h.settings.rejectedBucket, bucket)),
	}
}

// target is two buckets: rejected objects, whose names tell, may go to another one.
type target struct{ events, rejected normalizer.Target }

func (t *target) of(key string) normalizer.Target {
	if strings.HasSuffix(key, outputname.Rejected("", true)) {
		return t.rejected
	}
	return t.events
}

// Head implements normalizer.Target.
func (t *target) Head(ctx context.Context, key string) (objectstore.Info, error) {
	return t.of(key).Head(ctx, key)
}

// PutIfAbsent implements normalizer.Target.
func (t *target) PutIfAbsent(ctx context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error) {
	return t.of(key).PutIfAbsent(ctx, key, content, options)
}

// PutIfMatch implements normalizer.Target.
func (t *target) PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options objectstore.Options) (objectstore.Info, error) {
	return t.of(key).PutIfMatch(ctx, key, content, tag, options)
}
