package objectstore_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
)

// What the contract says of several at once.

func (c contract) oneOfManyIsTheFirst(t *testing.T) {
	store := c.newStore(t)
	const writers = 8
	for round := range 5 {
		key := fmt.Sprintf("round/%d", round)
		errs := together(writers, func(i int) error {
			_, err := store.PutIfAbsent(t.Context(), key, strings.NewReader(fmt.Sprint(i)), objectstore.Options{})
			return err
		})
		var winners []string
		for i, err := range errs {
			if err == nil {
				winners = append(winners, fmt.Sprint(i))
			} else {
				require.ErrorIs(t, err, objectstore.ErrExists)
			}
		}
		require.Len(t, winners, 1)
		requireText(t, store, key, winners[0])
	}
}

// Each writer counts one up until it has succeeded; the sum tells whether one
// of them wrote over what another had written.
func (c contract) nobodysChangeIsLost(t *testing.T) {
	store := c.newStore(t)
	const writers, turns = 4, 5
	put(t, store, "counter", "0")
	for _, err := range together(writers, func(int) error { return countUp(t.Context(), store, "counter", turns) }) {
		require.NoError(t, err)
	}
	requireText(t, store, "counter", fmt.Sprint(writers*turns))
}

// countUp adds one to the number in an object as often as it is told.
func countUp(ctx context.Context, store objectstore.Store, key string, turns int) error {
	for range turns {
		err := objectstore.ErrChanged
		for errors.Is(err, objectstore.ErrChanged) {
			err = addOne(ctx, store, key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func addOne(ctx context.Context, store objectstore.Store, key string) error {
	content, info, err := store.Get(ctx, key)
	if err != nil {
		return err
	}
	defer content.Close()
	number := 0
	if _, err := fmt.Fscan(content, &number); err != nil {
		return err
	}
	_, err = store.PutIfMatch(ctx, key, strings.NewReader(fmt.Sprint(number+1)), info.Tag, objectstore.Options{})
	return err
}

// together runs the work of several at once and gives what each returned.
func together(workers int, work func(i int) error) []error {
	errs := make([]error, workers)
	var waiting sync.WaitGroup
	start := make(chan struct{})
	for i := range workers {
		waiting.Go(func() {
			<-start
			errs[i] = work(i)
		})
	}
	close(start)
	waiting.Wait()
	return errs
}

func (c contract) aReaderKeepsWhatItOpened(t *testing.T) {
	store := c.newStore(t)
	before, after := strings.Repeat("before ", 1000), "after"
	put(t, store, "a", before)
	content, _, err := store.Get(t.Context(), "a")
	require.NoError(t, err)
	defer content.Close()
	put(t, store, "a", after)
	text, err := io.ReadAll(content)
	require.NoError(t, err)
	require.Equal(t, before, string(text))
	requireText(t, store, "a", after)
}

// One writes while others read: what they are told of the content is of that
// content, not of the one before or after.
func (c contract) optionsAreThoseOfTheContent(t *testing.T) {
	store := c.newStore(t)
	write := func(turn int) error {
		options := objectstore.Options{ContentType: fmt.Sprintf("text/%d", turn), Metadata: map[string]string{"turn": fmt.Sprint(turn)}}
		_, err := store.Put(t.Context(), "a", strings.NewReader(fmt.Sprint(turn)), options)
		return err
	}
	require.NoError(t, write(0))
	var written atomic.Bool
	errs := together(4, func(i int) error {
		if i == 0 {
			defer written.Store(true)
			for turn := range 100 {
				if err := write(turn); err != nil {
					return err
				}
			}
			return nil
		}
		for !written.Load() {
			content, info, err := store.Get(t.Context(), "a")
			if err != nil {
				return err
			}
			text, err := io.ReadAll(content)
			content.Close()
			if err != nil {
				return err
			}
			if info.Metadata["turn"] != string(text) || info.ContentType != "text/"+string(text) {
				return fmt.Errorf("content %s has the options %v and %s", text, info.Metadata, info.ContentType)
			}
		}
		return nil
	})
	for _, err := range errs {
		require.NoError(t, err)
	}
}
