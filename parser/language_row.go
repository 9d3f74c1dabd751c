package parser

import "sync"

// rowForm is one line of a mapping.
var rowForm = sync.OnceValue(func() form[Row] {
	return newForm(
		Section{
			Name: "row", Article: "a row", Heading: "rows",
			Doc:       "One line of the mapping: a source or a constant, and the UDM field that it sets.",
			Exclusive: [][2]string{{"from", "value"}, {"if", "unless"}, {"each", "entry"}, {"each", "required"}, {"take", "trim"}, {"map", "cut"}},
			OneOf:     [][]string{{"from", "to"}, {"value", "to"}, {"written_by"}},
			Idle: []Idle{
				{Beside: "written_by", Keys: []string{
					"from", "value", "to", "key", "as", "if", "unless", "when", "blank", "map", "otherwise", "most", "cut",
					"numbered", "each", "take", "trim", "required", "after", "entry",
				}},
				{Beside: "value", Keys: []string{"if", "unless", "blank", "take", "trim", "required", "map", "cut"}},
			},
			Needs: [][2]string{{"otherwise", "map"}},
		},
		binding[Row]{idKey(), func(r *Row, v setting) { r.ID = v.text }},
		binding[Row]{Key{Name: "from", Type: TextsType, Doc: "a source, or a list of sources that each append to a list, in this order"}, func(r *Row, v setting) { r.From = v.texts }},
		binding[Row]{Key{Name: "value", Type: ConstantType, Doc: "a constant, in place of `from`"}, func(r *Row, v setting) { r.Value, r.HasValue = v.text, true }},
		binding[Row]{Key{Name: "to", Type: TextType, Names: FieldNames, Doc: "a UDM path, in the spelling of the field list"}, func(r *Row, v setting) { r.To = v.text }},
		binding[Row]{Key{Name: "key", Type: TextType, Doc: "the key of a label; without it, the raw name (the last part of `from`)"}, func(r *Row, v setting) { r.Key = v.text }},
		binding[Row]{Key{Name: "as", Type: TextType, Choices: conversions(), Doc: "the conversion; without it, the one that fits the field"}, func(r *Row, v setting) { r.As = v.text }},
		binding[Row]{Key{Name: "if", Type: TextType, Choices: tests(), Doc: "a test that the row's own value must pass"}, func(r *Row, v setting) { r.If = v.text }},
		binding[Row]{Key{Name: "unless", Type: TextType, Choices: tests(), Doc: "a test that the row's own value must fail"}, func(r *Row, v setting) { r.Unless = v.text }},
		binding[Row]{whenKey(), func(r *Row, v setting) { r.When = v.condition }},
		binding[Row]{Key{Name: "blank", Type: ConstantsType, Doc: "values that count as empty, such as `-`"}, func(r *Row, v setting) { r.Blank = v.texts }},
		binding[Row]{Key{Name: "map", Type: MapType, Doc: "the constant in place of a value that is like the text beside it"}, func(r *Row, v setting) { r.Map = v.mapped }},
		binding[Row]{Key{Name: "otherwise", Type: ConstantType, Doc: "with `map`, the constant for any other value; without it, such a value sets nothing"}, func(r *Row, v setting) { r.Otherwise = v.text }},
		binding[Row]{Key{Name: "most", Type: NumberType, Doc: "in a list, at most so many values of each source, or, with `each`, entries; the ledger counts what is left"}, func(r *Row, v setting) { r.Most = v.number }},
		binding[Row]{Key{Name: "cut", Type: NumberType, Doc: "a longer text is cut to so many bytes, at the end of a character"}, func(r *Row, v setting) { r.Cut = v.number }},
		binding[Row]{Key{Name: "numbered", Type: FlagType, Doc: "`true`: with `each`, a label's key has the number of its object behind it, from the second on"}, func(r *Row, v setting) { r.Numbered = v.flag }},
		binding[Row]{Key{Name: "each", Type: TextType, Doc: "a list: the row holds for each of its objects, and `from` is a path inside one"}, func(r *Row, v setting) { r.Each = v.text }},
		binding[Row]{Key{Name: "take", Type: TextType, Choices: takes(), Doc: "`previous`: OLD of a `from OLD to NEW` pair"}, func(r *Row, v setting) { r.Take = v.text }},
		binding[Row]{Key{Name: "trim", Type: FlagType, Doc: "`false` keeps surrounding white space"}, func(r *Row, v setting) { r.Verbatim = !v.flag }},
		binding[Row]{Key{Name: "required", Type: FlagType, Doc: "`true`: without a value the record is rejected, with the raw field's name as the reason"}, func(r *Row, v setting) { r.Required = v.flag }},
		binding[Row]{Key{Name: "after", Type: TextType, Doc: "in a list, append after that row's values; otherwise rows append in file order"}, func(r *Row, v setting) { r.After = v.text }},
		binding[Row]{Key{Name: "entry", Type: TextType, Doc: "rows of one repeated field that share an entry"}, func(r *Row, v setting) { r.Entry = v.text }},
		binding[Row]{Key{Name: "written_by", Type: TextType, Doc: "this line of the published table is written by another row"}, func(r *Row, v setting) { r.WrittenBy = v.text }},
		binding[Row]{lineKey(), func(r *Row, v setting) { r.Line = v.number }},
		binding[Row]{noteKey(), func(r *Row, v setting) { r.Note = v.text }},
		binding[Row]{waiveKey(), func(r *Row, v setting) { r.Waivers = v.waivers }},
	)
})

// The keys that rows and event-type lines share.

func idKey() Key {
	return Key{Name: "id", Type: TextType, Form: idName().expression(), Required: true, Doc: "stable and unique in the table: explain, coverage, diff and tests name it; letters, digits, _ and -"}
}

func whenKey() Key {
	return Key{Name: "when", Type: MappingType, Section: "condition", Doc: "a condition on other sources"}
}

func lineKey() Key {
	return Key{Name: "line", Type: NumberType, Doc: "the line of the published mapping"}
}

func noteKey() Key {
	return Key{Name: "note", Type: TextType, Doc: "anything a reader should know; `G`, `U` or `P`, alone or before a colon, says who wants the row: Google's published mapping, the UDM usage guide, or the table's author"}
}

func waiveKey() Key {
	return Key{Name: "waive", Type: ReasonsType, Names: FindingNames, Doc: "findings that are known and meant"}
}
