package normalizer_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A field that a vendor has added is named, whatever else the object holds, also
// where its content is cut off. A table may mean to take every field: then none is.
func TestUnmappedNamesFieldsThatAreNowhere(t *testing.T) {
	t.Parallel()
	n := newNormalizer(t, settings())
	added := strings.TrimSuffix(record, "}") + `,"ticket":{"number":7},"risk":"high"}` + "\n"
	whole := record + "\n" + added + untimely + "\n"
	compressed := compress(t, whole+strings.Repeat(added, 5000))
	for name, test := range map[string]struct {
		content []byte
		fields  []string
	}{
		"plain":               {[]byte(whole), []string{"risk", "ticket.number"}},
		"compressed":          {compress(t, whole), []string{"risk", "ticket.number"}},
		"cut off":             {compressed[:len(compressed)/2], []string{"risk", "ticket.number"}},
		"nothing new":         {[]byte(record + "\n"), nil},
		"beyond the sample":   {[]byte(strings.Repeat(record+"\n", 20) + added), nil},
		"the table takes all": {[]byte(`{"id":1,"created_at":"2026-03-12T06:14:27Z","actor_id":2,"action":"update","source_type":"user","added":"x"}` + "\n"), nil},
		"no lines":            {[]byte(`{"operation_logs":[` + strings.TrimSpace(added) + `]}`), nil},
		"no log":              {[]byte("\x1f\x8bnothing"), nil},
		"nothing":             {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.fields, n.Unmapped(bytes.NewReader(test.content)))
		})
	}
}
