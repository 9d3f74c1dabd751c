package parser

import (
	"slices"
	"strconv"
	"strings"

	"github.com/udmap/udmap/internal/yaml"
	"github.com/udmap/udmap/udm"
)

// setting reads the value of a key as the key's type asks. It reports false
// where the value has another type, which it has then made a finding.
func (d *decoder) setting(mapping udm.Position, key Key, node *yaml.Node) (s setting, ok bool) {
	switch key.Type {
	case TextType:
		s.text, ok = d.word(key, node)
	case TextsType:
		s.texts, ok = d.list(mapping, key, node, isText)
	case ConstantType:
		s.text, ok = d.scalar(key.quoted(), node, ConstantType, isConstant)
	case ConstantsType:
		s.texts, ok = d.list(mapping, key, node, isConstant)
	case NumberType:
		s.number, ok = d.number(key, node)
	case FlagType:
		s.flag, ok = d.flag(key, node)
	default:
		s.mappingSetting = &mappingSetting{}
		ok = d.mappingSetting(mapping, key, node, s.mappingSetting)
	}
	return s, ok
}

// mappingSetting reads the value of a key whose type is made of mappings.
func (d *decoder) mappingSetting(mapping udm.Position, key Key, node *yaml.Node, s *mappingSetting) (ok bool) {
	switch key.Type {
	case MappingType:
		return d.nested(key, node, s)
	case MappingsType:
		return d.sequence(key, node, s)
	case ShapesType:
		s.claims, ok = d.shapes(key, node)
	case NamedType:
		return d.namedMappings(key, node, s)
	case ComparisonType:
		s.comparisons, ok = d.comparisons(key, node)
	case PairsType:
		s.pairs, ok = d.pairs(key, node)
	case LengthsType:
		s.lengths, ok = d.lengths(key, node)
	case MapType:
		s.mapped, ok = d.mapped(mapping, key, node)
	case ReasonsType:
		s.waivers, ok = d.waivers(key, node)
	case DroppedType:
		s.dropped, ok = d.dropped(key, node)
	case TextType, TextsType, ConstantType, ConstantsType, NumberType, FlagType:
	}
	return ok
}

// isText tells of a scalar that reads as text.
func isText(kind yaml.Kind) bool { return kind == yaml.Text }

// isConstant tells of a scalar that has a text, whatever it reads as.
func isConstant(kind yaml.Kind) bool {
	return kind == yaml.Text || kind == yaml.Integer || kind == yaml.Float || kind == yaml.Boolean
}

func (d *decoder) scalar(name string, node *yaml.Node, want Type, fits func(yaml.Kind) bool) (string, bool) {
	if !fits(node.Kind) {
		d.wrongType(node, name, want)
		return "", false
	}
	if strings.TrimSpace(node.Value) == "" && (want == TextType || want == TextsType) {
		d.addAt(node, mapWrongType, "give it a value, or take the key away", name, string(want), "empty")
		return "", false
	}
	return node.Value, true
}

// word reads a text, which must be one of the key's choices if it has any.
func (d *decoder) word(key Key, node *yaml.Node) (string, bool) {
	word, ok := d.scalar(key.quoted(), node, TextType, isText)
	if !ok || key.Choices == nil {
		return word, ok
	}
	names := key.choiceNames()
	if slices.Contains(names, word) {
		return word, true
	}
	hint := didYouMean(word, names)
	if hint == "" {
		hint = "it may say " + strings.Join(names, ", ")
	}
	d.addAt(node, mapUnknownWord, hint, word, key.Name)
	return "", false
}

