package collector

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// tokenMargin is how long before its end a token is no longer used.
const tokenMargin = 5 * time.Minute

// TokenAuthorizer authorizes requests with a token of the client credentials
// grant, which is asked for when the first request needs it, and again shortly
// before it ends. Tokens are asked for at the URL's host only.
func TokenAuthorizer(config clientcredentials.Config, transport http.RoundTripper, timeout time.Duration) (Authorize, error) {
	base, err := url.Parse(config.TokenURL)
	if err != nil {
		return nil, err
	}
	client := GuardedClient(transport, base)
	secrets := newRedactor([]string{config.ClientSecret, config.ClientID + ":" + config.ClientSecret})
	var token *oauth2.Token
	return func(request *http.Request, renew bool) error {
		if renew || token == nil || !token.Expiry.IsZero() && time.Until(token.Expiry) < tokenMargin {
			ctx, cancel := context.WithTimeout(request.Context(), timeout)
			defer cancel()
			minted, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, client))
			if err != nil {
				return describeToken(err, secrets)
			}
			token = minted
		}
		token.SetAuthHeader(request)
		return nil
	}, nil
}

// tokenError says that there is no token.
type tokenError struct {
	text      string
	permanent bool
	err       error
}

// Error says why.
func (e *tokenError) Error() string { return e.text }

// Unwrap returns what the token's endpoint or the network said.
func (e *tokenError) Unwrap() error { return e.err }

// describeToken keeps of an answer what its reader needs. Secrets are taken out
// before the answer is cut short, which could leave the half of one.
func describeToken(err error, secrets *strings.Replacer) error {
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return &tokenError{text: fmt.Sprintf("ask for an access token: %v", err), err: err}
	}
	status := refused.Response.StatusCode
	return &tokenError{
		text: fmt.Sprintf("ask for an access token: the API answers %d: %s; check the client's id and secret, and the account",
			status, shown(secrets.Replace(string(refused.Body)))),
		permanent: status/100 == 4 && status != http.StatusTooManyRequests && status != http.StatusRequestTimeout,
		err:       err,
	}
}

// isPermanent tells of an error that trying again does not help.
func isPermanent(err error) bool {
	token, ok := errors.AsType[*tokenError](err)
	return ok && token.permanent
}
