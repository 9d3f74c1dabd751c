package parser

import (
	"slices"
	"strings"

	"github.com/udmap/udmap/internal/logic"
	"github.com/udmap/udmap/udm"
)

// need is one thing that the events of a branch need, as the UDM validator
// judges it.
type need struct {
	rule    string // what is needed
	finding string // the validator's id
	met     *logic.Formula
	lack    string // why it is never met
	rows    []int  // that can help to meet it
}

// needs knows what rows make of an event.
type needs struct {
	schema  *udm.Schema
	facts   *facts
	rows    []Row
	targets []target
	fires   []*logic.Formula // by row

	wins   []*logic.Formula          // by row: it sets its field, and no earlier row has filled that
	same   map[string][]int          // by path: the rows that write that very field
	below  map[string][]int          // by paths: what rowsBelow found
	filled map[string]*logic.Formula // by paths: what has found
}

func newNeeds(c *checker, f *facts, fires []*logic.Formula) *needs {
	n := &needs{
		schema:  c.schema,
		facts:   f,
		rows:    c.table.Rows,
		targets: c.targets,
		fires:   fires,
		same:    map[string][]int{},
		below:   map[string][]int{},
		filled:  map[string]*logic.Formula{},
	}
	n.order()
	return n
}

// of lists what the events of a type need: first what every event needs, then
// what the type asks for. "" is a type that the record names.
func (n *needs) of(eventType string) []need {
	list := []need{n.timestamp()}
	list = append(list, n.product()...)
	known, found := n.schema.EventType(eventType)
	if eventType != "GENERIC_EVENT" {
		list = append(list, n.ofAnyType(found, n.noun()))
	}
	if !found || !asksWho(known, "principal") {
		list = append(list, n.ofAnyType(found, n.principal()))
	}
	if found {
		list = append(list, n.ofType(known)...)
	}
	return list
}

// ofAnyType weakens a need of a branch whose type the record names: some types
// do not have it.
func (n *needs) ofAnyType(typeKnown bool, need need) need {
	if !typeKnown {
		need.met = logic.Or(need.met, n.facts.unknown(meaning{}))
	}
	return need
}

func (n *needs) timestamp() need {
	return n.fields(udmNoTimestamp, timestampPath)
}

func (n *needs) product() []need {
	return []need{n.fields(udmProduct, "metadata.vendor_name"), n.fields(udmProduct, "metadata.product_name")}
}

func (n *needs) noun() need { return n.fields(udmNoNoun, "principal", "src", "target") }

// principal: a principal that is there is to say who or what it is.
func (n *needs) principal() need {
	who := n.fields(udmPrincipal, slices.Concat(
		under("principal", n.schema.MachineIdentifierPaths()),
		under("principal", n.schema.UserIdentifierPaths()))...)
	who.rule = "a machine or user identifier in a principal"
	who.met = logic.Or(logic.Not(n.has("principal")), who.met)
	return who
}

// asksWho tells whether the event type itself asks who a noun is.
func asksWho(eventType *udm.EventType, noun string) bool {
	return slices.ContainsFunc(eventType.Required, func(rule udm.Rule) bool {
		return rule.Noun == noun && (rule.Condition == udm.Always || rule.Condition == udm.PrincipalPresent)
	})
}

// ofType lists the rules of an event type. Mere recommendations are none.
func (n *needs) ofType(eventType *udm.EventType) []need {
	var list []need
	for _, rule := range eventType.Required {
		if !isImplied(rule, eventType) {
			list = n.append(list, rule)
		}
	}
	for _, rule := range eventType.Recommended {
		if rule.Level != udm.LevelPlain {
			list = n.append(list, rule)
		}
	}
	return list
}