// list reads a list of scalars, or a scalar as a list of one.
func (d *decoder) list(mapping udm.Position, key Key, node *yaml.Node, fits func(yaml.Kind) bool) ([]string, bool) {
	if node.Kind != yaml.Sequence {
		value, ok := d.scalar(key.quoted(), node, key.Type, fits)
		return []string{value}, ok
	}
	if len(node.Items) == 0 {
		d.addAt(node, mapWrongType, "", key.quoted(), string(key.Type), "an empty list")
		return nil, false
	}
	values := make([]string, 0, len(node.Items))
	for i, item := range node.Items {
		value, ok := d.scalar("an item of "+key.quoted(), item, itemType(key.Type), fits)
		if !ok {
			return nil, false
		}
		d.placeItem(mapping, key.Name, i, item)
		values = append(values, value)
	}
	return values, true
}

// itemType is the type of the items of a list.
func itemType(list Type) Type {
	if list == TextsType {
		return TextType
	}
	return ConstantType
}

func (d *decoder) number(key Key, node *yaml.Node) (int, bool) {
	number, err := strconv.Atoi(node.Value)
	if node.Kind != yaml.Integer || err != nil || number < 1 {
		d.addAt(node, mapWrongType, "", key.quoted(), string(NumberType), described(node))
		return 0, false
	}
	return number, true
}

func (d *decoder) flag(key Key, node *yaml.Node) (bool, bool) {
	if node.Kind != yaml.Boolean {
		d.wrongType(node, key.quoted(), FlagType)
		return false, false
	}
	return strings.EqualFold(node.Value, "true"), true
}

// nested reads a mapping of another section.
func (d *decoder) nested(key Key, node *yaml.Node, s *mappingSetting) bool {
	if node.Kind != yaml.Mapping {
		d.wrongType(node, key.quoted(), MappingType)
		return false
	}
	switch key.Section {
	case conditionForm().Name:
		decodeMapping(d, node, conditionForm(), d.start(node), &s.condition)
	case withinForm().Name:
		s.within = &Within{Position: d.start(node)}
		decodeMapping(d, node, withinForm(), s.within.Position, s.within)
	}
	return true
}

// shapes reads claims, or a list of them.
func (d *decoder) shapes(key Key, node *yaml.Node) (shapes []Claims, ok bool) {
	items := []*yaml.Node{node}
	if node.Kind == yaml.Sequence {
		items = node.Items
	}
	for _, item := range items {
		if item.Kind != yaml.Mapping {
			d.wrongType(item, key.quoted(), key.Type)
			return nil, false
		}
		claims := Claims{Position: d.start(item)}
		decodeMapping(d, item, claimsForm(), claims.Position, &claims)
		shapes = append(shapes, claims)
	}
	return shapes, true
}

// sequence reads a list of mappings of another section.
func (d *decoder) sequence(key Key, node *yaml.Node, s *mappingSetting) bool {
	if node.Kind != yaml.Sequence {
		d.wrongType(node, key.quoted(), MappingsType)
		return false
	}
	for i, item := range node.Items {
		if item.Kind != yaml.Mapping {
			d.wrongType(item, "an item of "+key.quoted(), MappingType)
			continue
		}
		d.row = idOf(item)
		at := d.start(item)
		switch key.Section {
		case rowForm().Name:
			s.rows = append(slices.Grow(s.rows, len(node.Items)-i), Row{Position: at})
			decodeMapping(d, item, rowForm(), at, &s.rows[len(s.rows)-1])
		case lineForm().Name:
			s.lines = append(slices.Grow(s.lines, len(node.Items)-i), EventTypeLine{Position: at})
			decodeMapping(d, item, lineForm(), at, &s.lines[len(s.lines)-1])
		}
		d.row = ""
	}
	return true
}

// idOf is the id of a row or line, "" if it has none.
func idOf(node *yaml.Node) string {
	for _, entry := range node.Entries {
		if entry.Key.Value == idKey().Name && entry.Value.Kind == yaml.Text {
			return entry.Value.Value
		}
	}
	return ""
}

// described is a value as a message about numbers prints it.
func described(node *yaml.Node) string {
	if node.Kind == yaml.Integer {
		return node.Value
	}
	return node.Kind.String()
}
