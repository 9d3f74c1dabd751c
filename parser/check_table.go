package parser

import (
	"maps"
	"path"
	"slices"
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
	for i := range c.table.Claims {
		c.shape(&c.table.Claims[i])
	}
}

func (c *checker) shape(claims *Claims) {
	mapping := claims.Position
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
			continue
		}
		c.eventType(mention{line.Value, line.Position, "value", theValue, line.ID})
		for _, m := range mentions(line.Else, line.Position, "else", line.ID) {
			c.eventType(m)
		}
	}
	if last := &lines[len(lines)-1]; !c.table.holdsAlways(last) {
		c.add(mapLastLine, udm.Diagnostic{Position: last.Position, Row: last.ID})
	}
}

// holdsAlways tells of a line that gives every record a type.
func (t *Table) holdsAlways(l *EventTypeLine) bool {
	return l.From == "" && l.When.isEmpty() && slices.ContainsFunc(append([]string{l.Value}, l.Else...), func(eventType string) bool {
		return !slices.ContainsFunc(t.Needs, func(n Need) bool { return n.EventType == eventType && !n.When.isEmpty() })
	})
}

// eventType reports a value that is no event type, or none to send.
func (c *checker) eventType(m mention) {
	if m.source == "" {
		return // reported by Load
	}
	at := c.where(m, 0)
	at.Field = "metadata.event_type"
	known, found := c.schema.EventType(m.source)
	switch {
	case !found:
		c.add(mapEventType, hinted(at, didYouMean(m.source, c.eventTypeNames())), m.source)
	case known.Status == udm.Invalid:
		c.add(mapEventType, hinted(at, "GENERIC_EVENT is the type that says nothing"), m.source)
	case known.PlatformGenerated:
		c.add(udmPlatformGenerated, detailed(at, m.source))
	case known.Deprecated:
		c.add(udmDeprecatedType, detailed(at, m.source))
	}
}

// needs reports what is wrong with what event types need.
func (c *checker) needs() {
	given := map[string]bool{}
	for _, line := range c.table.EventTypes {
		for _, eventType := range append([]string{line.Value}, line.Else...) {
			given[eventType] = true
		}
	}
	for i := range c.table.Needs {
		need := &c.table.Needs[i]
		for _, m := range c.condition(need.When, need.Position, "") {
			c.source(m)
		}
		if !given[need.EventType] && c.whole {
			at := udm.Diagnostic{Position: need.Position, Hint: didYouMean(need.EventType, slices.Sorted(maps.Keys(given)))}
			c.add(mapUnusedNeed, at, need.EventType)
		}
	}
}

// droppedFields reports names of dropped fields that cannot name one.
func (c *checker) droppedFields() {
	mapping := c.table.places.value(c.table.Position, "dropped")
	for _, dropped := range c.table.Dropped {
		c.rawPath(mention{dropped.Field, mapping, dropped.Field, theKey, ""})
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