// isImplied tells whether another rule asks for something within the field
// that this one asks for.
func isImplied(rule udm.Rule, eventType *udm.EventType) bool {
	return rule.Kind == udm.Present && slices.ContainsFunc(eventType.Required, func(other udm.Rule) bool {
		return other.Condition == udm.Always && other.Level == udm.LevelPlain &&
			(other.Noun == rule.Path || strings.HasPrefix(other.Path, rule.Path+"."))
	})
}

// append adds the need of a rule, unless it speaks of what events do not show
// or of metadata, which every event needs anyway.
func (n *needs) append(list []need, rule udm.Rule) []need {
	if rule.Condition == udm.Undecidable || strings.HasPrefix(rule.Path, "metadata.") {
		return list
	}
	need := n.ofRule(rule)
	if rule.When != "" {
		need.rule += " (" + rule.When + ")"
	}
	if rule.Level != udm.LevelPlain {
		need.finding = udmExpected
		need.met = logic.Or(need.met, n.withoutParent(rule.Path))
	}
	need.met = logic.If(n.applies(rule.Condition), need.met)
	return append(list, need)
}

// withoutParent holds where the message that a field belongs to is missing,
// which says enough.
func (n *needs) withoutParent(path string) *logic.Formula {
	if strings.Count(path, ".") < 2 {
		return logic.False()
	}
	return logic.Not(n.exists(path[:strings.LastIndexByte(path, '.')]))
}

func (n *needs) applies(condition udm.Condition) *logic.Formula {
	switch condition {
	case udm.PrincipalPresent:
		return n.has("principal")
	case udm.PrincipalAbsent:
		return logic.Not(n.has("principal"))
	case udm.NoMachineAnywhere:
		machine := n.schema.MachineIdentifierPaths()
		return logic.Not(logic.Or(n.has(under("principal", machine)...), n.has(under("target", machine)...)))
	case udm.Always, udm.Undecidable:
	}
	return logic.True()
}

func (n *needs) ofRule(rule udm.Rule) need {
	switch rule.Kind {
	case udm.MachineIdentifier:
		return n.fields(udmMachine, under(rule.Noun, n.schema.MachineIdentifierPaths())...)
	case udm.UserIdentifier:
		return n.fields(udmUser, under(rule.Noun, n.schema.UserIdentifierPaths())...)
	case udm.AnyOf:
		return n.fields(udmField, rule.Paths...)
	case udm.Equals:
		need := n.fields(udmFixedValue, rule.Path)
		need.rule = rule.Path + " = " + rule.Value
		need.met = n.is(rule.Path, rule.Value)
		return need
	case udm.Present, udm.RuleInvalid:
	}
	need := n.fields(udmField, rule.Path)
	if rule.Path == "extensions.auth" { // which is accepted empty
		need.met = n.exists(rule.Path)
	}
	return need
}

// fields is the need of one of some paths.
func (n *needs) fields(finding string, paths ...string) need {
	rule := paths[0]
	if len(paths) > 1 {
		rule = "one of " + strings.Join(paths, ", ")
	}
	rows := n.rowsBelow(paths...)
	lack := "no row sets it"
	if len(rows) > 0 {
		lack = "no row gives it a value on such a record"
	}
	return need{rule: rule, finding: finding, met: n.has(paths...), lack: lack, rows: rows}
}

// order finds out which rows write the same field, and when which one wins.
func (n *needs) order() {
	open := map[string]*logic.Formula{} // by path: no row so far has filled it
	for i, t := range n.targets {
		n.wins = append(n.wins, n.fires[i])
		if t.field == nil {
			continue
		}
		path := t.path.String()
		n.same[path] = append(n.same[path], i)
		if t.isList() {
			continue
		}
		if before := open[path]; before != nil {
			n.wins[i] = logic.And(before, n.fires[i])
			open[path] = logic.And(before, logic.Not(n.fires[i]))
		} else {
			open[path] = logic.Not(n.fires[i])
		}
	}
}

func under(noun string, paths []string) []string {
	full := make([]string, len(paths))
	for i, path := range paths {
		full[i] = noun + "." + path
	}
	return full
}
