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

// exists holds where a message is there, if only with values that say nothing.
func (n *needs) exists(path string) *logic.Formula {
	var ways []*logic.Formula
	for _, row := range n.rowsBelow(path) {
		if n.targets[row].field.Repeated {
			ways = append(ways, n.fires[row])
		} else {
			ways = append(ways, n.content(row))
		}
	}
	return logic.Or(ways...)
}

// content holds where a row puts something into its field that an event is
// seen to have. A zero value is not seen, and keeps later rows out.
func (n *needs) content(row int) *logic.Formula {
	t, r := n.targets[row], n.rows[row]
	switch {
	case !zeroIsNothing(t.field):
		return n.fires[row]
	case !r.HasValue:
		says := meaning{no: "row " + r.ID + " sets only the zero value"}
		return logic.And(n.wins[row], n.facts.unknown(says))
	case isZeroConstant(r.Value, t.field):
		return logic.False()
	}
	return n.wins[row]
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
			ways = append(ways, logic.And(n.wins[row], n.facts.unknown(says)))
		case r.Value == value:
			ways = append(ways, n.wins[row])
		}
	}
	return logic.Or(ways...)
}
