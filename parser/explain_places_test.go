package parser_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// TestExplanationsPlaceValuesInTheRecord: what a field was made of is found in
// the record, and no more than that: behind escapes, in JSON within a text, and
// in the pieces of a text that is made.
func TestExplanationsPlaceValuesInTheRecord(t *testing.T) {
	for name, test := range map[string]struct {
		rows, extract, record string
		want                  map[string][]string
	}{
		"a part of a text": {
			extract: "detail: {from: text, using: dash-pairs}",
			rows:    "{id: A, from: detail.Room, to: target.resource.name}, {id: B, from: text, to: metadata.description}",
			record:  `"text":"Open - Room: North - Floor: 3"`,
			want: map[string][]string{
				"target.resource.name": {"North"}, "metadata.description": {"Open - Room: North - Floor: 3"},
			},
		},
		"a part of JSON in a text, with escapes of its own": {
			extract: "detail: {from: text, using: embedded-json}",
			rows:    "{id: A, from: detail.first.a, to: target.resource.name}, {id: B, each: detail.rest, from: a, to: about.user.userid}",
			record:  `"text":"[{\"a\":\"x\\ty\"},{\"a\":\"z\"}] end"`,
			want:    map[string][]string{"target.resource.name": {`x\\ty`}, "about[0].user.userid": {"z"}},
		},
		"the pieces of a text": {
			extract: `made: {text: "<{a}-{b}>"}`,
			rows:    "{id: A, from: made, to: metadata.product_event_type}",
			record:  `"a":"\u0041\u00e9","b":"B"`,
			want:    map[string][]string{"metadata.product_event_type": {`\u0041\u00e9`, "B"}},
		},
		"elements of a list": {
			rows:   "{id: A, from: ips, to: principal.ip, as: ip}",
			record: `"ips":["192.0.2.1","2001:db8::1"]`,
			want:   map[string][]string{"principal.ip[0]": {"192.0.2.1"}, "principal.ip[1]": {"2001:db8::1"}},
		},
		"the rest": {
			rows:   "{id: R, from: <rest>, to: additional}",
			record: `"a":{"b":"x"}`,
			want:   map[string][]string{"additional.a": {`{"b":"x"}`}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			record := "  " + `{"at":1773296067,` + test.record + "}"
			explanation, err := compiled(t, valuesTable(test.rows, test.extract, "")).Explain([]byte(record))
			require.NoError(t, err)
			require.Nil(t, explanation.Rejection)
			got := map[string][]string{}
			for _, field := range explanation.Fields {
				for _, place := range field.Places {
					got[field.Path] = append(got[field.Path], record[place.Start:place.End])
				}
			}
			require.Equal(t, []string{"1773296067"}, got["metadata.event_timestamp"])
			delete(got, "metadata.event_timestamp")
			require.Equal(t, test.want, got)
		})
	}
}

// TestEveryFieldOfTheSamplesIsPlaced: a field that a row took from the record
// has a place there, whose text is what it was made of.
func TestEveryFieldOfTheSamplesIsPlaced(t *testing.T) {
	catalog, findings := parser.BuiltIn(parser.Options{})
	require.False(t, findings.HasErrors())
	samples, err := filepath.Glob("../testdata/samples/*.jsonl")
	require.NoError(t, err)
	placed := 0
	for _, name := range samples {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		for record := range strings.Lines(string(text)) {
			explanation, err := catalog.Explain([]byte(record))
			if err != nil {
				continue // a sample that is broken on purpose
			}
			for _, field := range explanation.Fields {
				if field.Raw == "" || strings.HasPrefix(field.Source, "<degraded") { // a constant
					continue
				}
				require.NotEmpty(t, field.Places, "%s of %s", field.Path, record)
				if len(field.Places) == 1 && !strings.HasPrefix(field.Raw, "{") && !strings.HasPrefix(field.Raw, "[") {
					written := record[field.Places[0].Start:field.Places[0].End]
					require.Condition(t, func() bool { // a made text has more than its pieces
						return slices.ContainsFunc(decodings(written), func(text string) bool { return strings.Contains(field.Raw, text) })
					}, "%s: %q of %s", field.Path, written, record)
					placed++
				}
			}
			for _, unused := range explanation.Unused {
				require.Contains(t, record[unused.Place.Start:unused.Place.End], strings.Trim(unused.Raw, `"`), unused.Path)
			}
		}
	}
	require.Greater(t, placed, 1000)
}

// decodings returns the content of a JSON string as it is, and decoded as often
// as it was encoded.
func decodings(content string) []string {
	texts := []string{content}
	for {
		last := texts[len(texts)-1]
		var text string
		if json.Unmarshal([]byte(`"`+last+`"`), &text) != nil || text == last {
			return texts
		}
		texts = append(texts, text)
	}
}
