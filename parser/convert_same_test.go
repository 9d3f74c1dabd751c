package parser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"
)

// What a conversion writes depends on the object's bytes alone: not on the
// size of reads and blocks, and not on how many workers there are.

// composed is an object of which it is known what becomes of it.
type composed struct {
	text    strings.Builder
	ids     []string
	rejects []string
	skipped int64
}

// record draws a record that becomes an event.
func (c *composed) record(t *rapid.T) string {
	id := fmt.Sprint("r", len(c.ids))
	c.ids = append(c.ids, id)
	record := fmt.Sprintf(`{"at":1767225600,"id":%q,"text":%q}`, id, strings.Repeat("é{[n\n\"", rapid.IntRange(0, 6).Draw(t, "text")))
	if rapid.IntRange(0, 3).Draw(t, "pretty") > 0 {
		return record
	}
	var pretty bytes.Buffer
	require.NoError(t, json.Indent(&pretty, []byte(record), "", "\t"))
	return pretty.String()
}

// rejected draws a value that is JSON but no event.
func (c *composed) rejected(t *rapid.T) string {
	record := rapid.SampledFrom([]string{`{}`, `{"id":"no time"}`, `{"at":1,"x":[{},[]]}`, `{"at":1,"id":1,"id":2}`, `"text"`, `false`}).Draw(t, "rejected")
	c.rejects = append(c.rejects, record)
	return record
}

func (c *composed) records(t *rapid.T) string {
	var list []string
	for range rapid.IntRange(0, 4).Draw(t, "records") {
		if rapid.IntRange(0, 3).Draw(t, "is rejected") == 0 {
			list = append(list, c.rejected(t))
		} else {
			list = append(list, c.record(t))
		}
	}
	return strings.Join(list, rapid.SampledFrom([]string{",", ", ", ",\r\n"}).Draw(t, "comma"))
}

func (c *composed) page(t *rapid.T) string {
	front := rapid.SampledFrom([]string{``, `"size":300,`, ` "of" : {"entries":[1]} ,`}).Draw(t, "front")
	page := `{` + front + `"entries":[` + c.records(t) + `]`
	if rapid.Bool().Draw(t, "company") {
		page += `,"company":[{"skipped":1}, 2,{"skipped":[]}]`
		c.skipped += 3
	}
	if rapid.Bool().Draw(t, "more records") {
		page += `,"items":[` + c.records(t) + `]`
	}
	return page + rapid.SampledFrom([]string{``, `,"next":""`, ` , "of" : { "x":[1,2] } `}).Draw(t, "behind") + `}`
}

// damage draws a line that is not JSON. The record behind it is read again.
func (c *composed) damage(t *rapid.T) string {
	line := rapid.SampledFrom([]string{
		`?`, `,`, `]}`, "\x00\x00", "\xff", `{"at":1,`, `{"id":"x`, `{]`, "{\"id\":\"\xe9\"}", "tru\r\n\r\n  fals", `-`, `"`,
	}).Draw(t, "damage")
	c.rejects = append(c.rejects, line)
	return "\n" + line + rapid.SampledFrom([]string{"\n", "\r\n", "\n\n \t", "\n\r\n"}).Draw(t, "line end") + c.record(t)
}

func compose(t *rapid.T) *composed {
	c := &composed{}
	if rapid.IntRange(0, 4).Draw(t, "byte-order mark") == 0 {
		c.text.WriteString(byteOrderMark)
	}
	for range rapid.IntRange(0, 12).Draw(t, "parts") {
		switch rapid.SampledFrom([]string{"record", "record", "record", "rejected", "array", "page", "damage"}).Draw(t, "part") {
		case "record":
			c.text.WriteString(c.record(t))
		case "rejected":
			c.text.WriteString(c.rejected(t))
		case "array":
			c.text.WriteString("[" + c.records(t) + "]")
		case "page":
			c.text.WriteString(c.page(t))
		case "damage":
			c.text.WriteString(c.damage(t))
		}
		c.text.WriteString(rapid.SampledFrom([]string{"\n", "\r\n", "", "n", "n\n", " \n\n"}).Draw(t, "separator"))
	}
	return c
}

func TestConvertMakesOfEveryPartWhatItIs(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := compose(rt)
		got := convert(rt, catalog, drawOptions(rt), drawReader(rt, c.text.String()))
		require.Equal(rt, c.ids, got.ids)
		require.Equal(rt, c.rejects, got.raws())
		require.Equal(rt, c.skipped, got.ledger.Skipped)
		requirePlaces(rt, c.text.String(), got)
	})
}

func TestConvertGivesTheSameHoweverItWorks(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := spoiled(rt, compose(rt).text.String())
		limit := rapid.SampledFrom([]int{0, 30, 80, 200}).Draw(rt, "limit")
		want := convert(rt, catalog, ConverterOptions{MaxRecordBytes: limit}, strings.NewReader(text))
		requirePlaces(rt, text, want)
		for range 3 {
			options := drawOptions(rt)
			options.MaxRecordBytes = limit
			require.Equal(rt, want, convert(rt, catalog, options, drawReader(rt, text)))
		}
	})
}

