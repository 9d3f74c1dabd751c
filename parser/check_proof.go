package parser

import (
	"strings"

	"github.com/udmap/udmap/internal/logic"
	"github.com/udmap/udmap/udm"
)

// prove reports what events lack, branch by branch, and rows and lines that
// never have an effect. What is never there is as grave as the validator says;
// what is missing sometimes is one degree less.
func (c *checker) prove() {
	p := newProver(c)
	c.idleRows(p)
	everyEvent := p.requirement(p.accepted, p.needs.timestamp())
	if everyEvent.Verdict != Always {
		c.timestampMissing(everyEvent)
	}
	for _, need := range p.needs.product() {
		c.lacks(p.requirement(p.accepted, need), udm.Diagnostic{Position: c.table.Position}, "")
	}
	lastBefore := false // a line that holds always; the first one has to be there
	for _, proof := range p.branches() {
		line := &c.table.EventTypes[proof.line]
		last := c.table.holdsAlways(line) && !lastBefore
		lastBefore = lastBefore || c.table.holdsAlways(line)
		switch at := (udm.Diagnostic{Position: line.Position, Row: line.ID}); {
		case proof.Unreachable && proof.candidate > 0:
			at.Position = c.table.places.item(line.Position, "else", proof.candidate-1)
			c.add(mapUnreachable, detailed(at, "no record comes to "+proof.EventType))
		case proof.Unreachable && !last:
			c.add(mapUnreachable, detailed(at, "the lines before it take its records"))
		}
		for _, r := range proof.Requirements {
			if r.Finding != udmNoTimestamp && r.Finding != udmProduct { // every branch has these alike
				c.lacks(r, udm.Diagnostic{Position: line.Position, Row: line.ID}, proof.EventType)
			}
		}
	}
}

// lacks reports a requirement that is not always met.
func (c *checker) lacks(r Requirement, at udm.Diagnostic, eventType string) {
	severity := findingsByID()[r.Finding].Severity
	if r.Verdict == Sometimes {
		severity++
	}
	if r.Verdict == Always || severity > udm.SeverityNote {
		return
	}
	if eventType == "" {
		eventType = "an event"
	}
	at.Detail = eventType + " needs " + r.Rule + ": " + r.Detail
	c.addWith(severity, r.Finding, at)
}

// timestampMissing reports the rows that do not make sure of a timestamp.
func (c *checker) timestampMissing(r Requirement) {
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		if c.targets[i].below(timestampPath) {
			c.add(mapTimestamp, udm.Diagnostic{Position: row.Position, Row: row.ID, Field: timestampPath, Detail: r.Detail})
			return
		}
	}
}

// idleRows reports rows that never set anything.
func (c *checker) idleRows(p *prover) {
	for i := range c.table.Rows {
		row := &c.table.Rows[i]
		t := c.targets[i]
		if row.WrittenBy != "" {
			continue
		}
		at := udm.Diagnostic{Position: row.Position, Row: row.ID, Field: row.To}
		if answer, _ := p.facts.world.Solve(logic.And(p.accepted, p.fires[i])); answer == logic.Impossible {
			c.add(mapNeverFires, at, "nothing meets all that it asks")
			continue
		}
		if t.isList() {
			continue
		}
		if filled := p.filledBefore(i); filled != "" {
			c.add(mapNeverFires, at, t.path.String()+" is filled by "+filled)
		}
	}
}

// filledBefore names the earlier rows that fill a row's single field whenever
// the row could; "" if the row has a chance.
func (p *prover) filledBefore(row int) string {
	var ids []string
	left := []*logic.Formula{p.accepted, p.fires[row]}
	for _, earlier := range p.needs.before(row) {
		ids = append(ids, p.table.Rows[earlier].ID)
		left = append(left, logic.Not(p.fires[earlier]))
		alone := logic.And(p.accepted, p.fires[row], logic.Not(p.fires[earlier]))
		switch answer, _ := p.facts.world.Solve(alone); answer {
		case logic.Impossible:
			return "row " + p.table.Rows[earlier].ID
		case logic.Unknown:
			return ""
		case logic.Possible:
		}
	}
	if answer, _ := p.facts.world.Solve(logic.And(left...)); answer == logic.Impossible {
		return "rows " + strings.Join(ids, ", ")
	}
	return ""
}
