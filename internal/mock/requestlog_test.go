package mock_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
)

// The host elsewhere tells whether credentials came, and keeps none of them.
func TestTheLogTellsOfCredentialsAndKeepsNone(t *testing.T) {
	log := mock.NewLog(midday)
	for _, authorization := range []string{"", "Bearer canary", "BASIC canary"} {
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://elsewhere.example.com/a/b?c=d&c=e", http.NoBody)
		request.Header.Set("User-Agent", "udmap")
		if authorization != "" {
			request.Header.Set("Authorization", authorization)
		}
		log.ServeHTTP(httptest.NewRecorder(), request)
	}
	requests := log.Requests()
	require.Len(t, requests, 3)
	require.Equal(t, mock.Request{
		Time: midday(), Method: http.MethodGet, Host: "elsewhere.example.com", Path: "/a/b",
		Query: map[string][]string{"c": {"d", "e"}}, UserAgent: "udmap", Status: http.StatusOK,
	}, requests[0])
	require.Equal(t, "bearer", requests[1].Credentials)
	require.Equal(t, "basic", requests[2].Credentials)
	require.NotContains(t, fmt.Sprint(requests), "canary")
}
