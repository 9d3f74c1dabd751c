package draft

import "strings"

// Case writes a golden case of a few records of different shapes, without what is
// expected of them: that is for the engine to say, and for a person to read.
func (s *Survey) Case(table string) string {
	var text strings.Builder
	text.WriteString("The first records of the samples\n\nMade by udmap init: read what is expected before you trust it.\n\n")
	text.WriteString("-- table --\n" + table + "\n-- in.jsonl --\n")
	for _, sample := range s.samples {
		text.Write(sample)
		text.WriteByte('\n')
	}
	return text.String()
}

// HasCase tells whether there are records that a case can hold: short ones, each on
// one line.
func (s *Survey) HasCase() bool { return len(s.samples) > 0 }
