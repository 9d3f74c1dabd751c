package collector_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
)

// transport is a http.RoundTripper that is a function.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(request *http.Request) (*http.Response, error) { return f(request) }

// A request that some defect leads elsewhere is stopped below all that could
// have made it.
func TestTheGuardLetsNothingElsewhere(t *testing.T) {
	base, err := url.Parse("https://api.example.com:8443/v2")
	require.NoError(t, err)
	var reached []string
	client := collector.GuardedClient(transport(func(request *http.Request) (*http.Response, error) {
		reached = append(reached, request.URL.String())
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("")), Request: request}, nil
	}), base)
	send := func(address string) error {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer canary")
		response, err := client.Do(request)
		if err == nil {
			require.NoError(t, response.Body.Close())
		}
		return err
	}
	for _, elsewhere := range []string{
		"https://other.example.com:8443/v2/report", // host
		"http://api.example.com:8443/v2/report",    // scheme
		"https://api.example.com/v2/report",        // port
		"https://api.example.com:443/v2/report",
		"https://api.example.com.example.net:8443/v2/report",
		"https://api.example.com:8443@192.0.2.1/v2/report",
	} {
		err := send(elsewhere)
		require.ErrorIs(t, err, collector.ErrElsewhere, elsewhere)
		require.NotContains(t, err.Error(), "canary")
	}
	require.Empty(t, reached)
	require.NoError(t, send("https://api.example.com:8443/oauth/token"))
	require.Equal(t, []string{"https://api.example.com:8443/oauth/token"}, reached)
}

// A redirect is an answer like any other, also one that stays on the host.
func TestCredentialsFollowNoRedirect(t *testing.T) {
	var elsewhere []*http.Request
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { elsewhere = append(elsewhere, r) }))
	defer other.Close()
	var asked []string
	var target string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path)
		http.Redirect(w, r, target, http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	base, err := url.Parse(server.URL)
	require.NoError(t, err)
	client := collector.GuardedClient(nil, base)
	for _, target = range []string{other.URL + "/stolen", "/elsewhere"} {
		asked = nil
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/asked", http.NoBody)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer canary")
		response, err := client.Do(request)
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, http.StatusTemporaryRedirect, response.StatusCode)
		require.Equal(t, []string{"/asked"}, asked)
	}
	require.Empty(t, elsewhere)
}
