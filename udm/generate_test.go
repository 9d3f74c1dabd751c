package udm_test

import (
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/udmap/udmap/udm"
)

// object is a JSON object under construction: its members can be written in
// any order and spelling of keys.
type object struct {
	members []member
	ordered bool // the order of keys means something, as in a struct field
}

type member struct {
	field *udm.Field // nil for a key that no schema names
	key   string
	value any // an object, a list, or JSON text
}

type list []any

// generator draws events that follow the schema, but for the values that it
// makes wild once in wildIn times; 0 is never.
type generator struct {
	t      *rapid.T
	wildIn int
}

func (g generator) message(message *udm.Message, depth int) object {
	var built object
	most := 5
	if depth > 5 {
		most = 0
	}
	for range rapid.IntRange(0, most).Draw(g.t, "fields of "+message.Name) {
		field := rapid.SampledFrom(message.Fields).Draw(g.t, "field")
		if g.wildIn == 0 && built.excludes(field) {
			continue
		}
		built.members = append(built.members, member{field: field, value: g.value(field, depth)})
	}
	if g.isWild() {
		built.members = append(built.members, member{key: rapid.StringN(0, 6, -1).Draw(g.t, "key"), value: g.wild()})
	}
	return built
}

// excludes reports whether a field may not be added: it is there, or another
// one of its oneof is.
func (o object) excludes(field *udm.Field) bool {
	for _, present := range o.members {
		if present.field == field || field.Oneof != "" && present.field.Oneof == field.Oneof {
			return true
		}
	}
	return false
}

func (g generator) isWild() bool {
	return g.wildIn > 0 && rapid.IntRange(1, g.wildIn).Draw(g.t, "wild") == 1
}

// wild is a value of any shape, often one that is nearly right.
func (g generator) wild() any {
	return rapid.SampledFrom([]any{
		"null", "true", `""`, `"x"`, "1", "-1", "1.5", "1e2", `"1"`, `"1e-1"`, `" 1"`, "-0", "1e400", "{}", "[]", "[null]", `[""]`, "[[]]",
		`"2026-03-12T06:14:27Z"`, `"2026-03-12T06:14:27"`, `"2026-03-12t06:14:27z"`, `"2026-03-12T06:14:27.0000000000Z"`,
		`"2026-03-12T6:14:27Z"`, `"2026-03-12T06:14:27+25:00"`, `"-1.5s"`, `".s"`, `"s"`, `"1"`, `"YQ"`, `"YQ=="`, `"Y"`, `"_-"`,
		`"NaN"`, `"-Infinity"`, `{"a":1,"a":2}`, `{"seconds":1}`, `"UNKNOWN"`, `"user_login"`, "9223372036854775808", `"-9223372036854775808"`,
	}).Draw(g.t, "wild value")
}

func (g generator) value(field *udm.Field, depth int) any {
	switch {
	case g.isWild():
		return g.wild()
	case rapid.IntRange(1, 15).Draw(g.t, "null") == 1:
		return "null"
	case field.Kind == udm.KindMap:
		return object{ordered: true, members: []member{{key: "k", value: g.single(field.MapValue, depth)}}}
	case !field.Repeated:
		return g.single(field, depth)
	}
	var elements list
	for range rapid.IntRange(0, 3).Draw(g.t, "elements") {
		elements = append(elements, g.single(field, depth))
	}
	return elements
}

// single is one value of the field's kind, often its zero value.
func (g generator) single(field *udm.Field, depth int) any {
	text := func(values ...string) string { return rapid.SampledFrom(values).Draw(g.t, field.Kind.String()) }
	switch field.Kind {
	case udm.KindMessage:
		return g.message(field.Message, depth+1)
	case udm.KindStruct:
		return object{ordered: true, members: []member{
			{key: "b", value: text(`"x"`, "null", "1", "-0", "1e3", "true", `[1,{"z":"","a":[]}]`)},
			{key: "a", value: text(`""`, `{"y":1,"x":"\u00e9"}`)},
		}}
	case udm.KindEnum:
		return g.enumValue(field.Enum)
	case udm.KindString:
		return string(udm.AppendString(nil, rapid.String().Draw(g.t, "string")))
	case udm.KindBytes:
		return text(`""`, `"YQ=="`, `"YQ"`, `"-_-_"`, `"YWJj\n"`)
	case udm.KindBool:
		return text("true", "false")
	case udm.KindTimestamp:
		return text(`"2026-03-12T06:14:27Z"`, `"2026-03-12T06:14:27.120Z"`, `"2026-03-12T06:14:27.000001+02:00"`, `"1970-01-01T00:00:00Z"`, `"2026-03-12T06:14:27.1-00:30"`)
	case udm.KindDuration:
		return text(`"0s"`, `"3.5s"`, `"-0.000001s"`, `"+1.s"`, `"-0s"`)
	case udm.KindFloat, udm.KindDouble:
		return text("0", "-0.0", "1.5", `"NaN"`, `"-Infinity"`, "1e-7", "1e21", "3.4e38", "16777217", `"2.50"`)
	case udm.KindUint32, udm.KindUint64:
		return text("0", "1", `"7"`, "4294967295", "1e3", `"0.0"`)
	default:
		return text("0", "1", `"-7"`, "2147483647", "-2147483648", "4.0", `"1e3"`)
	}
}

func (g generator) enumValue(enum *udm.Enum) string {
	value := rapid.SampledFrom(enum.Values).Draw(g.t, "enum value")
	if enum.Numbered && rapid.Bool().Draw(g.t, "as a number") {
		return strconv.Itoa(int(value.Number))
	}
	return strconv.Quote(value.Name)
}

// write writes a value with the order and spelling of keys drawn anew.
func (g generator) write(out *strings.Builder, value any) {
	switch value := value.(type) {
	case string:
		out.WriteString(value)
	case list:
		out.WriteByte('[')
		for i, element := range value {
			if i > 0 {
				out.WriteString(" , ")
			}
			g.write(out, element)
		}
		out.WriteByte(']')
	case object:
		members := value.members
		if !value.ordered && len(members) > 1 {
			members = rapid.Permutation(members).Draw(g.t, "order")
		}
		out.WriteByte('{')
		for i, member := range members {
			if i > 0 {
				out.WriteString(",\n")
			}
			key := member.key
			if member.field != nil {
				key = member.field.Key(rapid.SampledFrom([]udm.FieldNames{udm.CamelCase, udm.SnakeCase}).Draw(g.t, "spelling"))
			}
			out.Write(udm.AppendString(nil, key))
			out.WriteString(": ")
			g.write(out, member.value)
		}
		out.WriteByte('}')
	}
}

func (g generator) text(value any) []byte {
	var out strings.Builder
	g.write(&out, value)
	return []byte(out.String())
}
