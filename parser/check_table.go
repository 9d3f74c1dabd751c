package parser

import (
	"path"
	"strings"

	"github.com/udmap/udmap/udm"
)

// fileName reports a table that is not found under its own name. A table from
// elsewhere than a file may be called anything.
func (c *checker) fileName() {
	base := path.Base(strings.ReplaceAll(c.table.File, `\`, "/"))
	stem := strings.TrimSuffix(strings.TrimSuffix(base, ".yaml"), ".yml")
	if stem == base || stem == c.table.Name || !lowerName().matches(c.table.Name) {
		return
	}
	at := udm.Diagnostic{Position: c.table.places.value(c.table.Position, "table")}
	at.Hint = "name the file " + c.table.Name + ".yaml, or the table " + stem
	c.add(mapFileName, at, c.table.Name)
}

// claims reports keys that are asked for twice, or asked for and against.
func (c *checker) claims() {
	mapping := c.table.places.value(c.table.Position, "claims")
	claims := c.table.Claims
	wanted, all := map[string]bool{}, map[string]bool{}
	for _, list := range [][]mention{
		mentions(claims.Has, mapping, "has", ""),
		mentions(claims.HasAny, mapping, "has_any", ""),
		mentions(claims.Lacks, mapping, "lacks", ""),
	} {
		for _, m := range list {
			c.rawPath(m)
			switch {
			case m.key == "lacks" && wanted[m.source]:
				c.add(mapClaimsConflict, c.where(m, 0), m.source)
			case all[m.source]:
				c.add(mapClaimsTwice, c.where(m, 0), m.source)
			}
			all[m.source] = true
			if m.key != "has_any" || len(claims.HasAny) == 1 {
				wanted[m.source] = true
			}
		}
	}
}

// eventTypes reports what is wrong with single event-type lines.
func (c *checker) eventTypes() {
	lines := c.table.EventTypes
	if len(lines) == 0 {
		if c.whole {
			c.add(mapNoEventType, udm.Diagnostic{Position: c.table.places.key(c.table.Position, "event_type")})
		}
		return
	}
	for i := range lines {
		line := &lines[i]
		for _, m := range c.condition(line.When, c.table.places.value(line.Position, "when"), line.ID) {
			c.source(m)
		}
		if line.From != "" {
			c.source(mention{line.From, line.Position, "from", theValue, line.ID})
		} else if line.Value != "" {
			c.eventType(line)
		}
	}
	if last := &lines[len(lines)-1]; !last.holdsAlways() {
		c.add(mapLastLine, udm.Diagnostic{Position: last.Position, Row: last.ID})
	}
}

// holdsAlways tells of a line that gives every record a type.
func (l *EventTypeLine) holdsAlways() bool { return l.From == "" && l.When.isEmpty() }

// eventType reports a value that is no event type, or none to send.
func (c *checker) eventType(line *EventTypeLine) {
	at := udm.Diagnostic{Position: c.table.places.value(line.Position, "value"), Row: line.ID, Field: "metadata.event_type"}
	known, found := c.schema.EventType(line.Value)
	switch {
	case !found:
		c.add(mapEventType, hinted(at, didYouMean(line.Value, c.eventTypeNames())), line.Value)
	case known.Status == udm.Invalid:
		c.add(mapEventType, hinted(at, "GENERIC_EVENT is the type that says nothing"), line.Value)
	case known.PlatformGenerated:
		c.add(udmPlatformGenerated, detailed(at, line.Value))
	case known.Deprecated:
		c.add(udmDeprecatedType, detailed(at, line.Value))
	}
}

func (c *checker) eventTypeNames() []string {
	var names []string
	for _, eventType := range c.schema.EventTypes() {
		if eventType.Status != udm.Invalid && !eventType.PlatformGenerated {
			names = append(names, eventType.Name)
		}
	}
	return names
}

// timestamp reports a table without a row for the one field that the API asks
// of every event; whether the row is required, the proof tells.
func (c *checker) timestamp() {
	if len(c.table.Rows) == 0 && !c.whole {
		return
	}
	for _, row := range c.table.Rows {
		if row.To == timestampPath || row.To == "metadata.eventTimestamp" {
			return
		}
	}
	c.add(mapNoTimestamp, udm.Diagnostic{Position: c.table.places.key(c.table.Position, "rows"), Field: timestampPath})
}

const timestampPath = "metadata.event_timestamp"
