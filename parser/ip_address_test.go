package parser

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestAddressesAreThoseOfTheStandardLibrary(t *testing.T) {
	for _, text := range []string{
		"192.0.2.1", "192.0.2.01", "192.0.2", "192.0.2.256", "::", ":", "", "::1", "1::", "1::2::3", ":1::2", "1:2:3:4:5:6:7:8",
		"1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3::4:5:6:7:8", "1:2:3:4:5:6:7:", "2001:DB8::g",
		"2001:db8::00001", "::ffff:192.0.2.1", "::ffff:192.0.2.300", "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:7:192.0.2.1", "::192.0.2.1:1",
		"1:2:3:4:5:192.0.2.1", "fe80::1%eth0", "1:::2", ":::",
	} {
		requireSameAddress(t, text)
	}
	digits := rapid.StringMatching(`[0-9a-fA-F]{1,4}`)
	pieces := rapid.OneOf(digits, digits, rapid.Just(":"), rapid.Just(":"), rapid.Just("::"), rapid.SampledFrom([]string{"192.0.2.1", ".", "g", "12345", "%"}))
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, piece := range rapid.SliceOfN(pieces, 1, 18).Draw(t, "pieces") {
			text += piece
		}
		requireSameAddress(t, text)
	})
	groups := rapid.SliceOfN(rapid.OneOf(digits, digits, digits, rapid.Just("")), 2, 9)
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for i, group := range groups.Draw(t, "groups") {
			if i > 0 {
				text += ":"
			}
			text += group
		}
		requireSameAddress(t, text)
	})
}

func requireSameAddress(t require.TestingT, text string) {
	address, err := netip.ParseAddr(text)
	require.Equal(t, err == nil && address.Zone() == "", isIP([]byte(text)), "%q: %v", text, err)
}

// Wherever a piece of a list of addresses ends.
func TestPiecesEndAtCommasAndWhiteSpace(t *testing.T) {
	t.Parallel()
	for length := range 20 {
		for _, end := range []string{",", " ", "\t", "\n", "\u00a0", "\u3000"} {
			piece := strings.Repeat("2001:db8::1-+", 2)[:length]
			for _, behind := range []string{"", "192.0.2.1", ",", "é"} {
				text := []byte("é" + piece + end + behind)
				got, next := nextPiece(text, 0)
				require.Equal(t, span{0, length + len("é")}, got, "%q", text)
				require.Equal(t, length+len("é")+len(end), next, "%q", text)
			}
			text := []byte(piece)
			got, next := nextPiece(text, 0)
			require.Equal(t, span{0, length}, got, "%q", text)
			require.Equal(t, length, next, "%q", text)
		}
	}
}
