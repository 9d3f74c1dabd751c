package parser

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// An address after one with nearly the same domain is read as if it were the first.
func TestDomainsThatAreRememberedChangeNothing(t *testing.T) {
	t.Parallel()
	for length := 3; length < 24; length++ {
		domain := "c." + strings.Repeat("example", 4)[:length-2]
		for at := range domain {
			for _, c := range []string{"z", ".", "@", "-"} {
				other := domain[:at] + c + domain[at+1:]
				var used, fresh addresses
				require.True(t, used.isAddress([]byte("a@"+domain)), domain)
				for _, text := range []string{"a@" + other, "a@" + domain, "a@" + domain + "m", "a@" + domain[:length-1]} {
					fresh = addresses{}
					require.Equal(t, fresh.isAddress([]byte(text)), used.isAddress([]byte(text)), "%s after %s", text, domain)
				}
			}
		}
	}
}
