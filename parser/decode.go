package parser

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/udmap/udmap/internal/yaml"
	"github.com/udmap/udmap/udm"
)

// MaxTableBytes bounds the size of a table's file.
const MaxTableBytes = 1 << 20

// Load reads a mapping table. The file's name is for the diagnostics and need
// not exist; source is UTF-8 YAML as docs/tables.md describes. Everything
// that is wrong with the table's form is reported at once; what its rows mean
// is left to [Compile]. The table is nil if and only if the diagnostics hold
// an error.
func Load(file string, source []byte) (*Table, udm.Diagnostics) {
	table, report := load(file, source)
	return loaded(table, report)
}

// LoadPacked is Load for a table that was found right and whose document was
// packed then, which is many times as fast. A source that was changed since is a
// diagnostic: run make generate.
func LoadPacked(file string, source, packed []byte) (*Table, udm.Diagnostics) {
	d := &decoder{report: newReport(), file: file, source: source, checked: true}
	root, err := yaml.Unpack(packed, source)
	if err != nil {
		return nil, udm.Diagnostics{unreadableFile(file, fmt.Errorf("as it was packed: %w; run make generate", err))}
	}
	return loaded(d.table(root), d.report)
}

func loaded(table *Table, report *report) (*Table, udm.Diagnostics) {
	if report.found.HasErrors() {
		return nil, report.found.Sort()
	}
	return table, report.found.Sort()
}

// load decodes as much of a table as there is. The table is nil only where
// the source is no mapping at all.
func load(file string, source []byte) (*Table, *report) {
	d := &decoder{report: newReport(), file: file, source: source}
	root := d.parse()
	if root == nil {
		return nil, d.report
	}
	return d.table(root), d.report
}

// table decodes a mapping as the whole document.
func (d *decoder) table(root *yaml.Node) *Table {
	table := &Table{File: d.file, Version: 1, Position: d.start(root)}
	decodeMapping(d, root, tableForm(), table.Position, table)
	if !d.checked {
		table.places = d.places
		checkShape(table, d.report)
	}
	return table
}

// decoder turns nodes into the parts of a table, and remembers their places.
type decoder struct {
	*report

	file    string
	source  []byte
	checked bool // nothing will be found, so that no places are asked for
	places  places
	row     string // the id of the row or line that is being decoded
}

// parse returns the document's root, or nil where that is no mapping.
func (d *decoder) parse() *yaml.Node {
	start := udm.Position{File: d.file, Line: 1, Column: 1}
	if len(d.source) > MaxTableBytes {
		d.add(mapTooLarge, udm.Diagnostic{Position: start}, strconv.Itoa(MaxTableBytes))
		return nil
	}
	if !utf8.Valid(d.source) {
		d.add(mapNotUTF8, udm.Diagnostic{Position: d.firstInvalid()})
		return nil
	}
	root, err := yaml.Parse(d.source)
	if err != nil {
		d.unreadable(err)
		return nil
	}
	if root.Kind != yaml.Mapping {
		d.addAt(root, mapWrongType, "begin with table: NAME", "the document", string(MappingType), root.Kind.String())
		return nil
	}
	return root
}

