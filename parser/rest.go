package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/udm"
)

// restField is a raw field that the table does not name, where it has a row
// that writes all such fields.
type restField struct {
	of         *member
	key        uint32 // where in the record its key is to be found
	start, end uint32 // of the value
}

// collect notes a field that was read, if it is one of the rest. An object of
// which the table reads fields is none: its other fields are.
func (s *scanner) collect(of *member, key, start, end int) {
	if of.rest && (of.child == nil || s.data[start] != '{') {
		s.f.rest = append(s.f.rest, restField{of, uint32(key), uint32(start), uint32(end)})
	}
}

// writeRest appends the members that the fields of the rest make.
func (m *Mapper) writeRest(dst []byte, l *leaf, f *frame) (out []byte, written bool) {
	for i := range f.rest {
		field := &f.rest[i]
		v, found := m.restValue(field)
		if !found {
			continue
		}
		mark := len(dst)
		if written {
			dst = append(dst, ',')
		}
		key := len(dst) + 1
		dst = append(dst, '"')
		dst = m.appendRestKey(dst, field)
		end := len(dst)
		if !m.isNewMember(dst, key, end) {
			m.warn(l.row, keyTaken)
			dst = dst[:mark]
			continue
		}
		dst = append(dst, `":"`...)
		value := len(dst)
		if v.isScalar() {
			dst = m.appendValue(dst, &v)
		} else {
			dst = m.appendJSON(dst, v)
		}
		if m.trace != nil {
			m.trace.wroteMember(l, string(dst[key:end]), string(m.buffers[raw][field.start:field.end]), dst[value:])
		}
		dst = append(dst, '"')
		written = true
	}
	return dst, written
}

// restValue returns the value of a field; found is false where it is empty.
func (m *Mapper) restValue(field *restField) (v value, found bool) {
	content := m.buffers[raw][field.start:field.end]
	v = value{start: field.start, end: field.end, kind: number, plain: true}
	switch content[0] {
	case 'n':
		return v, false
	case '"':
		end, escaped, _ := scanString(content, 1)
		return m.stringValue(content[1:end], value{start: field.start + 1, end: field.start + uint32(end), kind: text, plain: true}, escaped)
	case '[', '{':
		v.kind, v.plain = array, false
		return v, skipSpace(content, 1) < len(content)-1
	}
	return v, true
}

// appendRestKey appends the path of a field.
func (m *Mapper) appendRestKey(dst []byte, field *restField) []byte {
	dst = append(dst, field.of.within...)
	data := m.buffers[raw]
	at := int(field.key)
	for data[at] != '"' {
		at++
	}
	end, escaped, _ := scanString(data, at+1)
	key := data[at+1 : end]
	if escaped {
		start := len(m.buffers[decoded])
		m.buffers[decoded], _ = appendDecoded(m.buffers[decoded], key)
		key = m.buffers[decoded][start:]
	}
	return udm.AppendEscaped(dst, key)
}

// addRest lets the program read all raw fields that the table does not name, if
// a row writes them.
func (b *builder) addRest() {
	if !slices.ContainsFunc(b.placed, func(p *placed) bool { return p.leaf.kind == restLeaf }) {
		return
	}
	table := b.compiler.plan.table
	for _, field := range table.namedFields() {
		b.sources.paths = append(b.sources.paths, rawPath{path: splitPath(field), slot: none, named: true})
	}
	for _, dropped := range table.Dropped {
		b.sources.paths = append(b.sources.paths, rawPath{path: splitPath(dropped.Field), slot: none, named: true, dropped: true})
	}
}

// namedFields returns the raw fields that the table names, dropped ones aside,
// whatever its options say: what a user chose to leave out is not among the rest.
func (t *Table) namedFields() []string {
	var names []string
	for i := range t.Rows {
		row := &t.Rows[i]
		if row.Each != "" {
			names = append(names, row.Each)
			continue
		}
		names = append(names, row.From...)
		names = append(names, row.When.sources()...)
	}
	for i := range t.Extracts {
		extract := &t.Extracts[i]
		names = append(names, extract.From)
		names = append(names, extract.First...)
		names = append(names, templateSources(extract.Text)...)
		names = append(names, extract.When.sources()...)
	}
	for i := range t.EventTypes {
		names = append(names, t.EventTypes[i].From)
		names = append(names, t.EventTypes[i].When.sources()...)
	}
	for i := range t.Needs {
		names = append(names, t.Needs[i].When.sources()...)
	}
	return slices.DeleteFunc(names, func(name string) bool {
		return name == "" || strings.HasPrefix(name, "<") || t.isExtract(name)
	})
}

// isExtract tells whether a source is an extract, or a part of one.
func (t *Table) isExtract(source string) bool {
	name, _, _ := strings.Cut(source, ".")
	return slices.ContainsFunc(t.Extracts, func(e Extract) bool { return e.Name == name })
}
