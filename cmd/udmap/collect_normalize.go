package main

import (
	"context"
	"io"
	"strings"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/locate"
	"github.com/udmap/udmap/parser"
)

// outputs are the UDM objects and rejected objects of a collection, written as
// the normalizer's function writes them, so that both may work on one bucket.
type outputs struct {
	normalizer *normalizer.Normalizer
	raw        objectstore.Store
	target     outputPlaces
	ledger     parser.Ledger // of all objects
}

// The prefixes by which the keys of outputs are told apart. None of them becomes
// part of a key: each kind of output has a place of its own.
const (
	eventsPrefix   = "events/"
	rejectedPrefix = "rejected/"
)

func (a *app) newOutputs(ctx context.Context, raw objectstore.Store, places collector.Places) (*outputs, error) {
	catalog, err := a.compileCatalog(tableChoice{name: autoTable}, parser.Options{})
	if err != nil {
		return nil, err
	}
	o := &outputs{raw: raw, normalizer: normalizer.New(catalog, readBuild().Version, normalizer.Settings{
		RawPrefixes: []string{""}, UDMPrefix: eventsPrefix, RejectedPrefix: rejectedPrefix,
	})}
	if o.target.events, err = locate.Open(ctx, places.UDM); err != nil {
		return nil, usageError{err}
	}
	if o.target.rejected, err = locate.Open(ctx, places.Rejected); err != nil {
		return nil, usageError{err}
	}
	return o, nil
}

// write writes the outputs of a raw object, which it reads back for the tag that
// they name it by.
func (o *outputs) write(ctx context.Context, key string, _ []byte) error {
	outcome, err := o.normalizer.Normalize(ctx, normalizer.Object{Name: key, Key: key, Source: o.raw, Target: o.target})
	o.ledger.Add(outcome.Ledger)
	return err
}

// outputPlaces are the two places as one target.
type outputPlaces struct{ events, rejected objectstore.Store }

// at returns the place of an output, and its key there.
func (p outputPlaces) at(key string) (objectstore.Store, string) {
	if key, isRejected := strings.CutPrefix(key, rejectedPrefix); isRejected {
		return p.rejected, key
	}
	return p.events, strings.TrimPrefix(key, eventsPrefix)
}

// Head implements normalizer.Target.
func (p outputPlaces) Head(ctx context.Context, key string) (objectstore.Info, error) {
	store, key := p.at(key)
	return store.Head(ctx, key)
}

// PutIfAbsent implements normalizer.Target.
func (p outputPlaces) PutIfAbsent(ctx context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error) {
	store, key := p.at(key)
	return store.PutIfAbsent(ctx, key, content, options)
}

// PutIfMatch implements normalizer.Target.
func (p outputPlaces) PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options objectstore.Options) (objectstore.Info, error) {
	store, key := p.at(key)
	return store.PutIfMatch(ctx, key, content, tag, options)
}
