package golden

import (
	"slices"

	"github.com/rogpeppe/go-internal/txtar"
)

// Updated is the archive with every section that differs rewritten to what
// came out. The comment, the input and what does not differ stay as they are.
func (r Result) Updated() []byte {
	updated := &txtar.Archive{Comment: r.Case.archive.Comment, Files: slices.Clone(r.Case.archive.Files)}
	for _, difference := range r.Differences() {
		replaceSection(updated, difference.Section, r.sections[difference.Section])
	}
	return txtar.Format(updated)
}

// replaceSection sets the text of a section. An empty one is taken away, a new
// one stands where the order of sections wants it.
func replaceSection(archive *txtar.Archive, name, text string) {
	at := slices.IndexFunc(archive.Files, func(section txtar.File) bool { return section.Name == name })
	switch {
	case text == "" && at >= 0:
		archive.Files = slices.Delete(archive.Files, at, at+1)
	case text == "":
	case at >= 0:
		archive.Files[at].Data = []byte(text)
	default:
		archive.Files = slices.Insert(archive.Files, placeFor(archive, name), txtar.File{Name: name, Data: []byte(text)})
	}
}

// placeFor is where a new section goes: before the first that comes later.
func placeFor(archive *txtar.Archive, name string) int {
	order := expectedSections()
	place := slices.IndexFunc(archive.Files, func(section txtar.File) bool {
		return slices.Index(order, section.Name) > slices.Index(order, name)
	})
	if place < 0 {
		return len(archive.Files)
	}
	return place
}

// form is the name of the section that a case holds lines of JSON in: laid out
// for people, unless it has the one with exact lines.
func (c Case) form(laidOut, exact string) string {
	if _, held := c.section(exact); held {
		return exact
	}
	return laidOut
}
