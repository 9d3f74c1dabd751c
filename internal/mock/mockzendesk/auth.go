package mockzendesk

import (
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// The documented bounds of expires_in, both excluded.
const (
	shortestLife = 300
	longestLife  = 172_800
)

// grant is a request for an access token.
type grant struct {
	Type         string      `json:"grant_type"`
	ClientID     string      `json:"client_id"`
	ClientSecret string      `json:"client_secret"`
	Scope        string      `json:"scope"`
	ExpiresIn    json.Number `json:"expires_in"`
}

// readGrant reads the JSON that Zendesk documents, or the form of OAuth, whose
// client may stand in the Authorization header. The form is not documented, but
// is what OAuth libraries send.
func readGrant(call mock.Call) (grant, error) {
	kind, _, _ := mime.ParseMediaType(call.Header.Get("Content-Type"))
	if kind == "application/json" {
		var asked grant
		err := json.NewDecoder(call.Body).Decode(&asked)
		return asked, err
	}
	asked := grant{
		Type: call.FormValue("grant_type"), Scope: call.FormValue("scope"), ExpiresIn: json.Number(call.FormValue("expires_in")),
		ClientID: call.FormValue("client_id"), ClientSecret: call.FormValue("client_secret"),
	}
	if id, secret, ok := call.BasicAuth(); ok {
		asked.ClientID, asked.ClientSecret = id, secret
	}
	return asked, nil
}

// token mints an access token for the right client.
func (z *zendesk) token(call mock.Call) mock.Answer {
	if value, isStruck := call.Strikes.RetryAfter(call.Now); isStruck {
		return tooMany(value)
	}
	asked, err := readGrant(call)
	life := z.Options().TokenLife
	if err == nil && asked.ExpiresIn != "" {
		var seconds int64
		seconds, err = strconv.ParseInt(asked.ExpiresIn.String(), 10, 64)
		life = time.Duration(seconds) * time.Second
		if seconds <= shortestLife || seconds >= longestLife {
			return oauthError(http.StatusBadRequest, "invalid_request", "expires_in must lie between 300 and 172800") // text not documented
		}
	}
	switch {
	case err != nil:
		return oauthError(http.StatusBadRequest, "invalid_request", "The request is missing a required parameter.")
	case asked.Type != "client_credentials":
		return oauthError(http.StatusBadRequest, "unsupported_grant_type", "The authorization grant type is not supported.")
	case call.Strikes.Has(mock.TokenRefused) || asked.ClientID != ClientID || asked.ClientSecret != ClientSecret:
		return oauthError(http.StatusUnauthorized, "invalid_client", "Client authentication failed.")
	}
	if asked.Scope == "" {
		asked.Scope = "read"
	}
	return mock.JSON(http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		Scope       string `json:"scope"`
		ExpiresIn   int    `json:"expires_in"`
	}{z.tokens.Mint(call.Now, life), "bearer", asked.Scope, int(life.Seconds())})
}

func oauthError(status int, code, description string) mock.Answer {
	return mock.JSON(status, struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{code, description})
}

// checkCredentials answers a request whose credentials are no good.
func (z *zendesk) checkCredentials(call mock.Call) (mock.Answer, bool) {
	if user, password, ok := call.BasicAuth(); ok {
		if call.Strikes.Has(mock.TokenExpired) || user != Email+"/token" || password != APIToken {
			return mock.JSON(http.StatusUnauthorized, map[string]string{"error": "Couldn't authenticate you"}), true
		}
		return mock.Answer{}, false
	}
	scheme, token, _ := strings.Cut(call.Header.Get("Authorization"), " ")
	known, expired := z.tokens.Check(token, call.Now)
	if call.Strikes.Has(mock.TokenExpired) {
		z.tokens.Revoke(token)
		expired = true
	}
	switch {
	case scheme == "":
		return mock.JSON(http.StatusUnauthorized, map[string]string{"error": "Couldn't authenticate you"}), true
	case strings.EqualFold(scheme, "bearer") && !expired && (known || token == BearerToken):
		return mock.Answer{}, false
	}
	return oauthError(http.StatusUnauthorized, "invalid_token",
		"The access token provided is expired, revoked, malformed or invalid for other reasons."), true
}
