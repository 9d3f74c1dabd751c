package parser

import (
	"math"

	"github.com/udmap/udmap/udm"
)

// leaf makes the leaf of a row's source, or of its constant.
func (b *builder) leaf(index int, row *Row, to udm.Step, slot int) leaf {
	l := leaf{row: int32(index), slot: int32(slot), required: row.Required, blank: row.Blank, cut: row.Cut}
	if row.Each == "" {
		l.most = row.Most // with each, it bounds the entries
	}
	field := to.Field
	if field.Kind == udm.KindMap && to.Key != "" {
		field = field.MapValue
	}
	l.kind = leafKindOf(row.As, field.Kind)
	l.flexible = field.Kind == udm.KindStruct || field.Kind == udm.KindMessage
	switch field.Kind {
	case udm.KindInt32:
		l.low, l.high, l.bare = math.MinInt32, math.MaxInt32, true
	case udm.KindUint32:
		l.low, l.high, l.bare = 0, math.MaxUint32, true
	case udm.KindInt64:
		l.low, l.high = math.MinInt64, math.MaxInt64
	case udm.KindUint64:
		l.low, l.high = 0, math.MaxUint64
	case udm.KindBool:
		l.bare = true
	case udm.KindEnum:
		l.names = newEnumNames(field.Enum)
	default:
	}
	l.zero = zeroOf(field)
	l.limit = math.MaxUint32
	if field.Limit != nil && field.Limit.MaxBytes+field.Limit.MaxChars > 0 {
		l.maxBytes, l.maxChars = field.Limit.MaxBytes, field.Limit.MaxChars
		l.limit = uint32(max(l.maxBytes, l.maxChars)) + 1
	}
	if l.cut != 0 {
		l.limit = min(l.limit, uint32(l.cut)+1)
	}
	if l.testName = row.If + row.Unless; l.testName != "" {
		l.test, l.fails = testNamed(l.testName), row.Unless != ""
	}
	if row.HasValue {
		l.constant = string(b.constant(&l, row.Value))
		l.kind = constantLeaf
	}
	if row.Map != nil {
		l.mapped = b.valueMap(&l, row)
		l.flexible = false // a map looks at texts
	}
	if field.Kind == udm.KindStruct && b.root > 0 {
		l.memberKey = b.sources.planPieces(to.Key)
	}
	settled := l.memberKey == nil && !l.required && (l.test == nil || row.When.isEmpty())
	l.plain = settled && l.mapped == nil && l.kind == textLeaf && l.slot != none
	l.foreseen = settled && l.mapped != nil
	return l
}

// zeroOf returns the value of a field that proto JSON does not tell from an
// unset one, or "".
func zeroOf(field *udm.Field) string {
	if field.Repeated || field.Optional || field.Oneof != "" {
		return ""
	}
	switch field.Kind {
	case udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return "0"
	case udm.KindBool:
		return "false"
	case udm.KindEnum:
		for _, v := range field.Enum.Values {
			if v.Number == 0 {
				return v.Name
			}
		}
	default:
	}
	return ""
}

// constant converts a row's constant once and for all.
func (b *builder) constant(l *leaf, value string) []byte {
	converted, _ := l.appendConverted(nil, []byte(value))
	return converted
}

// valueMap converts the constants of a row's map once and for all.
func (b *builder) valueMap(l *leaf, row *Row) *valueMap {
	m, plan := newValueMap(row.Map), b.compiler.plan
	m.id = len(plan.mapped)
	for _, entry := range row.Map {
		m.constants = append(m.constants, b.constant(l, entry.Constant))
		plan.mapped = append(plan.mapped, MapEntry{Row: row.ID, Pattern: entry.Pattern})
	}
	if row.Otherwise != "" {
		m.constants = append(m.constants, b.constant(l, row.Otherwise))
		m.otherwise = true
		plan.mapped = append(plan.mapped, MapEntry{Row: row.ID})
	}
	plan.constants = m.pool(plan.constants)
	return m
}

// leafKindOf returns how values are written: by the row's conversion, or else
// by the field's kind.
func leafKindOf(as string, field udm.Kind) leafKind {
	switch as {
	case asTimestamp:
		return timestampLeaf
	case asInteger:
		return integerLeaf
	case asBoolean:
		return booleanLeaf
	case asEnum:
		return enumLeaf
	case asIP:
		return addressLeaf
	case asJSON:
		return jsonLeaf
	case asJoined:
		return joinedLeaf
	case asText:
		return textLeaf
	}
	switch field {
	case udm.KindTimestamp:
		return timestampLeaf
	case udm.KindInt32, udm.KindInt64, udm.KindUint32, udm.KindUint64:
		return integerLeaf
	case udm.KindBool:
		return booleanLeaf
	case udm.KindEnum:
		return enumLeaf
	default:
		return textLeaf
	}
}

// testNamed returns the test that `if` and `unless` name.
func testNamed(name string) test {
	if name == testIP {
		return func(_ *addresses, text []byte) bool { return isIP(text) }
	}
	return (*addresses).isAddress
}
