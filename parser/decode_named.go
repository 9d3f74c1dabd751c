package parser

import (
	"strconv"

	"github.com/udmap/udmap/internal/yaml"
	"github.com/udmap/udmap/udm"
)

// named visits the entries of a mapping whose keys are of the user's choice,
// leaving out those that stand twice.
func (d *decoder) named(key Key, node *yaml.Node, visit func(name string, entry yaml.Entry)) bool {
	if node.Kind != yaml.Mapping {
		d.wrongType(node, key.quoted(), key.Type)
		return false
	}
	seen := map[string]bool{}
	for _, entry := range node.Entries {
		name, ok := d.keyName(entry.Key, key.Name)
		switch {
		case !ok:
		case seen[name]:
			d.addAt(entry.Key, mapDuplicateKey, "", name, key.Name)
		default:
			seen[name] = true
			visit(name, entry)
		}
	}
	return true
}

// namedMappings reads a mapping from names to mappings of another section.
func (d *decoder) namedMappings(key Key, node *yaml.Node, s *mappingSetting) bool {
	return d.named(key, node, func(name string, entry yaml.Entry) {
		if entry.Value.Kind != yaml.Mapping {
			d.wrongType(entry.Value, strconv.Quote(name), MappingType)
			return
		}
		at := d.position(entry.Key.Mark)
		switch key.Section {
		case optionForm().Name:
			option := Option{Name: name, Position: at}
			decodeMapping(d, entry.Value, optionForm(), at, &option)
			s.options = append(s.options, option)
		case extractForm().Name:
			extract := Extract{Name: name, Position: at}
			decodeMapping(d, entry.Value, extractForm(), at, &extract)
			s.extracts = append(s.extracts, extract)
		case conditionForm().Name:
			need := Need{EventType: name, Position: at}
			decodeMapping(d, entry.Value, conditionForm(), at, &need.When)
			s.needs = append(s.needs, need)
		}
	})
}

func (d *decoder) comparisons(key Key, node *yaml.Node) (comparisons []Equals, ok bool) {
	mapping := d.start(node)
	ok = d.named(key, node, func(source string, entry yaml.Entry) {
		d.place(mapping, source, entry)
		values, ok := d.list(mapping, Key{Name: source, Type: ConstantsType}, entry.Value, isConstant)
		if ok {
			comparisons = append(comparisons, Equals{Source: source, Values: values})
		}
	})
	return comparisons, ok
}

func (d *decoder) waivers(key Key, node *yaml.Node) (waivers []Waiver, ok bool) {
	ok = d.named(key, node, func(finding string, entry yaml.Entry) {
		waiver := Waiver{Finding: finding, Position: d.position(entry.Key.Mark)}
		if entry.Value.Kind != yaml.Null && entry.Value.Value != "" { // the check asks for the reason
			reason, ok := d.scalar(strconv.Quote(finding), entry.Value, TextType, isText)
			if !ok {
				return
			}
			waiver.Reason = reason
		}
		waivers = append(waivers, waiver)
	})
	return waivers, ok
}

// pairs reads a mapping from sources to sources.
func (d *decoder) pairs(key Key, node *yaml.Node) (pairs []Pair, ok bool) {
	mapping := d.start(node)
	ok = d.named(key, node, func(source string, entry yaml.Entry) {
		d.place(mapping, source, entry)
		if other, ok := d.scalar(strconv.Quote(source), entry.Value, TextType, isText); ok {
			pairs = append(pairs, Pair{Source: source, Other: other})
		}
	})
	return pairs, ok
}

// lengths reads a mapping from sources to numbers of bytes.
func (d *decoder) lengths(key Key, node *yaml.Node) (lengths []Length, ok bool) {
	mapping := d.start(node)
	ok = d.named(key, node, func(source string, entry yaml.Entry) {
		d.place(mapping, source, entry)
		if bytes, ok := d.number(Key{Name: source}, entry.Value); ok {
			lengths = append(lengths, Length{Source: source, Bytes: bytes})
		}
	})
	return lengths, ok
}

// mapped reads a mapping from texts to constants. A text that YAML takes for a
// number or for true is the text that it is.
func (d *decoder) mapped(mapping udm.Position, key Key, node *yaml.Node) (entries []Mapped, ok bool) {
	if node.Kind != yaml.Mapping {
		d.wrongType(node, key.quoted(), key.Type)
		return nil, false
	}
	seen := map[string]bool{}
	for i, entry := range node.Entries {
		pattern, isConstantKey := d.scalar("a key of "+key.quoted(), entry.Key, ConstantType, isConstant)
		switch {
		case !isConstantKey:
		case seen[pattern]:
			d.addAt(entry.Key, mapDuplicateKey, "", pattern, key.Name)
		default:
			seen[pattern] = true
			if constant, ok := d.scalar(strconv.Quote(pattern), entry.Value, ConstantType, isConstant); ok {
				d.placeItem(mapping, key.Name, i, entry.Value)
				entries = append(entries, Mapped{Pattern: pattern, Constant: constant})
			}
		}
	}
	return entries, true
}

func (d *decoder) dropped(key Key, node *yaml.Node) (dropped []Dropped, ok bool) {
	ok = d.named(key, node, func(field string, entry yaml.Entry) {
		if reason, ok := d.scalar(strconv.Quote(field), entry.Value, TextType, isText); ok {
			dropped = append(dropped, Dropped{Field: field, Reason: reason, Position: d.position(entry.Key.Mark)})
		}
	})
	return dropped, ok
}
