package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/gzip"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/internal/wholefile"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// rejectedOutput takes the rejected records of a conversion to standard
// output, one JSON line each.
type rejectedOutput interface {
	io.Writer
	// Commit ends the output.
	Commit() error
	// Discard gives up what of it is not committed.
	Discard() error
}

// createRejected chooses where rejected records go: to the file of --rejected,
// or to standard error, as they are for programs, as a list for people.
func (r *conversionRun) createRejected() (rejectedOutput, error) {
	switch {
	case r.request.rejected != "":
		return createRejectedFile(r.request.rejected)
	case r.format == formatJSON:
		return rejectedStream{r.stderr}, nil
	}
	return &rejectedList{w: r.stderr, palette: report.NewPalette(r.coloured(r.stderr))}, nil
}

// rejectedStream writes rejected records as they are.
type rejectedStream struct{ io.Writer }

// Commit implements rejectedOutput.
func (rejectedStream) Commit() error { return nil }

// Discard implements rejectedOutput.
func (rejectedStream) Discard() error { return nil }

// compressedFile is a whole file whose text is compressed.
type compressedFile struct {
	*gzip.Writer
	file *wholefile.File
}

// createRejectedFile begins a file, compressed if its name says so.
func createRejectedFile(path string) (rejectedOutput, error) {
	file, err := createNamed("--rejected", path)
	if err != nil || !strings.HasSuffix(path, ".gz") {
		return file, err
	}
	return compressedFile{gzip.NewWriter(file), file}, nil
}

// Commit implements rejectedOutput.
func (f compressedFile) Commit() error {
	if err := f.Writer.Close(); err != nil {
		return err
	}
	return f.file.Commit()
}

// Discard implements rejectedOutput.
func (f compressedFile) Discard() error { return f.file.Discard() }

const (
	maxListed  = 20  // rejected records are named
	maxExcerpt = 100 // characters of each are shown
)

// rejectedList names rejected records for people, once all is done: until then
// the terminal shows the progress.
type rejectedList struct {
	w       io.Writer
	palette report.Palette
	line    []byte // that is not yet complete
	text    bytes.Buffer
	count   int64
}

// rejectedRecord is a line that the converter writes for a rejected record, as
// far as the list needs it.
type rejectedRecord struct {
	Object       string        `json:"object"`
	RecordNumber int64         `json:"record_number"`
	Line         int64         `json:"line"`
	Reason       parser.Reason `json:"reason"`
	Detail       string        `json:"detail"`
	Row          string        `json:"row"`
	Record       string        `json:"record"`
}

// Write implements io.Writer. Of what is not listed it keeps the number only.
func (l *rejectedList) Write(text []byte) (int, error) {
	for rest := text; len(rest) > 0; {
		part, behind, complete := bytes.Cut(rest, []byte("\n"))
		rest = behind
		if l.count < maxListed {
			l.line = append(l.line, part...)
		}
		if complete {
			if err := l.add(l.line); err != nil {
				return 0, err
			}
			l.line = l.line[:0]
		}
	}
	return len(text), nil
}

func (l *rejectedList) add(line []byte) error {
	l.count++
	if l.count > maxListed {
		return nil
	}
	var record rejectedRecord
	if err := json.Unmarshal(line, &record); err != nil {
		return fmt.Errorf("reading back a rejected record: %w", err)
	}
	l.list(record)
	return nil
}

// list writes one line for the place and the reason, and one for the beginning
// of the record.
func (l *rejectedList) list(record rejectedRecord) {
	about := fmt.Sprintf("record %d", record.RecordNumber)
	detail, place := cutByte(record.Detail)
	if place != "" {
		about += ", " + place
	}
	if record.Row != "" {
		about += ", row " + record.Row
	}
	fmt.Fprintf(&l.text, "%s: %s: %s %s\n%s",
		l.palette.Bold(report.Printable(fmt.Sprintf("%s:%d", inputName(record.Object), record.Line))),
		l.palette.Severity(udm.SeverityError, "rejected"),
		report.Printable(rejectionInWords(record.Reason, detail)),
		l.palette.Dim("("+report.Printable(about)+")"),
		l.excerpt(record.Record))
}

// excerpt is the beginning of a record, in a line of its own.
func (l *rejectedList) excerpt(record string) string {
	if record == "" {
		return ""
	}
	return "      " + shorten(report.Printable(record), maxExcerpt) + "\n"
}

// Commit implements rejectedOutput.
func (l *rejectedList) Commit() error {
	if more := l.count - maxListed; more > 0 {
		fmt.Fprintf(&l.text, "and %s more; --rejected FILE keeps them all\n", thousands(more))
	}
	return l.Discard()
}

// Discard implements rejectedOutput: what is known of rejected records is
// printed whatever became of the run.
func (l *rejectedList) Discard() error {
	_, err := l.text.WriteTo(l.w)
	return err
}
