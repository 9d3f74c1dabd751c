package parser

import "sync"

// tableForm is the whole document.
var tableForm = sync.OnceValue(func() form[Table] {
	return newForm(
		Section{
			Name: "table", Article: "a table", Heading: "table",
			Doc: "The whole document: how the records of one log type become UDM events.",
		},
		binding[Table]{Key{Name: "table", Type: TextType, Form: lowerName().expression(), Required: true, Doc: "the table's name, which is also the file's name without .yaml: lower-case letters, digits and _"}, func(t *Table, v setting) { t.Name = v.text }},
		binding[Table]{Key{Name: "version", Type: NumberType, Doc: "raised whenever the table's output changes; without it, 1"}, func(t *Table, v setting) { t.Version = v.number }},
		binding[Table]{Key{Name: "log_type", Type: TextType, Names: LogTypeNames, Form: upperName().expression(), Required: true, Doc: "the SecOps log type: upper-case letters, digits and _"}, func(t *Table, v setting) { t.LogType = v.text }},
		binding[Table]{Key{Name: "description", Type: TextType, Doc: "what the records are, in a few words"}, func(t *Table, v setting) { t.Description = v.text }},
		binding[Table]{Key{Name: "source", Type: TextType, Doc: "the address of the published mapping, whose lines `line` counts"}, func(t *Table, v setting) { t.Source = v.text }},
		binding[Table]{Key{Name: "records", Type: TextsType, Doc: "the keys that hold the records in an API page"}, func(t *Table, v setting) { t.Records = v.texts }},
		binding[Table]{Key{Name: "claims", Type: ShapesType, Section: "claims", Doc: "the record shape that chooses this table, or a list of shapes"}, func(t *Table, v setting) { t.Claims = v.claims }},
		binding[Table]{Key{Name: "options", Type: NamedType, Section: "option", Form: lowerName().expression(), Doc: "what a user of the table may choose"}, func(t *Table, v setting) { t.Options = v.options }},
		binding[Table]{Key{Name: "extract", Type: NamedType, Section: "extract", Form: lowerName().expression(), Doc: "names for what is inside a field, or made of several"}, func(t *Table, v setting) { t.Extracts = v.extracts }},
		binding[Table]{Key{Name: "rows", Type: MappingsType, Section: "row", Required: true, Doc: "one row for each line of the published mapping"}, func(t *Table, v setting) { t.Rows = v.rows }},
		binding[Table]{Key{Name: "event_type", Type: MappingsType, Section: "event-type line", Required: true, Doc: "the lines of which the first that holds gives the event type"}, func(t *Table, v setting) { t.EventTypes = v.lines }},
		binding[Table]{Key{Name: "needs", Type: NamedType, Section: "condition", Names: EventTypeNames, Doc: "what an event type is claimed for only where it is there"}, func(t *Table, v setting) { t.Needs = v.needs }},
		binding[Table]{Key{Name: "dropped", Type: DroppedType, Doc: "raw fields that are left out on purpose"}, func(t *Table, v setting) { t.Dropped = v.dropped }},
		binding[Table]{waiveKey(), func(t *Table, v setting) { t.Waivers = v.waivers }},
	)
})

var claimsForm = sync.OnceValue(func() form[Claims] {
	return newForm(
		Section{
			Name: "claims", Article: "claims", Heading: "claims",
			Doc: "Which records are this table's, by shape alone.",
		},
		binding[Claims]{Key{Name: "has", Type: TextsType, Doc: "all of these keys are there"}, func(c *Claims, v setting) { c.Has = v.texts }},
		binding[Claims]{Key{Name: "has_any", Type: TextsType, Doc: "one of these keys is there"}, func(c *Claims, v setting) { c.HasAny = v.texts }},
		binding[Claims]{Key{Name: "lacks", Type: TextsType, Doc: "none of these keys is there"}, func(c *Claims, v setting) { c.Lacks = v.texts }},
	)
})

var optionForm = sync.OnceValue(func() form[Option] {
	return newForm(
		Section{
			Name: "option", Article: "an option", Heading: "options",
			Doc: "Something that a user of the table may choose.",
		},
		binding[Option]{Key{Name: "default", Type: ConstantType, Required: true, Doc: "the value unless the user chooses another"}, func(o *Option, v setting) { o.Default = v.text }},
		binding[Option]{Key{Name: "choices", Type: ConstantsType, Doc: "the values that there are; without it, any text"}, func(o *Option, v setting) { o.Choices = v.texts }},
		binding[Option]{Key{Name: "list", Type: FlagType, Doc: "`true`: several values, with commas between them"}, func(o *Option, v setting) { o.List = v.flag }},
		binding[Option]{Key{Name: "description", Type: TextType, Doc: "what the option is for"}, func(o *Option, v setting) { o.Description = v.text }},
	)
})

