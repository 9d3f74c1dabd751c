package workbench_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/workbench"
)

// asked is a request to the server, and what it answers.
type asked struct {
	method, path string
	headers      map[string]string
	body         []byte
}

func (a asked) do(t *testing.T, address string) (status int, body string, header http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), a.method, strings.TrimSuffix(address, "/")+a.path, bytes.NewReader(a.body))
	require.NoError(t, err)
	for name, value := range a.headers {
		request.Header.Set(name, value)
		if name == "Host" {
			request.Host = value
		}
	}
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, string(text), response.Header
}

// TestOnlyThePageIsAnswered: what another site makes a browser send is refused,
// and so is a site whose name was rebound to this machine.
func TestOnlyThePageIsAnswered(t *testing.T) {
	address := serve(t)
	host := strings.Trim(strings.TrimPrefix(address, "http://"), "/")
	_, port, err := net.SplitHostPort(host)
	require.NoError(t, err)
	question := map[string]string{"Content-Type": workbench.ContentType}
	with := func(headers ...string) map[string]string {
		all := map[string]string{"Content-Type": workbench.ContentType}
		for i := 0; i < len(headers); i += 2 {
			all[headers[i]] = headers[i+1]
		}
		return all
	}
	for name, test := range map[string]struct {
		method, path string
		headers      map[string]string
		want         int
	}{
		"the page":                            {"GET", "/", nil, 200},
		"the page by another name of its own": {"GET", "/", map[string]string{"Host": "localhost:" + port}, 200},
		"a link to the page": {"GET", "/", map[string]string{
			"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate",
		}, 200},
		"a question": {"POST", "/api/answer", question, 200},
		"a question of the page": {"POST", "/api/answer", with(
			"Origin", "http://"+host, "Sec-Fetch-Site", "same-origin"), 200},

		"a rebound name":                      {"GET", "/", map[string]string{"Host": "rebound.example.com:" + port}, 421},
		"a rebound name without a port":       {"GET", "/", map[string]string{"Host": "rebound.example.com"}, 421},
		"a name that begins as ours":          {"GET", "/", map[string]string{"Host": "localhost.example.com:" + port}, 421},
		"a name that begins as an address":    {"GET", "/", map[string]string{"Host": "127.0.0.1.example.com:" + port}, 421},
		"another port":                        {"GET", "/", map[string]string{"Host": "127.0.0.1:1"}, 421},
		"an address that is not this machine": {"GET", "/", map[string]string{"Host": "192.0.2.1:" + port}, 421},
		"a rebound name that asks":            {"POST", "/api/answer", with("Host", "rebound.example.com:"+port), 421},

		"another site that asks":            {"POST", "/api/answer", with("Origin", "https://example.com", "Sec-Fetch-Site", "cross-site"), 403},
		"another site, as the origin says":  {"POST", "/api/answer", with("Origin", "https://example.com"), 403},
		"another port of this machine":      {"POST", "/api/answer", with("Origin", "http://127.0.0.1:1", "Sec-Fetch-Site", "same-site"), 403},
		"a sandboxed frame":                 {"POST", "/api/answer", with("Origin", "null"), 403},
		"another site that loads a sample":  {"GET", "/api/sample/zoom_activities", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"another site that loads a script":  {"GET", "/app.js", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		"another site that frames the page": {"GET", "/", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		"a preflight":                       {"OPTIONS", "/api/answer", map[string]string{"Origin": "https://example.com"}, 403},

		"a form":          {"POST", "/api/answer", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, 415},
		"a form of text":  {"POST", "/api/answer", map[string]string{"Content-Type": "text/plain"}, 415},
		"no content type": {"POST", "/api/golden", nil, 415},

		"a file of this machine":  {"GET", "/api/sample/..%2f..%2fgo.mod", nil, 404},
		"no such page":            {"GET", "/etc/passwd", nil, 404},
		"an answer without a ask": {"GET", "/api/answer", nil, 404},
	} {
		t.Run(name, func(t *testing.T) {
			request := asked{method: test.method, path: test.path, headers: test.headers, body: []byte("{}\n")}
			status, body, header := request.do(t, address)
			require.Equal(t, test.want, status, body)
			require.Empty(t, header.Get("Access-Control-Allow-Origin"))
			require.Contains(t, header.Get("Content-Security-Policy"), "default-src 'none'")
		})
	}
}

// TestEveryAnswerKeepsThePageToItself: no inline script runs, nothing is framed,
// guessed or sent on.
func TestEveryAnswerKeepsThePageToItself(t *testing.T) {
	address := serve(t)
	for _, path := range []string{"/", "/app.js", "/api/catalogue", "/none"} {
		status, _, header := asked{method: "GET", path: path}.do(t, address)
		policy := header.Get("Content-Security-Policy")
		for _, directive := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "script-src 'self'"} {
			require.Contains(t, policy, directive)
		}
		require.NotContains(t, policy, "unsafe")
		require.Equal(t, "nosniff", header.Get("X-Content-Type-Options"))
		require.Equal(t, "no-referrer", header.Get("Referrer-Policy"))
		require.Equal(t, status == http.StatusOK, header.Get("Cache-Control") == "no-store")
	}
}

// TestAnAddressThatOthersReachStillHasNoName: --public lets addresses in, and no
// name but localhost.
func TestAnAddressThatOthersReachStillHasNoName(t *testing.T) {
	address := &net.TCPAddr{IP: net.IPv4zero, Port: 8800}
	guarded := workbench.Guard(address, http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for host, want := range map[string]int{
		"192.0.2.1:8800": 200, "[2001:db8::1]:8800": 200, "localhost:8800": 200,
		"rebound.example.com:8800": 421, "192.0.2.1": 421, "": 421,
	} {
		out := &recorder{header: http.Header{}, status: 200}
		in, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
		require.NoError(t, err)
		in.Host = host
		guarded.ServeHTTP(out, in)
		require.Equal(t, want, out.status, host)
	}
}

type recorder struct {
	header http.Header
	status int
}

func (r *recorder) Header() http.Header            { return r.header }
func (r *recorder) Write(text []byte) (int, error) { return len(text), nil }
func (r *recorder) WriteHeader(status int)         { r.status = status }

// TestWhatIsTooLargeIsRefused says so, with the sizes and a way out.
func TestWhatIsTooLargeIsRefused(t *testing.T) {
	address := serve(t)
	head := []byte("{}\n")
	headers := map[string]string{"Content-Type": workbench.ContentType}
	fits := append(bytes.Clone(head), bytes.Repeat([]byte(" "), workbench.MaxRawBytes)...)
	status, body, _ := asked{"POST", "/api/answer", headers, fits}.do(t, address)
	require.Equal(t, 200, status, body)
	for name, tooLarge := range map[string][]byte{
		"logs":  append(fits, ' '),
		"table": fmt.Appendf(nil, "{\"text\":\"%s\"}\n", strings.Repeat("x", workbench.MaxTableBytes+1)),
		"body":  bytes.Repeat([]byte(" "), workbench.MaxRawBytes*2),
	} {
		status, body, _ := asked{"POST", "/api/answer", headers, tooLarge}.do(t, address)
		require.Equal(t, http.StatusRequestEntityTooLarge, status, name)
		require.Equal(t, "raw logs may have 32 MiB and a table 1 MiB here; udmap convert takes more\n", body, name)
	}
	for _, malformed := range []string{"", "{}", "[]\n", "{\"path\":\"/etc/passwd\"}\n", "{\n}"} {
		status, body, _ := asked{"POST", "/api/answer", headers, []byte(malformed)}.do(t, address)
		require.Equal(t, http.StatusBadRequest, status, malformed)
		require.Contains(t, body, "begins with a line of JSON", malformed)
	}
}
