// Package normalizer turns raw objects of a store into UDM objects beside them.
// Whatever calls it, however often, in whatever order and however many at once,
// the outputs in the end are those of the raw objects as they are then.
package normalizer

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/outputname"
	"github.com/udmap/udmap/parser"
)

// Source is where raw objects are.
type Source interface {
	Get(ctx context.Context, key string) (io.ReadCloser, objectstore.Info, error)
}

// Target is where outputs go.
type Target interface {
	Head(ctx context.Context, key string) (objectstore.Info, error)
	PutIfAbsent(ctx context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error)
	PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options objectstore.Options) (objectstore.Info, error)
}

// Status is what became of a raw object.
type Status string

// The statuses. None of them is an error.
const (
	Normalized Status = "normalized" // its outputs were written
	Current    Status = "current"    // its outputs were there already
	Ignored    Status = "ignored"    // it is none that this normalizer is for
	Vanished   Status = "vanished"   // it is no longer there
	Refused    Status = "refused"    // it cannot be read as a whole; its rejected object says so
)

// Outcome is what became of a raw object, and why.
type Outcome struct {
	Status   Status
	Reason   string // where it was ignored or refused
	Events   string // the key of the UDM object; empty if none was written
	Rejected string // the key of the rejected object; empty if none was written
	Ledger   parser.Ledger
}

// Normalizer normalizes raw objects. It is safe for concurrent use.
type Normalizer struct {
	settings  Settings
	tables    *parser.Catalog
	converter *parser.Converter
	catalog   catalogFacts

	maxDraftBytes int
}

// New returns a normalizer with the tables of a catalog. The version is that of
// the program: another one may convert in another way.
func New(catalog *parser.Catalog, version string, settings Settings) *Normalizer {
	return &Normalizer{
		settings:      settings,
		tables:        catalog,
		catalog:       describeCatalog(catalog, version),
		maxDraftBytes: maxDraftBytes,
		converter: parser.NewConverter(catalog, parser.ConverterOptions{
			Gzip:           true,
			MaxRecordBytes: settings.MaxRecordBytes,
			MaxObjectBytes: settings.MaxObjectBytes,
		}),
	}
}

// Object is a raw object and where its outputs go.
type Object struct {
	Name   string // for people, and in the lines of rejected records
	Key    string
	Source Source
	Target Target
}

// maxAttempts bounds how often others may write the outputs of an object, or
// the object itself, while it is normalized.
const maxAttempts = 10

// Normalize writes the outputs of a raw object. An error is a fault of the
// stores: nothing half made is left, and another call may succeed.
func (n *Normalizer) Normalize(ctx context.Context, object Object) (Outcome, error) {
	if reason := n.settings.Ignores(object.Key); reason != "" {
		return Outcome{Status: Ignored, Reason: reason}, nil
	}
	// Most objects are new, and nobody has written their outputs.
	outcome, err := n.attempt(ctx, object, standing{})
	for attempts := 1; isDisturbed(err) && attempts < maxAttempts; attempts++ {
		var found standing
		if found, err = n.look(ctx, object); err == nil {
			outcome, err = n.attempt(ctx, object, found)
		}
	}
	return outcome, err
}

// isDisturbed tells whether an attempt failed because of others who write.
func isDisturbed(err error) bool {
	return errors.Is(err, objectstore.ErrExists) || errors.Is(err, objectstore.ErrChanged)
}

// standing is what is known of the outputs before an attempt; of one that is not
// there the tag is empty.
type standing struct{ events, rejected objectstore.Info }

func (n *Normalizer) look(ctx context.Context, object Object) (standing, error) {
	events, errEvents := headIfThere(ctx, object.Target, n.settings.EventsKey(object.Key))
	rejected, errRejected := headIfThere(ctx, object.Target, n.settings.RejectedKey(object.Key))
	return standing{events, rejected}, errors.Join(errEvents, errRejected)
}

func headIfThere(ctx context.Context, target Target, key string) (objectstore.Info, error) {
	info, err := target.Head(ctx, key)
	if errors.Is(err, objectstore.ErrNotFound) {
		return objectstore.Info{}, nil
	}
	return info, err
}

// attempt normalizes the object, provided that its outputs still stand as they
// were found. They were found before the object is read, so that what they were
// made of cannot be newer than what is read: the last of several who normalize
// the same object writes what is newest.
func (n *Normalizer) attempt(ctx context.Context, object Object, found standing) (Outcome, error) {
	content, source, err := object.Source.Get(ctx, object.Key)
	if errors.Is(err, objectstore.ErrNotFound) {
		return Outcome{Status: Vanished}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	defer func() { _ = content.Close() }() // it was only read
	if source.Size == 0 {
		return Outcome{Status: Ignored, Reason: "it is empty"}, nil
	}
	if outcome, current := n.catalog.judge(source, found); current {
		return outcome, nil
	}
	draft, err := n.convert(ctx, object, content)
	if err == nil && !draft.hasRejected() && found.rejected.Tag != "" {
		draft.rejected, err = noLines()
	}
	if err != nil {
		return Outcome{}, err
	}
	return n.publish(ctx, object, source, draft, found)
}

// publish writes the rejected object, if there is to be one, and then the UDM
// object: whoever sees that one finds the other. A rejected object that is no
// longer true becomes an empty one: to delete it would take one more right.
func (n *Normalizer) publish(ctx context.Context, object Object, source objectstore.Info, draft draft, found standing) (Outcome, error) {
	outcome := Outcome{Status: Normalized, Reason: draft.refusal, Ledger: draft.ledger}
	metadata := n.catalog.metadata(source, draft)
	if draft.hasRejected() || found.rejected.Tag != "" {
		outcome.Rejected = n.settings.RejectedKey(object.Key)
		output := output{key: outcome.Rejected, tag: found.rejected.Tag, metadata: metadata, draft: draft.rejected, part: rejectedPart}
		if err := n.write(ctx, object, source, output); err != nil {
			return Outcome{}, err
		}
	}
	if draft.refusal != "" {
		outcome.Status = Refused
		return outcome, nil
	}
	outcome.Events = n.settings.EventsKey(object.Key)
	output := output{key: outcome.Events, tag: found.events.Tag, metadata: metadata, draft: draft.events, part: eventsPart}
	if err := n.write(ctx, object, source, output); err != nil {
		return Outcome{}, err
	}
	return outcome, nil
}

// output is one of the two objects that a raw object becomes.
type output struct {
	key      string
	tag      string // of what it replaces; empty if there is nothing
	metadata map[string]string
	draft    *boundedBuffer
	part     part
}

func (n *Normalizer) write(ctx context.Context, object Object, source objectstore.Info, output output) error {
	content, wait := n.content(ctx, object, source, output)
	options := objectstore.Options{ContentType: "application/gzip", Metadata: output.metadata}
	var err error
	if output.tag == "" {
		_, err = object.Target.PutIfAbsent(ctx, output.key, content, options)
	} else {
		_, err = object.Target.PutIfMatch(ctx, output.key, content, output.tag, options)
	}
	wait()
	if err != nil {
		return fmt.Errorf("%s: %w", object.Name, err)
	}
	return nil
}

// EventsKey is the key of the UDM object of a raw object.
func (s Settings) EventsKey(raw string) string { return s.UDMPrefix + outputname.Events(raw, true) }

// RejectedKey is the key of the rejected object of a raw object.
func (s Settings) RejectedKey(raw string) string {
	return s.RejectedPrefix + outputname.Rejected(raw, true)
}
