package mockzendesk_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
)

func TestEachPlanHasItsQuotaOfAMinute(t *testing.T) {
	for plan, limit := range map[string]int{
		mockzendesk.PlanTeam: 200, mockzendesk.PlanProfessional: 400,
		mockzendesk.PlanEnterprise: 700, mockzendesk.PlanEnterprisePlus: 2_500,
	} {
		server := start(t, mock.Options{Plan: plan})
		for n := range limit {
			answer := get(t, server, auditPath+"?page[size]=1")
			require.NotEqual(t, http.StatusTooManyRequests, answer.Code)
			if answer.Code == http.StatusOK {
				require.Equal(t, fmt.Sprint(limit-n-1), answer.Header().Get("X-Rate-Limit-Remaining"))
			}
		}
		answer := get(t, server, auditPath)
		require.Equal(t, http.StatusTooManyRequests, answer.Code)
		require.Equal(t, "60", answer.Header().Get("Retry-After"))
		require.Equal(t, "60", answer.Header().Get("ratelimit-reset"))
		require.Equal(t, fmt.Sprint(limit), answer.Header().Get("ratelimit-limit"))
	}
}

func TestExportsHaveABucketOfTheirOwn(t *testing.T) {
	for plan, limit := range map[string]int{mockzendesk.PlanEnterprise: 10, mockzendesk.PlanEnterprisePlus: 30} {
		zendesk := open(t, mock.Options{Plan: plan})
		zendesk.now = noon().Add(15 * time.Second)
		for n := range limit {
			got := zendesk.answer(http.StatusOK, ticketsPath, ticketsQuery())
			require.Equal(t, fmt.Sprintf("total=%d; remaining=%d; resets=45", limit, limit-n-1),
				got.header.Get("zendesk-ratelimit-incremental-exports"))
		}
		got := zendesk.answer(http.StatusTooManyRequests, ticketsPath, ticketsQuery())
		require.Equal(t, "45", got.header.Get("Retry-After"))
		zendesk.answer(http.StatusOK, auditPath, auditQuery())
		zendesk.now = noon().Add(time.Minute)
		zendesk.answer(http.StatusOK, ticketsPath, ticketsQuery())
	}
}

// Access logs answer 429 without Retry-After, and with a time for the reset.
func TestAccessLogsHaveABucketOfTheirOwn(t *testing.T) {
	zendesk := open(t, mock.Options{})
	for range 50 {
		zendesk.answer(http.StatusOK, accessPath, accessQuery())
	}
	got := zendesk.answer(http.StatusTooManyRequests, accessPath, accessQuery())
	require.Empty(t, got.header.Get("Retry-After"))
	require.Equal(t, "2026-03-12T12:01:00Z", got.header.Get("ratelimit-reset"))
	require.Equal(t, "0", got.header.Get("ratelimit-remaining"))
}

func TestNoQuotaSaysNothing(t *testing.T) {
	got := openWith(t).answer(http.StatusOK, ticketsPath, ticketsQuery())
	for name := range got.header {
		require.NotContains(t, []string{"X-Rate-Limit", "Ratelimit-Limit", "Zendesk-Ratelimit-Incremental-Exports"}, name)
	}
}
