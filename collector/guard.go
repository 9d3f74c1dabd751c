package collector

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"
)

// GuardedClient returns an HTTP client that sends requests to the scheme and
// host of one URL only, and follows no redirects. A nil transport is that of
// net/http.
func GuardedClient(transport http.RoundTripper, base *url.URL) *http.Client {
	if transport == nil {
		transport = http.DefaultTransport
	}
	return &http.Client{
		Transport:     guard{transport, base.Scheme, base.Host},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type guard struct {
	next         http.RoundTripper
	scheme, host string
}

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme != g.scheme || request.URL.Host != g.host {
		return nil, fmt.Errorf("%w: %s://%s is not %s://%s", ErrElsewhere, request.URL.Scheme, request.URL.Host, g.scheme, g.host)
	}
	return g.next.RoundTrip(request)
}

// newRedactor replaces secrets in each form in which they are sent.
func newRedactor(secrets []string) *strings.Replacer {
	var pairs []string
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
			pairs = append(pairs, form, "[secret]")
		}
	}
	return strings.NewReplacer(pairs...)
}

// maxShown bounds what is shown of a text that a vendor sent, in characters.
const maxShown = 300

// shown makes a vendor's text fit to be shown: short, and without characters
// that a terminal obeys.
func shown(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || !unicode.IsPrint(r)
	}), " ")
	if characters := []rune(text); len(characters) > maxShown {
		return string(characters[:maxShown]) + "…"
	}
	return text
}
