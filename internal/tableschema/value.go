package tableschema

import (
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// value is the schema of what a key may hold.
func (g generator) value(key parser.Key) object {
	switch key.Type {
	case parser.TextType:
		return g.text(key)
	case parser.TextsType:
		return oneOrMore(g.text(key))
	case parser.ConstantType:
		return constant()
	case parser.ConstantsType:
		return oneOrMore(constant())
	case parser.NumberType:
		return number()
	case parser.FlagType:
		return object{"type": "boolean"}
	case parser.MappingType:
		return reference(key.Section)
	case parser.MappingsType:
		return object{"type": "array", "items": reference(key.Section)}
	case parser.ShapesType:
		return oneOrMore(reference(key.Section))
	case parser.NamedType:
		return g.named(key, reference(key.Section))
	case parser.ComparisonType:
		return mapTo(oneOrMore(constant()))
	case parser.PairsType, parser.DroppedType:
		return mapTo(text())
	case parser.LengthsType:
		return mapTo(number())
	case parser.MapType:
		return mapTo(constant())
	case parser.ReasonsType:
		return g.reasons()
	}
	return object{}
}

// text is any text that is not blank.
func text() object { return object{"type": "string", "pattern": `\S`} }

// constant is anything that has a text.
func constant() object { return object{"type": []string{"string", "number", "boolean"}} }

func number() object { return object{"type": "integer", "minimum": 1} }

func oneOrMore(item object) object {
	return object{"anyOf": []object{item, {"type": "array", "minItems": 1, "items": item}}}
}

func mapTo(value object) object {
	return object{"type": "object", "additionalProperties": value}
}

// text is the schema of a key's text: one of its words, or a name of the kind
// that it holds.
func (g generator) text(key parser.Key) object {
	if key.Choices != nil {
		return choices(key.Choices)
	}
	switch key.Names {
	case parser.FieldNames:
		return object{
			"type":                "string",
			"pattern":             g.fields.all,
			"patternErrorMessage": "no field of UDM that a row can set; udmap schema lists them",
			"examples":            g.fields.offered,
		}
	case parser.EventTypeNames:
		return object{"type": "string", "enum": g.eventTypes()}
	case parser.LogTypeNames:
		return object{"type": "string", "pattern": key.Form, "examples": g.logTypes}
	case parser.FindingNames:
	}
	if key.Form != "" {
		return object{"type": "string", "pattern": key.Form}
	}
	return text()
}

func choices(words []parser.Choice) object {
	var names, docs []string
	for _, word := range words {
		names = append(names, word.Name)
		docs = append(docs, word.Doc)
	}
	return object{"type": "string", "enum": names, "enumDescriptions": docs}
}

// named is a mapping whose keys are names.
func (g generator) named(key parser.Key, value object) object {
	if key.Names == parser.EventTypeNames {
		properties := object{}
		for _, name := range g.eventTypes() {
			properties[name] = value
		}
		return object{"type": "object", "properties": properties, "additionalProperties": false}
	}
	names := mapTo(value)
	names["propertyNames"] = object{"pattern": key.Form}
	return names
}

// reasons is a mapping from the findings that can be waived.
func (g generator) reasons() object {
	properties := object{}
	for _, finding := range parser.Findings() {
		if finding.Severity != udm.SeverityError {
			properties[finding.ID] = described(text(), finding.Summary)
		}
	}
	for _, rule := range udm.ValidatorRules() {
		if rule.Severity != udm.SeverityError {
			properties[rule.ID] = described(text(), rule.Summary)
		}
	}
	return object{"type": "object", "properties": properties, "additionalProperties": false}
}

// eventTypes are the types that an event may have.
func (g generator) eventTypes() []string {
	var names []string
	for _, eventType := range g.schema.EventTypes() {
		if eventType.Status != udm.Invalid {
			names = append(names, eventType.Name)
		}
	}
	return names
}