var extractForm = sync.OnceValue(func() form[Extract] {
	return newForm(
		Section{
			Name: "extract", Article: "an extract", Heading: "extract",
			Doc:       "A name for something inside a field, or made of several.",
			Exclusive: [][2]string{{"first", "text"}, {"first", "from"}, {"first", "using"}, {"text", "from"}, {"text", "using"}},
			OneOf:     [][]string{{"from", "using"}, {"first"}, {"text"}},
		},
		binding[Extract]{Key{Name: "from", Type: TextType, Doc: "the source that is taken apart"}, func(e *Extract, v setting) { e.From = v.text }},
		binding[Extract]{Key{Name: "using", Type: TextType, Choices: extractors(), Doc: "how `from` is taken apart"}, func(e *Extract, v setting) { e.Using = v.text }},
		binding[Extract]{Key{Name: "at", Type: TextType, Doc: "with `halves`, the text that splits `from` in two"}, func(e *Extract, v setting) { e.At = v.text }},
		binding[Extract]{Key{Name: "first", Type: TextsType, Doc: "the first of these sources that is not empty"}, func(e *Extract, v setting) { e.First = v.texts }},
		binding[Extract]{Key{Name: "text", Type: TextType, Doc: "a text in which {source} stands for the text of a source"}, func(e *Extract, v setting) { e.Text = v.text }},
		binding[Extract]{Key{Name: "when", Type: MappingType, Section: "condition", Doc: "a condition without which the extract is empty"}, func(e *Extract, v setting) { e.When = v.condition }},
	)
})

var conditionForm = sync.OnceValue(func() form[Condition] {
	return newForm(
		Section{
			Name: "condition", Article: "a condition", Heading: "Conditions",
			Doc: "A set of lines that must all hold.",
		},
		binding[Condition]{Key{Name: "any", Type: TextsType, Doc: "one of these sources is not empty"}, func(c *Condition, v setting) { c.Any = v.texts }},
		binding[Condition]{Key{Name: "all", Type: TextsType, Doc: "none of these sources is empty"}, func(c *Condition, v setting) { c.All = v.texts }},
		binding[Condition]{Key{Name: "none", Type: TextsType, Doc: "all of these sources are empty"}, func(c *Condition, v setting) { c.None = v.texts }},
		binding[Condition]{Key{Name: "is", Type: ComparisonType, Doc: "the text of each source equals its constant, or one of its list"}, func(c *Condition, v setting) { c.Is = v.comparisons }},
		binding[Condition]{Key{Name: "is_not", Type: ComparisonType, Doc: "the text of each source, if it has any, equals none of its constants"}, func(c *Condition, v setting) { c.IsNot = v.comparisons }},
		binding[Condition]{Key{Name: "like", Type: ComparisonType, Doc: "a text of each source is like its pattern, or one of its list: equal but for letter case, `*` standing for anything"}, func(c *Condition, v setting) { c.Like = v.comparisons }},
		binding[Condition]{Key{Name: "unlike", Type: ComparisonType, Doc: "no text of a source is like one of its patterns"}, func(c *Condition, v setting) { c.Unlike = v.comparisons }},
		binding[Condition]{Key{Name: "same", Type: PairsType, Doc: "both sources are not empty, and equal"}, func(c *Condition, v setting) { c.Same = v.pairs }},
		binding[Condition]{Key{Name: "differs", Type: PairsType, Doc: "the first source is not empty, and not equal to the second"}, func(c *Condition, v setting) { c.Differs = v.pairs }},
		binding[Condition]{Key{Name: "longer", Type: LengthsType, Doc: "the text of each source has more than so many bytes"}, func(c *Condition, v setting) { c.Longer = v.lengths }},
		binding[Condition]{Key{Name: "within", Type: MappingType, Section: "within", Doc: "one time is at most so many seconds later than another"}, func(c *Condition, v setting) { c.Within = v.within }},
	)
})

var withinForm = sync.OnceValue(func() form[Within] {
	return newForm(
		Section{
			Name: "within", Article: "within", Heading: "within",
			Doc: "Two times, of which the second may be so much later than the first.",
		},
		binding[Within]{Key{Name: "from", Type: TextType, Required: true, Doc: "the time that is counted from"}, func(w *Within, v setting) { w.From = v.text }},
		binding[Within]{Key{Name: "to", Type: TextType, Required: true, Doc: "the other time"}, func(w *Within, v setting) { w.To = v.text }},
		binding[Within]{Key{Name: "seconds", Type: NumberType, Required: true, Doc: "how much later it may be; earlier it may always be"}, func(w *Within, v setting) { w.Seconds = v.number }},
	)
})

var lineForm = sync.OnceValue(func() form[EventTypeLine] {
	return newForm(
		Section{
			Name: "event-type line", Article: "an event-type line", Heading: "event_type",
			Doc:       "One of the lines that are tried in order for the event type.",
			Exclusive: [][2]string{{"from", "value"}, {"from", "else"}},
			OneOf:     [][]string{{"from"}, {"value"}},
		},
		binding[EventTypeLine]{idKey(), func(l *EventTypeLine, v setting) { l.ID = v.text }},
		binding[EventTypeLine]{Key{Name: "from", Type: TextType, Doc: "a source that may name an event type; any other value is passed over and counted as `unknown-event-type`"}, func(l *EventTypeLine, v setting) { l.From = v.text }},
		binding[EventTypeLine]{Key{Name: "value", Type: TextType, Names: EventTypeNames, Doc: "the event type, in place of `from`"}, func(l *EventTypeLine, v setting) { l.Value = v.text }},
		binding[EventTypeLine]{Key{Name: "else", Type: TextsType, Names: EventTypeNames, Doc: "the event types that take the place of `value` where it lacks what it needs, in this order"}, func(l *EventTypeLine, v setting) { l.Else = v.texts }},
		binding[EventTypeLine]{whenKey(), func(l *EventTypeLine, v setting) { l.When = v.condition }},
		binding[EventTypeLine]{lineKey(), func(l *EventTypeLine, v setting) { l.Line = v.number }},
		binding[EventTypeLine]{noteKey(), func(l *EventTypeLine, v setting) { l.Note = v.text }},
		binding[EventTypeLine]{waiveKey(), func(l *EventTypeLine, v setting) { l.Waivers = v.waivers }},
	)
})
