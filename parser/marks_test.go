package parser

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Where the processor, or the build tag purego, has no marks, all is found without.
func TestMarksFindWhatScanningFinds(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for length := range 2*markedBytes + 70 {
		for _, odd := range []int{0, 1, 3, length / 8} {
			data := oddData(random, length, odd)
			before := bytes.Clone(data)
			s := scanner{data: data, marks: new(oddMarks).mark(data)}
			require.Equal(t, canMark && length >= leastMarked, s.marks != &noMarks)
			for from := range length {
				if want, end := plainEnd(data, from), s.plainEnd(from); want != end {
					require.Equal(t, want, end, "%q from %d", data, from)
				}
			}
			require.Equal(t, before, data)
		}
	}
	require.Zero(t, noMarks, "marks were made where none may be")
}

// oddData returns plain text with so many odd bytes somewhere. What stands behind
// it in its array is odd, and nobody may look at that.
func oddData(random *rand.Rand, length, odd int) []byte {
	data := bytes.Repeat([]byte("!#[]^_`{}~\x7f aZ09-"), (length+200)/16)
	for i := length; i < len(data); i++ {
		data[i] = '"'
	}
	data = data[:length]
	for range odd {
		if length > 0 {
			data[random.IntN(length)] = "\"\\\x00\x1f\n\x80\xff\xc3"[random.IntN(8)]
		}
	}
	return data
}

func TestEveryByteHasTheRightMark(t *testing.T) {
	t.Parallel()
	for c := range 256 {
		data := bytes.Repeat([]byte("x"), 100)
		for _, at := range []int{0, 31, 32, 63, 64, 99} {
			data[at] = byte(c)
			odd := canMark && (c < ' ' || c == '"' || c == '\\' || c > 0x7f)
			require.Equal(t, odd, new(oddMarks).mark(data).from(uint(at))&1 == 1, "%q at %d", c, at)
			data[at] = 'x'
		}
	}
}
