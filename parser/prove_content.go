package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/internal/logic"
)

// rowsBelow returns the rows that write a field of the paths or in them.
func (n *needs) rowsBelow(paths ...string) []int {
	name := strings.Join(paths, " ")
	if rows, found := n.below[name]; found {
		return rows
	}
	var rows []int
	for i := range n.rows {
		if slices.ContainsFunc(paths, n.targets[i].below) {
			rows = append(rows, i)
		}
	}
	n.below[name] = rows
	return rows
}

// has holds where one of the paths has content.
func (n *needs) has(paths ...string) *logic.Formula {
	name := strings.Join(paths, " ")
	if formula, found := n.filled[name]; found {
		return formula
	}
	var ways []*logic.Formula
	for _, row := range n.rowsBelow(paths...) {
		ways = append(ways, n.content(row))
	}
	n.filled[name] = logic.Or(ways...)
	return n.filled[name]
}

// exists holds where a message is there, if only with zero values.
func (n *needs) exists(path string) *logic.Formula {
	var ways []*logic.Formula
	for _, row := range n.rowsBelow(path) {
		ways = append(ways, n.fires[row])
	}
	return logic.Or(ways...)
}

// content holds where a row puts something into its field that an event is
// seen to have: the zero value in a list is written, but says nothing.
func (n *needs) content(row int) *logic.Formula {
	t := n.targets[row]
	switch {
	case !t.field.Repeated || !hasZero(t.field):
		return n.fires[row]
	case !n.rows[row].HasValue:
		says := meaning{no: "row " + n.rows[row].ID + " adds only the zero value"}
		return logic.And(n.fires[row], n.facts.unknown(says))
	case isZeroConstant(n.rows[row].Value, t.field):
		return logic.False()
	}
	return n.fires[row]
}

// wins holds where a row sets its field and no earlier row has filled it.
func (n *needs) wins(row int) *logic.Formula {
	all := []*logic.Formula{n.fires[row]}
	if n.targets[row].isList() {
		return all[0]
	}
	for _, earlier := range n.before(row) {
		all = append(all, logic.Not(n.fires[earlier]))
	}
	return logic.And(all...)
}

// before returns the rows that write the same field and stand before a row.
func (n *needs) before(row int) []int {
	same := n.same[n.targets[row].path.String()]
	return same[:slices.Index(same, row)]
}

// is holds where a field has a value.
func (n *needs) is(path, value string) *logic.Formula {
	var ways []*logic.Formula
	for _, row := range n.rowsBelow(path) {
		switch r := n.rows[row]; {
		case !r.HasValue:
			says := meaning{no: "row " + r.ID + " sets another value than " + value}
			ways = append(ways, logic.And(n.wins(row), n.facts.unknown(says)))
		case r.Value == value:
			ways = append(ways, n.wins(row))
		}
	}
	return logic.Or(ways...)
}
