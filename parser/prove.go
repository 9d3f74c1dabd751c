package parser

import (
	"slices"

	"github.com/udmap/udmap/internal/logic"
	"github.com/udmap/udmap/udm"
)

// Verdict tells how often something that an event needs is there.
type Verdict uint8

// The verdicts. The zero value is invalid.
const (
	Never Verdict = iota + 1
	Sometimes
	Always
)

// String returns "never", "sometimes" or "always".
func (v Verdict) String() string {
	switch v {
	case Never:
		return "never"
	case Sometimes:
		return "sometimes"
	case Always:
		return "always"
	}
	return "unknown"
}

// MarshalText writes the verdict as its name.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// BranchProof is what is known of the events that get their type from one
// event-type line.
type BranchProof struct {
	Line         string        `json:"line"`                 // the line's id
	EventType    string        `json:"event_type,omitempty"` // "" where the record names it
	Unreachable  bool          `json:"unreachable,omitempty"`
	Requirements []Requirement `json:"requirements"`

	line      int // its place among the lines
	candidate int // the event type's place among those of the line
}

// Requirement is one thing that the documentation asks of such an event.
type Requirement struct {
	Rule    string   `json:"rule"`    // what is needed: "target.user"
	Finding string   `json:"finding"` // the id that the UDM validator gives an event without it
	Verdict Verdict  `json:"verdict"`
	Rows    []string `json:"rows"`             // ids of the rows that can fill it
	Detail  string   `json:"detail,omitempty"` // why not always: "missing when operator is empty"
}

// Prove tells of each event-type line whether the table's rows fill what its
// events need. "Always" and "never" are certain, whatever a record holds;
// "sometimes" means that neither could be shown. The table must be one that
// [Compile] takes.
func Prove(table *Table, schema *udm.Schema) []BranchProof {
	c := newChecker(table, schema, true)
	for i := range table.Rows {
		c.targets = append(c.targets, c.target(&table.Rows[i]))
	}
	return newProver(c).branches()
}

// prover asks what can be true of the records of a table.
type prover struct {
	facts *facts
	table *Table
	needs *needs

	fires    []*logic.Formula // by row: it sets something
	accepted *logic.Formula   // the record is not rejected
}

func newProver(c *checker) *prover {
	p := &prover{facts: newFacts(c), table: c.table}
	var required []*logic.Formula
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		fires := p.facts.fires(row, c.targets[i])
		p.fires = append(p.fires, fires)
		if row.Required {
			required = append(required, logic.If(p.facts.holds(row.When), fires))
		}
	}
	p.accepted = logic.And(required...)
	p.needs = newNeeds(c, p.facts, p.fires)
	return p
}

// branches proves one line after the other, and of each one event type after
// the other: one is reached where those before it do not hold.
func (p *prover) branches() []BranchProof {
	var proofs []BranchProof
	reached := p.accepted
	for i := range p.table.EventTypes {
		line := &p.table.EventTypes[i]
		when := p.lineHolds(line)
		for k, eventType := range append([]string{line.Value}, line.Else...) {
			holds := logic.And(when, p.facts.needHolds(eventType, p.table.Needs))
			proof := p.branch(eventType, logic.And(reached, holds))
			proof.Line, proof.line, proof.candidate = line.ID, i, k
			proofs = append(proofs, proof)
			reached = logic.And(reached, logic.Not(holds))
		}
	}
	return proofs
}

// lineHolds holds where an event-type line may give a type.
func (p *prover) lineHolds(line *EventTypeLine) *logic.Formula {
	f := p.facts
	when := f.holds(line.When)
	if line.From == "" {
		return when
	}
	return logic.And(when, f.any(line.From, func(o *origin) *logic.Formula {
		return logic.And(logic.Not(isNested(o)), f.flag(o, "event type", meaning{no: o.name + " names no event type"}))
	}))
}

func (p *prover) branch(eventType string, taken *logic.Formula) BranchProof {
	proof := BranchProof{EventType: eventType}
	if answer, _ := p.facts.world.Solve(taken); answer == logic.Impossible {
		proof.Unreachable = true
		return proof
	}
	for _, need := range p.needs.of(eventType) {
		proof.Requirements = append(proof.Requirements, p.requirement(taken, need))
	}
	return proof
}

// requirement judges one need of the events of a branch.
func (p *prover) requirement(taken *logic.Formula, n need) Requirement {
	r := Requirement{Rule: n.rule, Finding: n.finding, Verdict: Sometimes, Rows: []string{}}
	without := logic.And(logic.Not(n.met), taken)
	lacking, example := p.facts.world.Solve(without)
	meeting, _ := p.facts.world.Solve(logic.And(taken, n.met))
	switch {
	case lacking == logic.Impossible:
		r.Verdict = Always
	case meeting == logic.Impossible:
		r.Verdict, r.Detail = Never, n.lack
	case lacking == logic.Possible:
		r.Detail = p.missingWhen(taken, example)
	default:
		r.Detail = "the table is too large to tell"
	}
	for _, row := range n.rows {
		helps := logic.And(taken, p.needs.content(row))
		answer, _ := p.facts.world.Solve(helps)
		if answer == logic.Unknown {
			break
		}
		if answer == logic.Possible {
			r.Rows = append(r.Rows, p.table.Rows[row].ID)
		}
	}
	return r
}

// missingWhen tells of an example in which a need is not met, leaving out what
// is so on every record of the branch.
func (p *prover) missingWhen(taken *logic.Formula, example logic.Example) string {
	telling := slices.DeleteFunc(slices.Clone(example), func(c logic.Choice) bool {
		otherwise := logic.And(taken, logic.Not(logic.Is(c.Variable, c.Value)))
		answer, _ := p.facts.world.Solve(otherwise)
		return answer == logic.Impossible
	})
	return p.facts.describe(telling)
}
