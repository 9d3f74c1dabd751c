package mock_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
)

func TestAQuotaCountsTheRequestsOfItsWindow(t *testing.T) {
	quota := mock.Quota{Limit: 2, Window: time.Minute}
	at := midday().Add(20 * time.Second)
	require.Equal(t, 2, quota.Remaining(at))
	require.True(t, quota.Take(at))
	require.True(t, quota.Take(at.Add(39*time.Second)))
	require.False(t, quota.Take(at.Add(39*time.Second)))
	require.Zero(t, quota.Remaining(at.Add(39*time.Second)))
	require.Equal(t, 1, quota.SecondsLeft(at.Add(39*time.Second)))
	require.Equal(t, 1, quota.SecondsLeft(at.Add(39*time.Second+time.Millisecond)), "rounded up, so that a wait is long enough")
	require.Equal(t, midday().Add(time.Minute), quota.Resets(at))
	require.Equal(t, 2, quota.Remaining(at.Add(40*time.Second)), "a new minute")
	require.True(t, quota.Take(at.Add(40*time.Second)))
}

func TestNoLimitNeverEnds(t *testing.T) {
	quota := mock.Quota{Window: time.Minute}
	for range 1000 {
		require.True(t, quota.Take(midday()))
	}
}

func TestWholeSecondsAreRoundedUp(t *testing.T) {
	require.Equal(t, midday(), mock.WholeSecond(midday()))
	require.Equal(t, midday().Add(time.Second), mock.WholeSecond(midday().Add(time.Nanosecond)))
}

func TestAccessTokensEndByTimeByRevocationAndByASuccessor(t *testing.T) {
	strict := mock.NewAccessTokens("t", true)
	first := strict.Mint(midday(), time.Hour)
	second := strict.Mint(midday(), time.Hour)
	known, _ := strict.Check(first, midday())
	require.False(t, known, "ended by the second")
	known, expired := strict.Check(second, midday().Add(time.Hour-1))
	require.True(t, known)
	require.False(t, expired)
	_, expired = strict.Check(second, midday().Add(time.Hour))
	require.True(t, expired)

	lax := mock.NewAccessTokens("t", false)
	first = lax.Mint(midday(), time.Hour)
	second = lax.Mint(midday(), time.Hour)
	known, _ = lax.Check(first, midday())
	require.True(t, known)
	lax.Revoke(second)
	known, _ = lax.Check(second, midday())
	require.False(t, known)
}