func TestConvertLosesNoByte(t *testing.T) {
	t.Parallel()
	catalog := entryCatalog(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := spoiled(rt, compose(rt).text.String())
		rt.Logf("object: %q", text)
		got := convert(rt, catalog, drawOptions(rt), strings.NewReader(text))
		var ids []string
		var skipped int64
		from := int64(0)
		for _, line := range got.lines {
			readGap(rt, text[from:line.Offset], &ids, &skipped)
			from = line.Offset + int64(len(line.raw))
		}
		readGap(rt, text[from:], &ids, &skipped)
		require.Equal(rt, got.ids, ids)
		require.Equal(rt, got.ledger.Skipped, skipped)
	})
}

// readGap reads what stands between two rejects: records that became events,
// elements that were skipped, and what frames and separates them.
func readGap(t *rapid.T, gap string, ids *[]string, skipped *int64) {
	gap = strings.TrimPrefix(gap, byteOrderMark)
	isSkipped := false // inside an array that holds no records
	for {
		behind := strings.TrimLeft(gap, " \t\r\n,n[]}")
		isSkipped = isSkipped && !strings.Contains(gap[:len(gap)-len(behind)], "]")
		if gap = behind; gap == "" {
			return
		}
		if front, before := pageFront(gap); front > 0 && !isSkipped {
			*skipped += before
			gap = gap[front:]
			continue
		}
		value, rest := readValue(t, gap)
		if member, found := strings.CutPrefix(strings.TrimLeft(rest, " \t\r\n"), ":"); found {
			if gap = strings.TrimLeft(member, " \t\r\n"); gap[0] == '[' {
				isSkipped = value != "entries" && value != "items"
				gap = gap[1:]
			} else {
				_, gap = readValue(t, gap)
			}
			continue
		}
		gap = rest
		record, _ := value.(map[string]any)
		if id, isRecord := record["id"]; isRecord && !isSkipped {
			*ids = append(*ids, idText(id))
		} else {
			*skipped++
		}
	}
}

// readValue reads the JSON value that text starts with.
func readValue(t *rapid.T, text string) (value any, rest string) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&value), "neither record nor frame: %q", text)
	return value, text[decoder.InputOffset():]
}

// idText returns what an event holds of an id.
func idText(id any) string {
	switch id := id.(type) {
	case string:
		return strings.TrimSpace(id)
	case json.Number, bool:
		return fmt.Sprint(id)
	}
	return ""
}

// pageFront returns the length of an object up to the `[` of a member that
// holds a page's records, or 0 where the gap starts with none; and how many
// elements other arrays before it have.
func pageFront(gap string) (front, skipped int64) {
	decoder := json.NewDecoder(strings.NewReader(gap))
	if open, err := decoder.Token(); err != nil || open != json.Delim('{') {
		return 0, 0
	}
	for {
		key, err := decoder.Token()
		if err != nil || key == json.Delim('}') {
			return 0, 0
		}
		if key == "entries" || key == "items" {
			if open, err := decoder.Token(); err == nil && open == json.Delim('[') {
				return decoder.InputOffset(), skipped
			}
			return 0, 0
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			return 0, 0
		}
		if array := gjson.ParseBytes(value); array.IsArray() {
			skipped += int64(len(array.Array()))
		}
	}
}

// spoiled cuts, doubles or overwrites parts of an object.
func spoiled(t *rapid.T, text string) string {
	for range rapid.IntRange(0, 3).Draw(t, "spoiled") {
		if text == "" {
			break
		}
		from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
		to := min(len(text), from+rapid.IntRange(1, 8).Draw(t, "length"))
		text = text[:from] + rapid.SampledFrom([]string{"", "\n", "{", "[", ",", "]", "}", "\"", "?", "\xff", "\x00", text[from:to] + text[from:to]}).Draw(t, "spoil") + text[to:]
	}
	return text
}

// drawOptions draws how a conversion works, not what it gives.
func drawOptions(t *rapid.T) ConverterOptions {
	return ConverterOptions{
		Workers:    rapid.IntRange(0, 4).Draw(t, "workers"),
		blockBytes: rapid.SampledFrom([]int{4, 5, 17, 64, 300, 0}).Draw(t, "block"),
	}
}

func drawReader(t *rapid.T, text string) io.Reader {
	switch rapid.SampledFrom([]string{"at once", "one byte", "half", "with the error"}).Draw(t, "read") {
	case "one byte":
		return iotest.OneByteReader(strings.NewReader(text))
	case "half":
		return iotest.HalfReader(strings.NewReader(text))
	case "with the error":
		return iotest.DataErrReader(strings.NewReader(text))
	}
	return strings.NewReader(text)
}
