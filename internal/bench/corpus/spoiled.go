package corpus

import "slices"

// appendSpoiled writes a record that no mapper may turn into an event. The
// ways of spoiling one take turns.
func (g *Generator) appendSpoiled(dst []byte, next record) []byte {
	ways := [...]func([]byte, record) []byte{
		g.appendWithoutTime, g.appendUnreadableTime, g.appendCutShort, g.appendBareText, g.appendInvalidUTF8,
	}
	way := ways[g.spoiled%len(ways)]
	g.spoiled++
	return way(dst, next)
}

func (g *Generator) appendWithoutTime(dst []byte, next record) []byte {
	isTime := func(each field) bool { return each.name == "time" }
	return g.appendFields(dst, slices.DeleteFunc(next.fields(), isTime))
}

func (g *Generator) appendUnreadableTime(dst []byte, next record) []byte {
	fields := next.fields()
	fields[0].value = "12 March, at tea time"
	return g.appendFields(dst, fields)
}

func (g *Generator) appendCutShort(dst []byte, next record) []byte {
	start := len(dst)
	dst = g.appendFields(dst, next.fields())
	return dst[:start+(len(dst)-start)/2]
}

func (g *Generator) appendBareText(dst []byte, next record) []byte {
	return appendText(dst, string(next.detail))
}

// appendInvalidUTF8 ends the last field's value with a byte that begins a
// character and a quote that does not go on with it.
func (g *Generator) appendInvalidUTF8(dst []byte, next record) []byte {
	dst = g.appendFields(dst, next.fields())
	end := len(dst) - len(`"}`)
	return append(dst[:end], "\xc3\"}"...)
}
