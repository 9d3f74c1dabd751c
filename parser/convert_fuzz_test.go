package parser

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// FuzzConvert holds every way to convert an object against the plain one, and
// every reject against the object.
func FuzzConvert(f *testing.F) {
	for _, seed := range []string{
		"", "\ufeff" + entry("a") + "\r\n" + entry("b"), entry("a") + "n" + entry("b") + "n", "[" + entry("a") + ",\n" + entry("b") + "]",
		`{"size":3,"entries":[` + entry("a") + `],"people":[{},1],"items":[{}],"next":"é"}`, "{\n \"at\": 1,\n \"id\": \"a\",\n \"x\": [\n  {}\n ]\n}\n",
		"?\n" + entry("a"), "[" + entry("a") + ",{?},\n" + entry("b") + ",\n" + entry("c") + "]", `{"id":` + "\n" + entry("a"), "{\"id\":\"\xff\"}", "12 null\x00",
	} {
		f.Add([]byte(seed), uint8(4), uint8(0))
		f.Add([]byte(seed), uint8(9), uint8(40))
	}
	f.Add(gzipped(f, entry("a")+"\n?\n"+entry("b")), uint8(16), uint8(0))
	f.Add(zstandard(f, entry("a")+"\n?\n"+entry("b")), uint8(16), uint8(30))
	catalog := entryCatalog(f)
	f.Fuzz(func(t *testing.T, object []byte, block, limit uint8) {
		options := ConverterOptions{MaxRecordBytes: int(limit), MaxObjectBytes: 1 << 20}
		want, wantErr := tryConvert(t, catalog, options, bytes.NewReader(object))
		isCompressed := bytes.HasPrefix(object, []byte("\x1f\x8b")) || bytes.HasPrefix(object, []byte("\x28\xb5\x2f\xfd"))
		if !isCompressed {
			requirePlaces(t, string(object), want)
		}
		require.True(t, want.ledger.Balanced())

		options.blockBytes = 4 + int(block)
		for workers, source := range map[int]io.Reader{
			1: iotest.OneByteReader(bytes.NewReader(object)),
			3: bytes.NewReader(object),
		} {
			options.Workers = workers
			got, err := tryConvert(t, catalog, options, source)
			if wantErr != nil {
				require.ErrorContains(t, err, wantErr.Error())
				continue
			}
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	})
}
