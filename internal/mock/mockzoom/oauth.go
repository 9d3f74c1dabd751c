package mockzoom

import (
	"net/http"
	"strings"

	"github.com/udmap/udmap/internal/mock"
)

// scopes are what the application may do.
const scopes = "report:read:operation_logs:admin report:read:user_activities:admin"

// token mints an access token for the right credentials. The grant may stand in
// the query or in a form body; Zoom takes both.
func (z *zoom) token(call mock.Call) mock.Answer {
	if answer, isStruck := z.quotas.struck(call); isStruck {
		return answer
	}
	id, secret, _ := call.BasicAuth()
	if call.Strikes.Has(mock.TokenRefused) || id != ClientID || secret != ClientSecret {
		return refusal("invalid_client", "Invalid client_id or client_secret")
	}
	switch grant := call.FormValue("grant_type"); {
	case grant != "account_credentials":
		return refusal("unsupported_grant_type", "unsupported grant type")
	case call.FormValue("account_id") != AccountID:
		// Forum posts report a 400 that says nothing.
		return mock.Text(http.StatusBadRequest, "application/json", "")
	}
	life := z.Options().TokenLife
	base := "http://" + call.Host
	if call.TLS != nil {
		base = "https://" + call.Host
	}
	if call.Strikes.Has(mock.NextElsewhere) {
		base = z.Options().Elsewhere
	}
	return mock.JSON(http.StatusOK, struct {
		AccessToken string `json:"access_token"`
		TokenType   string `json:"token_type"`
		ExpiresIn   int    `json:"expires_in"`
		Scope       string `json:"scope"`
		APIURL      string `json:"api_url"`
	}{z.tokens.Mint(call.Now, life), "bearer", int(life.Seconds()) - 1, scopes, base})
}

// refusal is an error of the token endpoint. It is 400 for all causes: pages and
// collectors name 400 and 401.
func refusal(code, reason string) mock.Answer {
	return mock.JSON(http.StatusBadRequest, struct {
		Reason string `json:"reason"`
		Error  string `json:"error"`
	}{reason, code})
}

// refuse answers a request for a report that goes no further: without a good
// access token, over a quota, or because of a fault.
func (z *zoom) refuse(call mock.Call) (mock.Answer, bool) {
	scheme, token, _ := strings.Cut(call.Header.Get("Authorization"), " ")
	known, expired := z.tokens.Check(token, call.Now)
	switch {
	case call.Strikes.Has(mock.TokenExpired):
		z.tokens.Revoke(token)
		return failure(http.StatusUnauthorized, 124, "Access token is expired."), true
	case !strings.EqualFold(scheme, "bearer") || !known:
		return failure(http.StatusUnauthorized, 124, "Invalid access token."), true
	case expired:
		return failure(http.StatusUnauthorized, 124, "Access token is expired."), true
	}
	if answer, isStruck := z.quotas.struck(call); isStruck {
		return answer, true
	}
	if answer, isOver := z.quotas.refuse(call.Now); isOver {
		return answer, true
	}
	switch {
	case call.Strikes.Has(mock.NoPermission):
		return failure(http.StatusBadRequest, 200, "No permission."), true
	case call.Strikes.Has(mock.MissingScope):
		return failure(http.StatusBadRequest, 4711, "Invalid access token, does not contain scopes:["+scopes+"]."), true
	case call.Strikes.Has(mock.PageTokenExpired):
		return badPageToken(), true
	}
	return mock.Answer{}, false
}
