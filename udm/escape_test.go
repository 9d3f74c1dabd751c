package udm_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/structpb"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/udm"
)

func TestAppendStringEscapesAsProtojsonDoes(t *testing.T) {
	requireSame := func(t require.TestingT, text string) {
		want, err := protojson.Marshal(structpb.NewStringValue(text))
		require.NoError(t, err)
		require.Equal(t, string(want), string(udm.AppendString(nil, text)))
		require.Equal(t, "x"+string(want), string(udm.AppendString([]byte("x"), []byte(text))))
		require.Equal(t, string(want[1:len(want)-1]), string(udm.AppendEscaped(nil, []byte(text))))
	}
	for c := range rune(0x100) { // every ASCII character at every place in a word
		for place := range 17 {
			requireSame(t, strings.Repeat("a", place)+string(c)+strings.Repeat("é", 9))
		}
	}
	requireSame(t, "\u2028\ufffd\U0001f600</script>")
	rapid.Check(t, func(t *rapid.T) { requireSame(t, rapid.String().Draw(t, "text")) })
}

func TestAppendStringDoesNotAllocate(t *testing.T) {
	dst := make([]byte, 0, 1024)
	text := strings.Repeat("plain \"quoted\" \n", 20)
	data := []byte(text)
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = udm.AppendString(dst[:0], text) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { dst = udm.AppendString(dst[:0], data) }))
}
