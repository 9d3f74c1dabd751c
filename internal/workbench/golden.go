package workbench

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/internal/rawrecord"
)

// errNotCompiled refuses to make a case of what does not run.
var errNotCompiled = errors.New("the table does not compile: mend it before you export a case")

// markerLine is what would begin a section inside another.
var markerLine = regexp.MustCompile(`(?m)^-- .* --\s*$`)

// GoldenCase makes a golden case of the record that a question asks about, with
// the table where it was edited, and with what is expected as it comes out now.
func (w *Workbench) GoldenCase(ctx context.Context, q Question) ([]byte, error) {
	choice, err := w.choose(q)
	if err != nil {
		return nil, err
	}
	if choice.catalog == nil {
		return nil, errNotCompiled
	}
	text, _ := inflated(q.Raw)
	record, err := rawrecord.Find(ctx, choice.catalog, rawName, bytes.NewReader(text), max(q.Record, 1))
	if err != nil {
		return nil, err
	}
	archive := &txtar.Archive{
		Comment: []byte("Tells what this case shows (made by udmap serve: write a line of your own)\n\n"),
		Files:   []txtar.File{inputSection(record.Bytes())},
	}
	mapper := choice.catalog.NewMapper()
	switch _, err := mapper.Append(nil, record.Bytes()); {
	case choice.edited != nil && (q.Table != "" || err != nil || mapper.Table() == choice.edited):
		if markerLine.MatchString(q.Text) {
			return nil, errors.New(`the table has a line like "-- name --", which no golden case can hold: change it`)
		}
		archive.Files = append(archive.Files, txtar.File{Name: choice.edited.Name + ".yaml", Data: ended(q.Text)})
	case q.Table != "":
		archive.Files = append(archive.Files, txtar.File{Name: "table", Data: ended(q.Table)})
	}
	return w.expect(ctx, txtar.Format(archive))
}

// inputSection holds a record as text, or where text cannot, in base64.
func inputSection(record []byte) txtar.File {
	if utf8.Valid(record) && !bytes.ContainsRune(record, 0) && !markerLine.Match(record) {
		return txtar.File{Name: rawName, Data: ended(string(record))}
	}
	return txtar.File{Name: "in.base64", Data: ended(base64.StdEncoding.EncodeToString(record))}
}

// ended is a text with a line break behind it, as sections have.
func ended(text string) []byte {
	if len(text) > 0 && text[len(text)-1] == '\n' {
		return []byte(text)
	}
	return []byte(text + "\n")
}

// expect adds to a case what comes out of it now.
func (w *Workbench) expect(ctx context.Context, archive []byte) ([]byte, error) {
	parsed, err := golden.Parse("case.txtar", archive)
	if err != nil {
		return nil, fmt.Errorf("make a golden case: %w", err)
	}
	runner, findings := golden.NewRunner(w.tables)
	if runner == nil {
		return nil, findings
	}
	result, err := runner.Run(ctx, parsed)
	if err != nil {
		return nil, err
	}
	return result.Updated(), nil
}
