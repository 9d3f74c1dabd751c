package parser

import "github.com/udmap/udmap/udm"

// What Load finds.
const (
	mapSyntax         = "MAP001"
	mapTooLarge       = "MAP002"
	mapNotUTF8        = "MAP003"
	mapSecondDocument = "MAP004"
	mapAliases        = "MAP005"

	mapUnknownKey   = "MAP010"
	mapDuplicateKey = "MAP011"
	mapMissingKey   = "MAP012"
	mapWrongType    = "MAP013"
	mapUnknownWord  = "MAP014"
	mapBadName      = "MAP015"
	mapDuplicateID  = "MAP016"
	mapTwoSources   = "MAP017"
	mapNoSource     = "MAP018"
	mapIdleKey      = "MAP019"
)

// Findings returns every finding of a table, ordered by id. A table with an
// error does not compile.
func Findings() []Finding {
	return append(loadFindings(), checkFindings()...)
}

func loadFindings() []Finding {
	return []Finding{
		{mapSyntax, udm.SeverityError, "not valid YAML: {problem}", "", tablesURL("")},
		{mapTooLarge, udm.SeverityError, "the table is larger than {limit} bytes", "split it into one table a log type", tablesURL("")},
		{mapNotUTF8, udm.SeverityError, "the table is not UTF-8", "save the file as UTF-8", tablesURL("")},
		{mapSecondDocument, udm.SeverityError, "a second document begins", "put each table in a file of its own", tablesURL("")},
		{mapAliases, udm.SeverityError, "aliases that {problem}", "write the values out", tablesURL("")},

		{mapUnknownKey, udm.SeverityError, `unknown key "{key}" in {mapping}`, "docs/tables.md lists the keys", tablesURL("")},
		{mapDuplicateKey, udm.SeverityError, `key "{key}" stands twice in {mapping}`, "keep one of the two", tablesURL("")},
		{mapMissingKey, udm.SeverityError, `{mapping} needs the key "{key}"`, "", tablesURL("")},
		{mapWrongType, udm.SeverityError, `{key} must be {type}, not {type}`, "", tablesURL("")},
		{mapUnknownWord, udm.SeverityError, `"{word}" is nothing that "{key}" may say`, "", tablesURL("")},
		{mapBadName, udm.SeverityError, `"{name}" cannot be {key}`, "", tablesURL("table")},
		{mapDuplicateID, udm.SeverityError, `id "{id}" is taken by line {line}`, "give each row and event-type line an id of its own", tablesURL("rows")},
		{mapTwoSources, udm.SeverityError, `"{key}" and "{key}" exclude each other`, "keep one of the two", tablesURL("rows")},
		{mapNoSource, udm.SeverityError, "{mapping} has nothing to take a value from", "", tablesURL("rows")},
		{mapIdleKey, udm.SeverityError, `"{key}" means nothing beside "{key}"`, "take it away", tablesURL("rows")},
	}
}

// tablesURL is the address of a section of docs/tables.md.
func tablesURL(section string) string {
	const page = "https://github.com/udmap/udmap/blob/main/docs/tables.md"
	if section == "" {
		return page
	}
	return page + "#" + section
}