// firstInvalid is the place of the first byte that is not UTF-8.
func (d *decoder) firstInvalid() udm.Position {
	valid := 0
	for valid < len(d.source) {
		r, size := utf8.DecodeRune(d.source[valid:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		valid += size
	}
	before := d.source[:valid]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return udm.Position{
		File:   d.file,
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: utf8.RuneCount(line) + 1,
		Offset: valid,
	}
}

// unreadable reports an error of the YAML parser.
func (d *decoder) unreadable(err error) {
	failure, ok := errors.AsType[*yaml.Error](err)
	if !ok {
		d.add(mapSyntax, udm.Diagnostic{Position: udm.Position{File: d.file}}, err.Error())
		return
	}
	at := udm.Diagnostic{Position: d.position(failure.Mark)}
	switch failure.Problem {
	case yaml.SeveralDocuments:
		d.add(mapSecondDocument, at)
	case yaml.TooManyNodes:
		d.add(mapAliases, at, "make more than "+strconv.Itoa(yaml.MaxNodes)+" values")
	case yaml.EndlessAlias:
		d.add(mapAliases, at, "hold themselves")
	case yaml.Syntax, yaml.ProblemInvalid:
		d.add(mapSyntax, at, failure.Message)
	}
}

// decodeMapping sets what the node has for each key of the form. The
// mapping's places are filed under its position.
func decodeMapping[T any](d *decoder, node *yaml.Node, form form[T], mapping udm.Position, target *T) {
	seen := map[string]bool{}
	for _, entry := range node.Entries {
		name, ok := d.keyName(entry.Key, form.Section.Article)
		if !ok {
			continue
		}
		index, known := form.key(name)
		switch {
		case !known:
			d.unknownKey(mapping, entry, name, form.Section, seen)
			continue
		case seen[name]:
			d.addAt(entry.Key, mapDuplicateKey, "", name, form.Article)
			continue
		}
		seen[name] = true
		d.place(mapping, name, entry)
		if setting, ok := d.setting(mapping, form.Keys[index], entry.Value); ok {
			form.setters[index](target, setting)
		}
	}
	for _, key := range form.Keys {
		if key.Required && !seen[key.Name] {
			d.add(mapMissingKey, udm.Diagnostic{Position: mapping, Hint: key.Doc, Row: d.row}, form.Article, key.Name)
		}
	}
}

// unknownKey reports a key that the section does not have. It counts as the
// key that it was probably meant to be, so that this one is not missed too.
func (d *decoder) unknownKey(mapping udm.Position, entry yaml.Entry, name string, section Section, seen map[string]bool) {
	near, found := udm.Suggest(name, section.names())
	hint := ""
	if found {
		hint = suggest(near)
		if !seen[near] {
			seen[near] = true
			d.place(mapping, near, entry)
		}
	}
	d.addAt(entry.Key, mapUnknownKey, hint, name, section.Article)
}

// keyName reads a key, which must be text.
func (d *decoder) keyName(key *yaml.Node, mapping string) (string, bool) {
	if key.Kind != yaml.Text {
		d.wrongType(key, "a key of "+mapping, TextType)
		return "", false
	}
	return key.Value, true
}

// place files where an entry stands.
func (d *decoder) place(mapping udm.Position, name string, entry yaml.Entry) {
	if d.checked {
		return
	}
	d.places.set(mapping, name, theKey, place{at: d.position(entry.Key.Mark)})
	d.placeItem(mapping, name, theValue, entry.Value)
}

func (d *decoder) placeItem(mapping udm.Position, name string, item int, node *yaml.Node) {
	if d.checked {
		return
	}
	d.places.set(mapping, name, item, placeOf(d.source, d.start(node), node.Value))
}

// start is the position that stands for a node: of its first key, if it is a
// mapping.
func (d *decoder) start(node *yaml.Node) udm.Position {
	if len(node.Entries) > 0 {
		node = node.Entries[0].Key
	}
	return d.position(node.Mark)
}

func (d *decoder) position(mark yaml.Mark) udm.Position {
	return udm.Position{File: d.file, Line: mark.Line, Column: mark.Column, Offset: mark.Offset}
}

// addAt reports a finding about a node.
func (d *decoder) addAt(node *yaml.Node, id, hint string, words ...string) {
	d.add(id, udm.Diagnostic{Position: d.position(node.Mark), Hint: hint, Row: d.row}, words...)
}

func (d *decoder) wrongType(node *yaml.Node, what string, want Type) {
	d.addAt(node, mapWrongType, typeHint(node, want), what, string(want), node.Kind.String())
}

// typeHint tells how to write a value that was meant well.
func typeHint(node *yaml.Node, want Type) string {
	switch {
	case node.Kind == yaml.Null:
		return "give it a value, or take the key away"
	case isConstant(node.Kind) && node.Kind != yaml.Text && (want == TextType || want == TextsType):
		return "put it in quotes: " + strconv.Quote(node.Value)
	}
	return ""
}
