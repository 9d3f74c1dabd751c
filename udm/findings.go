package udm

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// maxRepeats bounds how often one rule is reported of one field of the
// schema. It keeps the output readable, and cheap on hostile input, and loses
// no rule: the last finding counts what was left out.
const maxRepeats = 10

// findings collects diagnostics with byte offsets; lines and columns are
// counted once, at the end.
type findings struct {
	rules   map[string]RuleInfo
	list    Diagnostics
	repeats map[repeated]*repeats
}

// repeated is what counts as the same finding again: a rule and the field or
// message of the schema that it is about.
type repeated struct {
	rule    string
	subject any
}

type repeats struct {
	count int
	last  int // index in the list of the last finding that was kept
}

// report adds a finding at an offset. subject is the *Field or *Message that
// the finding is about, nil for the event. complete fills in what the rule
// alone does not know; it may be nil.
func (f *findings) report(rule string, offset int, subject any, complete func(d *Diagnostic)) {
	if f.repeats == nil {
		f.repeats = make(map[repeated]*repeats)
	}
	key := repeated{rule: rule, subject: subject}
	seen, ok := f.repeats[key]
	if !ok {
		seen = new(repeats)
		f.repeats[key] = seen
	}
	if seen.count++; seen.count > maxRepeats {
		return
	}
	info := f.rules[rule]
	d := Diagnostic{
		ID: info.ID, Severity: info.Severity, Summary: info.Summary, Hint: info.Hint, URL: info.URL,
		Position: Position{Offset: offset},
	}
	if complete != nil {
		complete(&d)
	}
	seen.last = len(f.list)
	f.list = append(f.list, d)
}

// sorted returns the findings in the order of their places, with lines and
// columns.
func (f *findings) sorted(event []byte) Diagnostics {
	for _, seen := range f.repeats {
		if more := seen.count - maxRepeats; more > 0 {
			detail := &f.list[seen.last].Detail
			if *detail != "" {
				*detail += "; "
			}
			*detail += fmt.Sprintf("and %d more like this", more)
		}
	}
	slices.SortStableFunc(f.list, func(a, b Diagnostic) int {
		return cmp.Or(cmp.Compare(a.Position.Offset, b.Position.Offset), cmp.Compare(a.ID, b.ID))
	})
	at := Position{Line: 1, Column: 1}
	for i := range f.list {
		at = advance(at, event, f.list[i].Position.Offset)
		f.list[i].Position = at
	}
	return f.list
}

// advance moves a position in text on to a later offset.
func advance(at Position, text []byte, offset int) Position {
	for at.Offset < offset {
		if text[at.Offset] == '\n' {
			at.Line++
			at.Column = 1
			at.Offset++
			continue
		}
		_, size := utf8.DecodeRune(text[at.Offset:])
		at.Column++
		at.Offset += size
	}
	return at
}
