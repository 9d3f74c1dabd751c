package reprocess

import (
	"context"
	"errors"
	"iter"
	"sync"

	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore"
)

// Lister is where raw objects are.
type Lister interface {
	List(ctx context.Context, prefix string) iter.Seq2[objectstore.Info, error]
}

// Describer is where outputs are. Head gives objectstore.ErrNotFound for what is
// not there.
type Describer interface {
	Head(ctx context.Context, key string) (objectstore.Info, error)
}

// Survey looks at raw objects and their outputs. The settings are those of the
// function that wrote the outputs.
type Survey struct {
	Raw              Lister
	Events, Rejected Describer

	Prefix                    string // of the keys of raw objects
	UDMPrefix, RejectedPrefix string // in front of the keys of outputs
	StateKeys                 []string

	Limits Limits
}

func (s Survey) settings() normalizer.Settings {
	return normalizer.Settings{
		RawPrefixes: []string{s.Prefix}, UDMPrefix: s.UDMPrefix, RejectedPrefix: s.RejectedPrefix, StateKeys: s.StateKeys,
	}
}

// Object is a raw object and how it stands.
type Object struct {
	Key    string
	Bytes  int64
	Class  Class
	Tables map[string]int // versions of the tables that made its events, by name
}

// atOnce is of how many raw objects the outputs are looked at together: enough
// to hide the way to the store, and far below what S3 takes from one caller.
const atOnce = 16

// Objects yields the raw objects in the order of their keys, and ends with the
// first error. The memory it takes does not grow with their number.
func (s Survey) Objects(ctx context.Context) iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		looking, stop := context.WithCancel(ctx)
		var workers sync.WaitGroup
		defer workers.Wait()
		defer stop()
		for answer := range s.start(looking, &workers) {
			found := <-answer
			if !yield(found.object, found.err) || found.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Object{}, err) // the list ended before its end
		}
	}
}

// answer is what is found of one raw object.
type answer struct {
	object Object
	err    error
}

// start lists the raw objects, and looks at the outputs of some of them ahead of
// the caller, who gets the answers in the order of the list.
func (s Survey) start(ctx context.Context, workers *sync.WaitGroup) <-chan chan answer {
	queue := make(chan chan answer, atOnce-1) // one more is in the hands of the caller
	workers.Go(func() {
		defer close(queue)
		for raw, err := range s.Raw.List(ctx, s.Prefix) {
			if err == nil && !s.isRaw(raw) {
				continue
			}
			place := make(chan answer, 1)
			select {
			case queue <- place:
			case <-ctx.Done():
				return
			}
			if err != nil {
				place <- answer{err: err}
				return
			}
			workers.Go(func() { place <- s.look(ctx, raw) })
		}
	})
	return queue
}

// isRaw tells whether the function would normalize the object.
func (s Survey) isRaw(object objectstore.Info) bool {
	return object.Size > 0 && s.settings().Ignores(object.Key) == "" && !isState(object.Key)
}

func (s Survey) look(ctx context.Context, raw objectstore.Info) answer {
	found, err := s.findOutputs(ctx, raw)
	if err != nil {
		return answer{err: err}
	}
	class, tables := s.Limits.classify(raw, found)
	return answer{object: Object{Key: raw.Key, Bytes: raw.Size, Class: class, Tables: tables}}
}

// findOutputs looks at the rejected object only where it can matter: of an
// object whose events are those of its content, which most are, nothing was
// refused.
func (s Survey) findOutputs(ctx context.Context, raw objectstore.Info) (found standing, err error) {
	if found.events, err = headIfThere(ctx, s.Events, s.settings().EventsKey(raw.Key)); err != nil {
		return found, err
	}
	if provenance, known := normalizer.ReadProvenance(found.events); known && provenance.IsOf(raw) {
		return found, nil
	}
	found.rejected, err = headIfThere(ctx, s.Rejected, s.settings().RejectedKey(raw.Key))
	return found, err
}

func headIfThere(ctx context.Context, outputs Describer, key string) (objectstore.Info, error) {
	info, err := outputs.Head(ctx, key)
	if errors.Is(err, objectstore.ErrNotFound) {
		return objectstore.Info{}, nil
	}
	return info, err
}
