// Package golden runs golden cases: raw input and the UDM events expected of
// it, in one txtar archive that a person can read and diff.
//
// The archive's comment tells what the case shows; its first line is the
// title. The files of the archive, its sections, are
//
//	in.jsonl, in.json, in.log   the raw object, byte for byte
//	in.base64                   or, where text cannot hold it, in base64
//	table                       the name of the one table in use
//	NAME.yaml                   or the table itself; of several, the shape of
//	                            each record chooses one
//	options                     lines of "name: value", see [Options]
//
// and what is expected, of which a section that is empty may be left out:
//
//	diagnostics                 the errors and warnings of the case's tables
//	events.json                 the events, laid out for people
//	events.jsonl                or exactly as they are written
//	rejected.json               the rejected records, laid out for people
//	rejected.jsonl              or exactly as they are written
//	warnings                    what the ledger counts beside events
//	error                       what ends the conversion
//	validator                   the errors and warnings of the validator on the
//	                            events, without the warnings that a table waives
//	ledger.json                 the ledger; held only where the section is there
//
// Without a table section, every record goes to the table that claims it.
package golden

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/udmap/udmap/internal/jsonlayout"
	"github.com/udmap/udmap/udm"
)

// Extension is the end of the name of every file that holds a case.
const Extension = ".txtar"

// Case is one golden case. Load makes it; it does not change.
type Case struct {
	// File is the path of the archive, as a message prints it.
	File string
	// Title is the first line of the comment.
	Title string

	archive *txtar.Archive
	input   string // the name of the section with the raw object, "" for none
	object  []byte
	options Options
}

// Name is the file without its extension and with slashes: what --run matches.
func (c Case) Name() string {
	return strings.TrimSuffix(filepath.ToSlash(c.File), Extension)
}

// Load reads cases: a file is one case, a folder holds one in each .txtar file
// below it. Cases come in the order of paths, and within a folder in the order
// of names. It returns an error that wraps the one of the file system, or a
// *FormatError.
func Load(paths ...string) ([]Case, error) {
	var cases []Case
	for _, path := range paths {
		files, err := archivesBelow(path)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			loaded, err := Parse(file, text)
			if err != nil {
				return nil, err
			}
			cases = append(cases, loaded)
		}
	}
	return cases, nil
}

// archivesBelow lists the archives in a folder, or the one file itself.
func archivesBelow(path string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() && (file == path || filepath.Ext(file) == Extension) {
			files = append(files, file)
		}
		return nil
	})
	return files, err
}

// FormatError tells why an archive is no golden case.
type FormatError struct {
	File string
	Line int
	Err  error
}

// Error returns "file:line: what is wrong".
func (e *FormatError) Error() string { return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err) }

// Unwrap returns what is wrong.
func (e *FormatError) Unwrap() error { return e.Err }

// Parse reads one archive. File is its path, for messages. The error is a
// *FormatError.
func Parse(file string, text []byte) (Case, error) {
	c := Case{File: file, archive: txtar.Parse(text)}
	c.Title, _, _ = strings.Cut(strings.TrimSpace(string(c.archive.Comment)), "\n")
	if c.Title == "" {
		return Case{}, &FormatError{file, 1, errors.New("the first line must tell what the case shows")}
	}
	for i, section := range c.archive.Files {
		if err := c.read(section, c.archive.Files[:i]); err != nil {
			return Case{}, &FormatError{file, c.line(section.Name), fmt.Errorf("%s: %w", section.Name, err)}
		}
	}
	if c.input == "" && !c.hasOwnTables() {
		return Case{}, &FormatError{file, 1, errors.New("the case has neither input nor a table: add a section in.jsonl")}
	}
	return c, nil
}

// read checks one section and keeps what the run needs.
func (c *Case) read(section txtar.File, before []txtar.File) error {
	if slices.ContainsFunc(before, func(other txtar.File) bool { return other.Name == section.Name }) {
		return errors.New("the section is there twice: join the two")
	}
	switch name := section.Name; {
	case slices.Contains(inputSections(), name):
		return c.readInput(section)
	case name == sectionOptions:
		options, err := parseOptions(section.Data)
		c.options = options
		return err
	case name == sectionTable, isTableFile(name):
		return nil
	case slices.Contains(expectedSections(), name):
		return checkExpected(section)
	}
	return unknownSection(section.Name)
}

// readInput decodes the raw object.
func (c *Case) readInput(section txtar.File) error {
	if c.input != "" {
		return fmt.Errorf("a case has one input, and %s is there already: make it a case of its own", c.input)
	}
	c.input, c.object = section.Name, section.Data
	if section.Name != sectionBase64 {
		return nil
	}
	var err error
	c.object, err = base64.StdEncoding.DecodeString(string(bytes.Join(bytes.Fields(section.Data), nil)))
	return err
}

// checkExpected refuses JSON sections that hold no JSON.
func checkExpected(section txtar.File) error {
	if !strings.HasSuffix(section.Name, ".json") {
		return nil
	}
	_, err := jsonlayout.Text(section.Data)
	return err
}

// unknownSection names the section that was probably meant.
func unknownSection(name string) error {
	known := slices.Concat(inputSections(), []string{sectionTable, sectionOptions}, expectedSections())
	if meant, ok := udm.Suggest(name, known); ok {
		return fmt.Errorf("there is no such section; did you mean %s?", meant)
	}
	return fmt.Errorf("there is no such section; there are %s and NAME.yaml", strings.Join(known, ", "))
}

// Table is the name of the one table that the case asks for, "" for none.
func (c Case) Table() string {
	name, _ := c.section(sectionTable)
	return strings.TrimSpace(name)
}

// section gives the text of a section, and whether it is there.
func (c Case) section(name string) (string, bool) {
	for _, section := range c.archive.Files {
		if section.Name == name {
			return string(section.Data), true
		}
	}
	return "", false
}

// line is the line of the archive on which the marker of a section stands, 1
// where there is no such section.
func (c Case) line(name string) int {
	line := 1 + bytes.Count(c.archive.Comment, []byte("\n"))
	for _, section := range c.archive.Files {
		if section.Name == name {
			return line
		}
		line += 1 + bytes.Count(section.Data, []byte("\n"))
	}
	return 1
}
