package main

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/klauspost/compress/gzip"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/outputname"
	"github.com/udmap/udmap/parser"
)

// normalizer converts the objects that a collection writes. The same object
// gives the same events, so that it may be told of one twice.
type normalizer struct {
	converter *parser.Converter
	events    objectstore.Store
	rejected  objectstore.Store
	ledger    parser.Ledger // of all objects
}

func (a *app) newNormalizer(ctx context.Context, places collector.Places) (*normalizer, error) {
	catalog, err := a.compileCatalog(tableChoice{name: autoTable}, parser.Options{})
	if err != nil {
		return nil, err
	}
	n := &normalizer{converter: parser.NewConverter(catalog, parser.ConverterOptions{Gzip: true})}
	if n.events, err = objectstore.Open(ctx, places.UDM); err != nil {
		return nil, usageError{err}
	}
	if n.rejected, err = objectstore.Open(ctx, places.Rejected); err != nil {
		return nil, usageError{err}
	}
	return n, nil
}

// convert writes the events of a raw object, and what of it is rejected.
func (n *normalizer) convert(ctx context.Context, key string, content []byte) error {
	var events, rejected bytes.Buffer
	ledger, err := n.converter.Convert(ctx, key, bytes.NewReader(content), &events, &rejected)
	if err != nil {
		return err
	}
	if rejected.Len() > 0 {
		// Whoever waits for the events finds the rejected records there too.
		if err := put(ctx, n.rejected, outputname.Rejected(key, true), compressed(rejected.Bytes())); err != nil {
			return err
		}
	}
	if events.Len() > 0 {
		if err := put(ctx, n.events, outputname.Events(key, true), events.Bytes()); err != nil {
			return err
		}
	}
	n.ledger.Add(ledger)
	return nil
}

func put(ctx context.Context, store objectstore.Store, key string, content []byte) error {
	_, err := store.Put(ctx, key, bytes.NewReader(content), objectstore.Options{ContentType: "application/gzip"})
	if err != nil {
		return fmt.Errorf("write %s: %w", key, err)
	}
	return nil
}

// compressed is gzip without a time in its header.
func compressed(content []byte) []byte {
	var buffer bytes.Buffer
	writer := gzip.NewWriter(&buffer)
	writer.ModTime = time.Unix(0, 0) // which gzip takes for none
	_, _ = writer.Write(content)     // a buffer takes everything
	_ = writer.Close()
	return buffer.Bytes()
}
