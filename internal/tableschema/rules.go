package tableschema

import (
	"github.com/udmap/udmap/parser"
)

// rules are what one key alone does not show.
func (g generator) rules(section parser.Section) []object {
	var rules []object
	for _, pair := range section.Exclusive {
		rules = append(rules, object{"not": object{"required": pair}})
	}
	for _, idle := range section.Idle {
		var forbidden []object
		for _, key := range idle.Keys {
			forbidden = append(forbidden, object{"required": []string{key}})
		}
		rules = append(rules, when(object{"required": []string{idle.Beside}}, object{"not": object{"anyOf": forbidden}}))
	}
	for _, pair := range section.Needs {
		rules = append(rules, when(object{"required": []string{pair[0]}}, object{"required": []string{pair[1]}}))
	}
	if section.OneOf != nil {
		var ways []object
		for _, keys := range section.OneOf {
			ways = append(ways, object{"required": keys})
		}
		rules = append(rules, object{"anyOf": ways})
	}
	for _, key := range section.Keys {
		if key.Names == parser.FieldNames {
			rules = append(rules, g.fieldRules(key.Name)...)
		}
	}
	return rules
}

func when(condition, then object) object { return object{"if": condition, "then": then} }

// fieldRules are what the field that a row sets asks of the row's other keys:
// the conversions that fit it, the values of its enum, a label's key.
func (g generator) fieldRules(to string) []object {
	sets := func(pattern string) object {
		return object{"required": []string{to}, "properties": object{to: object{"pattern": pattern}}}
	}
	var rules []object
	for _, group := range g.fields.groups {
		then := object{"as": object{"enum": group.conversions}}
		if group.enum != nil {
			value := reference(enumName(group.enum))
			then["value"], then["otherwise"], then["map"] = value, value, mapTo(value)
		}
		rules = append(rules, when(sets(group.pattern), object{"properties": then}))
	}
	rules = append(rules, when(object{"required": []string{"key"}}, sets(g.fields.labels)))
	return rules
}
