package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/bench/corpus"
)

// Thousands of records fill all that a mapper remembers: outlines, residuals,
// habits. It must still make of each the event that a new mapper makes.
func TestALongPastChangesNoEvent(t *testing.T) {
	for name, records := range map[string][][]byte{
		"operation logs": corpus.Records(corpus.Options{}, 3000),
		"audit logs":     corpus.AuditLogs(3000),
		"tickets":        corpus.Tickets(6000),
	} {
		t.Run(name, func(t *testing.T) {
			catalog := builtInCatalog(t)
			used := catalog.NewMapper()
			for i, record := range records {
				got, err := used.Append(nil, record)
				require.NoError(t, err)
				if i < len(records)-200 {
					continue // nothing is full yet, and new mappers are dear
				}
				want, err := catalog.NewMapper().Append(nil, record)
				require.NoError(t, err)
				require.Equal(t, string(want), string(got), "of record %d, %s", i, record)
			}
		})
	}
}

// Only the first lines of a text are remembered, and each list and extract that
// takes it apart must find the others, too.
func TestManyChangeLines(t *testing.T) {
	engine := builtIn(t)
	for _, count := range []int{1, 63, 64, 65, 200} {
		var lines strings.Builder
		for i := range count {
			fmt.Fprintf(&lines, `Field %d changed from %d to b\n\nGuide role changed from a to %d\n`, i, i, i)
		}
		engine.requireAgreement(t, auditLog("https://example.com/1", lines.String()))
	}
}

// The start of the last URL is remembered.
func TestAURLNearlyLikeTheLast(t *testing.T) {
	engine := builtIn(t)
	for _, usual := range []string{"https://acme.example.com/a/b?c", "https://jo@acme.example.com:8443/a", "https://ACME.example.com/a", "https://[2001:db8::1]/a", "https://192.0.2.1/"} {
		for _, odd := range []string{
			"https://acme.example.com", "https://acme.example.com?q", "https://acme.example.com.example.org/a", "https://acme.example.com:8443/a/b",
			"https://acme.example.com/", "http://acme.example.com/a", "https://acme.example.com@example.org/a", "https:///a", "https://acme.example.com/a@b", usual,
		} {
			engine.requireAgreement(t, auditLog(usual, "a"))
			engine.requireAgreement(t, auditLog(odd, "a"))
		}
	}
}

// Patterns are looked for eight bytes at once, in any letter case.
func TestWordsOfALogin(t *testing.T) {
	engine := builtIn(t)
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"password", "PassWord", "passwor", "p", "{", "[", "@", "`", "Z", " SSO", " sso", "s", "é", "ſ", "jwt", "JW", "saml", "failed", "Successful sign-in", " "})
		engine.requireAgreement(t, auditLog("https://example.com/1", strings.Join(rapid.SliceOfN(piece, 1, 12).Draw(t, "pieces"), "")))
	})
}

func auditLog(url, description string) []byte {
	return fmt.Appendf(nil, `{"url":"%s","id":1,"actor_id":2,"source_id":3,"source_type":"User","action":"Login","change_description":"%s","ip_address":"192.0.2.1","created_at":"2026-05-05T09:00:00Z","actor_name":"Jo"}`, url, description)
}
