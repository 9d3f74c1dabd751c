package main

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestContendersTakeTurns(t *testing.T) {
	var order strings.Builder
	taking := func(name string, events int, durations ...time.Duration) contender {
		round := 0
		return contender{name, events, func(context.Context) (time.Duration, error) {
			order.WriteString(name)
			round++
			return durations[round-1], nil
		}}
	}
	timings, err := compete(t.Context(), 3, []contender{
		taking("A", 1, 30, 10, 20),
		taking("B", 10, 500, 900, 400),
	})

	require.NoError(t, err)
	require.Equal(t, "ABABAB", order.String())
	require.Equal(t, []timing{{"A", 10, 20}, {"B", 40, 50}}, timings)
}

func TestFailingContenderIsNamed(t *testing.T) {
	broken := errors.New("broken")
	_, err := compete(t.Context(), 1, []contender{
		{"rival", 1, func(context.Context) (time.Duration, error) { return 0, broken }},
	})

	require.ErrorIs(t, err, broken)
	require.ErrorContains(t, err, "rival")
}

func TestProcessorTimeCountsWorkAndNotWaiting(t *testing.T) {
	busy, err := onOneCore(func(context.Context) error {
		for start := time.Now(); time.Since(start) < 50*time.Millisecond; {
		}
		return nil
	})(t.Context())
	require.NoError(t, err)
	require.Positive(t, busy)

	idle, err := onOneCore(func(ctx context.Context) error {
		deadline, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		<-deadline.Done()
		return nil
	})(t.Context())
	require.NoError(t, err)
	require.Less(t, idle, 40*time.Millisecond)
}
