package comparison

import (
	"maps"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/udm"
)

// difference is a field in which two events differ.
type difference struct {
	field         string
	change        Change
	before, after []value
}

// compareFields lists the fields in which two events of one record differ, by
// name.
func compareFields(old, now values) []difference {
	var differences []difference
	for field, was := range old {
		is, there := now[field]
		switch {
		case !there:
			differences = append(differences, difference{field, Lost, was, nil})
		case !slices.Equal(was, is):
			differences = append(differences, difference{field, Changed, was, is})
		}
	}
	for field, is := range now {
		if _, there := old[field]; !there {
			differences = append(differences, difference{field, Gained, nil, is})
		}
	}
	slices.SortFunc(differences, func(a, b difference) int { return strings.Compare(a.field, b.field) })
	return differences
}

// tellOrderApart finds the changes that are none but of order: in events whose
// lists are put into one order, the field is the same. Lists are compared by
// whole elements, so labels that swap their values do change.
func tellOrderApart(schema *udm.Schema, differences []difference, before, after []byte) {
	var old, now values
	for i := range differences {
		if differences[i].change != Changed || !differences[i].hasList() {
			continue
		}
		if old == nil {
			old = fieldsOf(schema, []byte(inOrder(gjson.ParseBytes(before))))
			now = fieldsOf(schema, []byte(inOrder(gjson.ParseBytes(after))))
		}
		if field := differences[i].field; slices.Equal(old[field], now[field]) {
			differences[i].change = Reordered
		}
	}
}

// hasList tells of a field that is a list, or is in one, or holds one.
func (d difference) hasList() bool {
	return slices.ContainsFunc(slices.Concat(d.before, d.after), func(v value) bool {
		return v.indexes != "" || strings.Contains(v.json, "[")
	})
}

// texts returns both values for people. Where only the places in lists differ,
// they are shown too.
func (d difference) texts() (before, after string) {
	before, after = textOf(d.before, false), textOf(d.after, false)
	if before == after {
		return textOf(d.before, true), textOf(d.after, true)
	}
	return before, after
}

func textOf(values []value, withIndexes bool) string {
	var text strings.Builder
	for _, v := range values {
		if text.Len() > maxTextBytes {
			break // shorten cuts it anyway
		}
		if text.Len() > 0 {
			text.WriteString(", ")
		}
		if withIndexes {
			text.WriteString(v.indexes + " ")
		}
		text.WriteString(v.json)
	}
	return shorten(text.String())
}

// findMoves finds fields that lose what other fields of the same event gain.
// Where several have the same value, they are paired in the order of their
// names.
func findMoves(differences []difference) []movement {
	lost, gained := map[string][]string{}, map[string][]string{}
	for _, d := range differences {
		switch d.change {
		case Lost:
			lost[contentOf(d.before)] = append(lost[contentOf(d.before)], d.field)
		case Gained:
			gained[contentOf(d.after)] = append(gained[contentOf(d.after)], d.field)
		case Changed, Reordered:
		}
	}
	var moves []movement
	for _, content := range slices.Sorted(maps.Keys(lost)) {
		for i, from := range lost[content] {
			if i < len(gained[content]) {
				moves = append(moves, movement{from, gained[content][i]})
			}
		}
	}
	return moves
}

// contentOf is the values without their places.
func contentOf(values []value) string {
	var content strings.Builder
	for _, v := range values {
		content.WriteString(v.json + "\n")
	}
	return content.String()
}
