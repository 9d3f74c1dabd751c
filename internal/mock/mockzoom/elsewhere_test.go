package mockzoom_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
)

// A client that follows the redirect is found out by the host elsewhere, which
// notes that there were credentials, but not which.
func TestTheHostElsewhereKnowsWhoBroughtCredentials(t *testing.T) {
	log := mock.NewLog(noon)
	elsewhere := httptest.NewServer(log)
	t.Cleanup(elsewhere.Close)
	zoom := open(t, mock.Options{Records: 10, Elsewhere: elsewhere.URL, Faults: []mock.Fault{{Name: mock.RedirectElsewhere}}})
	zoom.mint()
	target := zoom.url + "/v2/report/operationlogs?" + days("2026-03-05", "2026-03-12").Encode()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
	require.NoError(t, err)
	request.Header.Set("Authorization", "Bearer "+zoom.token)

	got, err := zoom.do(request) // follows no redirect
	require.NoError(t, err)
	require.Equal(t, http.StatusFound, got.status)
	require.Empty(t, log.Requests())

	request.URL, err = request.URL.Parse(got.header.Get("Location"))
	require.NoError(t, err)
	_, err = zoom.do(request)
	require.NoError(t, err)
	require.Len(t, log.Requests(), 1)
	arrived := log.Requests()[0]
	require.Equal(t, "/v2/report/operationlogs", arrived.Path)
	require.Equal(t, "bearer", arrived.Credentials)
	require.Equal(t, noon(), arrived.Time)
}
