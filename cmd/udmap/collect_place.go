package main

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/objectstore"
)

const bucketScheme = "s3://"

// collectPlace is where a collector writes.
type collectPlace struct {
	raw      collector.RawStore
	prefix   string
	state    collector.StateStore
	stateKey string
	warnings []string
}

// place finds the stores of objects and of the state.
func (r collectRequest) place(ctx context.Context, env func(string) string) (collectPlace, error) {
	to, err := r.destination(env)
	if err != nil {
		return collectPlace{}, err
	}
	bucket, prefix, isBucket := splitBucket(to)
	state := cmp.Or(r.state, filepath.Join(to, ".udmap", "state", r.vendor.name+".json"))
	if isBucket {
		to = bucket
		state = cmp.Or(r.state, bucket+"/"+cmp.Or(env("STATE_KEY"), "udmap-state/"+r.vendor.name+".json"))
	}
	var place collectPlace
	if place.raw, err = openStore(ctx, to); err != nil {
		return collectPlace{}, err
	}
	if place.state, place.stateKey, err = openState(ctx, state); err != nil {
		return collectPlace{}, err
	}
	if isBucket {
		if place.prefix, err = readPrefix(prefix); err != nil {
			return collectPlace{}, err
		}
		if place.prefix != "" && strings.HasPrefix(state, bucket+"/"+place.prefix) {
			place.warnings = append(place.warnings, "the state "+state+
				" is among the objects of records, where a feed takes it for one: name another place with --state or STATE_KEY")
		}
	}
	return place, nil
}

// destination is where objects go: --to, or what the variables of the published
// scripts say.
func (r collectRequest) destination(env func(string) string) (string, error) {
	bucket := env("S3_BUCKET")
	switch {
	case r.to != "":
		return r.to, nil
	case bucket != "":
		return bucketScheme + bucket + "/" + cmp.Or(env("S3_PREFIX"), r.vendor.prefix), nil
	}
	return "", usagef("name where records go: --to logs, --to s3://bucket/prefix, or S3_BUCKET in the environment")
}

// splitBucket parts a place in a bucket, s3://bucket/rest.
func splitBucket(place string) (bucket, rest string, isBucket bool) {
	name, isBucket := strings.CutPrefix(place, bucketScheme)
	if !isBucket {
		return "", place, false
	}
	name, rest, _ = strings.Cut(name, "/")
	return bucketScheme + name, rest, true
}

// openStore opens a folder or a bucket. Nothing is asked of it yet: what is
// wrong is how it was named or set up.
func openStore(ctx context.Context, place string) (objectstore.Store, error) {
	store, err := objectstore.Open(ctx, place)
	if err != nil {
		return nil, usageError{err}
	}
	return store, nil
}

// openState opens the store of a state, with its key there.
func openState(ctx context.Context, place string) (store collector.StateStore, key string, err error) {
	folder, key, isBucket := splitBucket(place)
	if !isBucket {
		folder, key = filepath.Split(place)
		folder = cmp.Or(folder, ".")
	}
	if key == "" {
		return nil, "", usagef("%q names no file for the state: give one, such as state.json or s3://bucket/udmap-state/state.json", place)
	}
	store, err = openStore(ctx, folder)
	return store, key, err
}

// readPrefix reads the prefix of keys in a bucket.
func readPrefix(text string) (string, error) {
	settings := collector.NewSettings([]collector.Setting{{Variable: "S3_PREFIX"}}, func(string) string { return text })
	prefix := settings.Prefix("S3_PREFIX")
	return prefix, joinProblems(settings.Err())
}
