package golden

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/udmap/udmap/internal/jsonlayout"
	"github.com/udmap/udmap/parser"
)

// Result is what became of a case.
type Result struct {
	Case   Case
	Ledger parser.Ledger

	sections map[string]string // what came out, as the archive would hold it
}

// Difference is a section in which something else came out than is expected.
type Difference struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // of the archive, where the difference begins
	Section string `json:"section"`
	Diff    string `json:"diff"` // a unified diff from what is expected to what came out
}

// set keeps what came out for a section.
func (r *Result) set(section, text string) {
	if r.sections == nil {
		r.sections = map[string]string{}
	}
	if strings.HasSuffix(section, ".json") {
		text = readable(text)
	}
	r.sections[section] = text
}

// readable lays out lines of JSON. Text that is not in the canonical form, one
// compact value a line, is kept behind a heading, so that it differs from
// everything that a section may hold.
func readable(text string) string {
	if laidOut, err := jsonlayout.Text([]byte(text)); err == nil && isCompact(text) {
		return laidOut
	}
	return "not one compact JSON value a line:\n" + text
}

// isCompact tells of lines that are one JSON value each, without white space.
func isCompact(text string) bool {
	for line := range strings.Lines(text) {
		var compact bytes.Buffer
		if json.Compact(&compact, []byte(line)) != nil || compact.String()+"\n" != line {
			return false
		}
	}
	return true
}

// setLedger keeps the ledger where the case holds one.
func (r *Result) setLedger() error {
	if _, held := r.Case.section(sectionLedger); !held {
		return nil
	}
	ledger, err := json.Marshal(r.Ledger)
	if err != nil {
		return fmt.Errorf("%s: write the ledger: %w", r.Case.File, err)
	}
	r.set(sectionLedger, string(ledger)+"\n")
	return nil
}

// Uses reports whether a table of that name, which the case does not bring
// along, took one of the records or was asked to.
func (r Result) Uses(table string) bool {
	if r.Case.hasOwnTables() {
		return false
	}
	if r.Case.Table() == table || r.Ledger.Tables[table] > 0 {
		return true
	}
	rejected := r.sections[r.Case.form(sectionRejected, sectionRejectedLines)]
	quoted := strconv.Quote(table)
	return strings.Contains(rejected, `"table": `+quoted) || strings.Contains(rejected, `"table":`+quoted)
}

// Passed reports whether everything came out as expected.
func (r Result) Passed() bool { return len(r.Differences()) == 0 }

// Differences lists the sections that differ, in the order of the archive
// format.
func (r Result) Differences() []Difference {
	var differences []Difference
	for _, section := range expectedSections() {
		if difference, differs := r.compare(section); differs {
			differences = append(differences, difference)
		}
	}
	return differences
}

// compare holds one section against what came out.
func (r Result) compare(section string) (Difference, bool) {
	written, _ := r.Case.section(section)
	got := r.sections[section]
	if written == got {
		return Difference{}, false // nothing is to be laid out, which takes time
	}
	expected := normalise(section, written)
	if expected == got {
		return Difference{}, false
	}
	difference := Difference{File: r.Case.File, Line: r.Case.line(section), Section: section}
	if written != "" && written == expected {
		difference.Line += 1 + equalLines(expected, got)
	}
	difference.Diff = unified(section, expected, got)
	return difference, true
}

// normalise lays JSON out, so that white space in an archive does not count.
func normalise(section, text string) string {
	if !strings.HasSuffix(section, ".json") {
		return text
	}
	laidOut, err := jsonlayout.Text([]byte(text))
	if err != nil {
		return text // Parse refuses such a section
	}
	return laidOut
}

// unified is the unified diff of two texts, without the line that repeats the
// command.
func unified(section, expected, got string) string {
	text := diff.Diff(section+" expected", []byte(expected), section+" now", []byte(got))
	_, text, _ = bytes.Cut(text, []byte("\n"))
	return string(text)
}

// equalLines counts the lines at the beginning in which two texts agree.
func equalLines(one, other string) int {
	count := 0
	for {
		line, rest, more := strings.Cut(one, "\n")
		otherLine, otherRest, otherMore := strings.Cut(other, "\n")
		if line != otherLine || !more || !otherMore {
			return count
		}
		count++
		one, other = rest, otherRest
	}
}
