package parser

import "github.com/udmap/udmap/udm"

// What Check and Compile find.
const (
	mapUnknownField   = "MAP020"
	mapSpelling       = "MAP021"
	mapNotAField      = "MAP022"
	mapUnwritable     = "MAP023"
	mapLabelPart      = "MAP025"
	mapKeyUnused      = "MAP026"
	mapKeyMissing     = "MAP027"
	mapOneValue       = "MAP028"
	mapNoList         = "MAP029"
	mapEventTypeRow   = "MAP030"
	mapConversion     = "MAP031"
	mapConstant       = "MAP032"
	mapEmptyConstant  = "MAP033"
	mapZeroConstant   = "MAP034"
	mapMisplaced      = "MAP035"
	mapBadText        = "MAP036"
	mapRest           = "MAP037"
	mapNoOption       = "MAP038"
	mapUnusedOption   = "MAP039"
	mapBadSource      = "MAP040"
	mapNoExtract      = "MAP041"
	mapNearExtract    = "MAP042"
	mapNoPart         = "MAP043"
	mapExtractCycle   = "MAP044"
	mapUnusedExtract  = "MAP045"
	mapNoPrevious     = "MAP046"
	mapNotAList       = "MAP047"
	mapNoEntries      = "MAP048"
	mapMixedEntries   = "MAP049"
	mapNoSuchRow      = "MAP050"
	mapOtherList      = "MAP051"
	mapAfterCycle     = "MAP052"
	mapWrittenBy      = "MAP053"
	mapEventType      = "MAP060"
	mapNoEventType    = "MAP061"
	mapLastLine       = "MAP062"
	mapUnreachable    = "MAP063"
	mapNoTimestamp    = "MAP064"
	mapTimestamp      = "MAP065"
	mapUnusedNeed     = "MAP066"
	mapNeverFires     = "MAP070"
	mapNoReason       = "MAP080"
	mapUnusedWaiver   = "MAP081"
	mapUnknownWaiver  = "MAP082"
	mapWaivedError    = "MAP083"
	mapClaimsConflict = "MAP090"
	mapClaimsTwice    = "MAP091"
	mapFileName       = "MAP092"
	mapTooBig         = "MAP093"
	mapOptionValue    = "MAP094"
)

