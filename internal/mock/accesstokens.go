package mock

import (
	"fmt"
	"time"
)

// AccessTokens are the access tokens of one application.
type AccessTokens struct {
	prefix string
	strict bool // a new token ends the one before
	count  int
	ends   map[string]time.Time
}

// NewAccessTokens returns the tokens of an application. If strict, a new token ends
// the one before.
func NewAccessTokens(prefix string, strict bool) *AccessTokens {
	return &AccessTokens{prefix: prefix, strict: strict, ends: map[string]time.Time{}}
}

// Mint makes a token that is good for the given life.
func (t *AccessTokens) Mint(now time.Time, life time.Duration) string {
	if t.strict {
		clear(t.ends)
	}
	t.count++
	token := fmt.Sprintf("%s-%06d", t.prefix, t.count)
	t.ends[token] = now.Add(life)
	return token
}

// Revoke ends a token.
func (t *AccessTokens) Revoke(token string) { delete(t.ends, token) }

// Check tells whether a token was minted and not ended by another one, and
// whether its life is over.
func (t *AccessTokens) Check(token string, now time.Time) (known, expired bool) {
	ends, known := t.ends[token]
	return known, known && !now.Before(ends)
}
