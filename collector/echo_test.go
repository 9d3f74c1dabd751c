package collector_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/internal/mock"
)

// echo is a vendor or a proxy that says in its answers what it was asked with.
type echo struct {
	tokens http.Handler // nil to echo there, too
	status int
	asked  []string
}

// ServeHTTP implements http.Handler.
func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodPost && e.tokens != nil {
		e.tokens.ServeHTTP(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body) // of a test
	authorization := r.Header.Get("Authorization")
	_, credentials, _ := strings.Cut(authorization, " ")
	e.asked = append(e.asked, credentials)
	w.WriteHeader(e.status)
	if e.status == http.StatusOK {
		_, _ = io.WriteString(w, credentials+" is no JSON")
		return
	}
	text := "you sent " + credentials + " and " + string(body)
	_ = json.NewEncoder(w).Encode(map[string]any{"code": 4000, "message": text, "error": text, "description": text})
}

// What an answer says of credentials is shown nowhere: each world ends with a
// search of all that was said.
func TestEchoedSecretsAreNotShown(t *testing.T) {
	for _, test := range []struct {
		name     string
		vendor   mock.Vendor
		settings []string
		status   int
		atTokens bool
	}{
		{"Zoom refuses", mock.Zoom, nil, http.StatusBadRequest, false},
		{"Zoom sends no JSON", mock.Zoom, nil, http.StatusOK, false},
		{"Zoom gives no token", mock.Zoom, nil, http.StatusBadRequest, true},
		{"Zendesk refuses", mock.Zendesk, nil, http.StatusBadRequest, false},
		{"Zendesk sends no JSON", mock.Zendesk, nil, http.StatusOK, false},
		{"Zendesk gives no token", mock.Zendesk, nil, http.StatusBadRequest, true},
		{"Zendesk refuses an API token", mock.Zendesk, []string{"AUTH_MODE=token"}, http.StatusBadRequest, false},
		{"Zendesk refuses a bearer token", mock.Zendesk, []string{"AUTH_MODE=bearer"}, http.StatusBadRequest, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, test.vendor, mock.Options{Records: 5}, test.settings...)
				e := &echo{status: test.status}
				if !test.atTokens {
					e.tokens = w.server
				}
				w.handler = e
				summary, _ := w.tryRun(t.Context(), t, nil) // the summary tells of it
				require.NotEmpty(t, e.asked)
				for _, resource := range summary.Resources {
					require.Contains(t, resource.Error, "[secret]", "%+v", resource)
				}
				require.NotEmpty(t, summary.Resources)
			})
		})
	}
}

// An answer is shortened only once secrets are out of it: no half of one is left.
func TestNoHalfOfASecretIsShown(t *testing.T) {
	const secret = "canary-0123456789"
	for before := range 320 {
		answer := strings.Repeat("x", before) + secret
		authorize, err := collector.TokenAuthorizer(clientcredentials.Config{
			ClientID: "client", ClientSecret: secret, TokenURL: "https://api.example.com/token",
		}, transport(func(request *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusBadRequest, Body: io.NopCloser(strings.NewReader(answer)), Request: request}, nil
		}), time.Minute)
		require.NoError(t, err)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://api.example.com/", http.NoBody)
		require.NoError(t, err)
		err = authorize(request, false)
		require.ErrorContains(t, err, "the API answers 400")
		require.NotContains(t, err.Error(), "canary")
	}
}

func TestNoHalfOfASecretIsShownOfWhatIsNoPage(t *testing.T) {
	t.Parallel()
	_, err := collector.ReadRecords([]byte("<html> <p>"+strings.Repeat("x", 45)+"canary-0123456789 said </p>"), "records")
	require.ErrorContains(t, err, `begins with "<html> <p>"`)
	_, err = collector.ReadRecords([]byte(strings.Repeat("x", 55)+"canary-0123456789"), "records")
	require.ErrorIs(t, err, collector.ErrPage)
	require.NotContains(t, err.Error(), "canary")
}