func checkFindings() []Finding {
	return []Finding{
		{mapUnknownField, udm.SeverityError, "{path} is no UDM field", "udmap schema lists the fields", tablesURL("rows")},
		{mapSpelling, udm.SeverityError, "{path} is not in the spelling of the field list", "", tablesURL("rows")},
		{mapNotAField, udm.SeverityError, "{path} is a message, not a field", "name the field of it that is meant", tablesURL("rows")},
		{mapUnwritable, udm.SeverityError, "{path} is {kind}, which no conversion gives", "", tablesURL("conversions-as")},
		{mapLabelPart, udm.SeverityError, "{path} is half a label", "", tablesURL("where-a-value-lands")},
		{mapKeyUnused, udm.SeverityError, `"key" is for labels, and {path} is none`, "take it away", tablesURL("where-a-value-lands")},
		{mapKeyMissing, udm.SeverityError, "a label needs a key, and there is no raw name to take", `add "key"`, tablesURL("where-a-value-lands")},
		{mapOneValue, udm.SeverityError, "{path} holds one value and cannot take several sources", `declare an extract with "first" for the first that is not empty`, tablesURL("where-a-value-lands")},
		{mapNoList, udm.SeverityError, `"{key}" is for {lists}, and {path} is none`, "take it away", tablesURL("where-a-value-lands")},
		{mapEventTypeRow, udm.SeverityError, "no row sets metadata.event_type", "write it under event_type", tablesURL("event_type")},
		{mapConversion, udm.SeverityError, `"{conversion}" does not fit {path}, which is {kind}`, "", tablesURL("conversions-as")},
		{mapConstant, udm.SeverityError, `"{value}" is no value for {path}, which is {kind}`, "", tablesURL("conversions-as")},
		{mapEmptyConstant, udm.SeverityError, "an empty constant sets nothing", "give it a value, or take the row away", tablesURL("rows")},
		{mapZeroConstant, udm.SeverityWarning, `"{value}" is the zero value of {path}, which says nothing`, "take the row away, or say more", tablesURL("rows")},
		{mapMisplaced, udm.SeverityError, `"{source}" names nothing here`, "", tablesURL("sources-what-from-may-name")},
		{mapBadText, udm.SeverityError, `"{text}" is not made of sources`, "write sources in braces: {source}", tablesURL("extract")},
		{mapRest, udm.SeverityError, "the rest of a record goes to additional, all of it", "write {from: <rest>, to: additional}", tablesURL("everything-else")},
		{mapNoOption, udm.SeverityError, `no option is named "{name}"`, "declare it under options", tablesURL("options")},
		{mapUnusedOption, udm.SeverityWarning, `nothing uses the option "{name}"`, "take it away", tablesURL("options")},

		{mapBadSource, udm.SeverityError, `"{source}" cannot name a source: {problem}`, `write keys with dots between them, and a dot within a key as \.`, tablesURL("sources-what-from-may-name")},
		{mapNoExtract, udm.SeverityError, `no extract is named "{name}"`, "declare it under extract", tablesURL("sources-what-from-may-name")},
		{mapNearExtract, udm.SeverityWarning, `"{source}" reads a raw field, as no extract is named "{name}"`, "", tablesURL("sources-what-from-may-name")},
		{mapNoPart, udm.SeverityError, `the extract "{name}" has no part "{part}"`, "", tablesURL("extract")},
		{mapExtractCycle, udm.SeverityError, "the extract is made of itself: {names}", "", tablesURL("extract")},
		{mapUnusedExtract, udm.SeverityWarning, `nothing uses the extract "{name}"`, "take it away", tablesURL("extract")},
		{mapNoPrevious, udm.SeverityError, `"{source}" is no pair and has no previous value`, "", tablesURL("rows")},
		{mapNotAList, udm.SeverityError, `"{source}" is no list`, "", tablesURL("extract")},
		{mapNoEntries, udm.SeverityError, `"each" makes entries of a repeated message, and {path} lies below none`, "", tablesURL("where-a-value-lands")},
		{mapMixedEntries, udm.SeverityWarning, `the entries of {path} come from {source} and, in row {row}, from {source}, and never share one`, `give the rows the same "each" if they describe the same objects`, tablesURL("where-a-value-lands")},
		{mapNoSuchRow, udm.SeverityError, `no row has the id "{id}"`, "", tablesURL("rows")},
		{mapOtherList, udm.SeverityError, "row {id} does not append to {path}", `"after" orders the rows of one list`, tablesURL("rows")},
		{mapAfterCycle, udm.SeverityError, "rows that come after one another: {ids}", "", tablesURL("rows")},
		{mapWrittenBy, udm.SeverityError, "row {id} writes nothing itself", "name the row that writes the field", tablesURL("rows")},

		{mapEventType, udm.SeverityError, `"{value}" is no event type`, "udmap schema metadata.event_type lists them", tablesURL("event_type")},
		{mapNoEventType, udm.SeverityError, "there is no line, so that no event has a type", "end event_type with {value: GENERIC_EVENT}", tablesURL("event_type")},
		{mapLastLine, udm.SeverityError, "the last line does not hold always, so that some event would have no type", "add a line without a condition, {value: GENERIC_EVENT}", tablesURL("event_type")},
		{mapUnreachable, udm.SeverityWarning, "the line is never reached", "take it away, or move it up", tablesURL("event_type")},
		{mapNoTimestamp, udm.SeverityError, "no row sets metadata.event_timestamp, without which no event is taken", "add a row with as: timestamp and required: true", tablesURL("rows")},
		{mapTimestamp, udm.SeverityError, "metadata.event_timestamp is not required, so that some event would have none", "add required: true to the row", tablesURL("rows")},
		{mapUnusedNeed, udm.SeverityWarning, "no line gives {value}", "take the need away", tablesURL("needs")},
		{mapNeverFires, udm.SeverityWarning, "the row never sets anything: {reason}", "take it away, or move it up", tablesURL("where-a-value-lands")},

		{mapNoReason, udm.SeverityError, "the waiver of {id} gives no reason", "say why the finding is meant", tablesURL("waive")},
		{mapUnusedWaiver, udm.SeverityWarning, "the waiver of {id} waives nothing", "take it away", tablesURL("waive")},
		{mapUnknownWaiver, udm.SeverityError, `no finding has the id "{id}"`, "", tablesURL("waive")},
		{mapWaivedError, udm.SeverityError, "{id} is an error, and errors cannot be waived", "", tablesURL("waive")},

		{mapClaimsConflict, udm.SeverityError, `"{key}" must be there and must not be there: no record has that shape`, "", tablesURL("claims")},
		{mapClaimsTwice, udm.SeverityWarning, `"{key}" is asked for already`, "take it away", tablesURL("claims")},
		{mapFileName, udm.SeverityWarning, `the table "{name}" stands in a file of another name`, "", tablesURL("table")},
		{mapTooBig, udm.SeverityError, "the table reads or writes {count} things, more than {limit}", "split it into tables by the shape of records", tablesURL("rows")},
		{mapOptionValue, udm.SeverityError, `"{value}" is no choice of the option "{name}"`, "", tablesURL("options")},
	}
}
