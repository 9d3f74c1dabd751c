package parser

// The words of the language that stand for something the engine does.
const (
	usingDashPairs    = "dash-pairs"
	usingEmbeddedJSON = "embedded-json"
	usingChangeLines  = "change-lines"
	usingIPAddresses  = "ip-addresses"
	usingURL          = "url"
	usingHalves       = "halves"

	asText      = "text"
	asTimestamp = "timestamp"
	asInteger   = "integer"
	asBoolean   = "boolean"
	asEnum      = "enum"
	asIP        = "ip"
	asJSON      = "json"
	asJoined    = "joined"

	testEmail = "email"
	testIP    = "ip"

	takePrevious = "previous"
)

// The parts of extracts that are not keys.
const (
	partSubject       = "<subject>"
	partFirstAddress  = "<first address>"
	partSecondAddress = "<second address>"
	partAddressKey    = "<address key>"

	partFirst = "first"
	partRest  = "rest"
	partAll   = "all"

	partFirstLine = "<first line>"
	partLines     = "<lines>"
	partFields    = "<fields>"

	partAddresses = "<addresses>"
	partOthers    = "<others>"

	partHost = "<host>"
	partPath = "<path>"

	partBefore = "<before>"
	partAfter  = "<after>"
)

// The sources that no record names.
const (
	sourceRest         = "<rest>"
	sourceDegradedFrom = "<degraded from>"
	sourceElement      = "<element>"

	optionMark = "$" // before the name of an option
)

// The fields of a change, inside `each`.
const (
	changeField = "field"
	changeOld   = "old"
	changeNew   = "new"
	changeLine  = "line"
)

func extractors() []Choice {
	return []Choice{
		{usingDashPairs, "splits a text of the form `subject  - Key: value - Key: value`"},
		{usingEmbeddedJSON, "the first JSON array or object inside a text"},
		{usingChangeLines, "the lines of a text, of which some say `FIELD changed from OLD to NEW`"},
		{usingIPAddresses, "a text that lists IP addresses"},
		{usingURL, "an absolute URL"},
		{usingHalves, "a text that `at` splits in two"},
	}
}

func conversions() []Choice {
	return []Choice{
		{asText, "the value as text"},
		{asTimestamp, "a time, from RFC 3339 or epoch seconds or milliseconds"},
		{asInteger, "a whole decimal number within the field's range"},
		{asBoolean, "true or false"},
		{asEnum, "the name of a value of the field's enum, in any letter case, spaces and hyphens as _"},
		{asIP, "an IPv4 or IPv6 address"},
		{asJSON, "compact JSON of whatever the value is"},
		{asJoined, "the text, or the scalars of an array with commas between them"},
	}
}

func tests() []Choice {
	return []Choice{
		{testEmail, "the whole value is one e-mail address"},
		{testIP, "the whole value is one IPv4 or IPv6 address"},
	}
}

func takes() []Choice {
	return []Choice{{takePrevious, "OLD of a `from OLD to NEW` pair"}}
}

// Parts returns the parts, besides keys, of an extract of that kind, as in
// detail.<subject>.
func Parts(using string) []Choice {
	switch using {
	case usingDashPairs:
		return pairParts()
	case usingEmbeddedJSON:
		return jsonParts()
	case usingChangeLines:
		return append(lineParts(), Choice{partAll, "every change"})
	}
	return fixedParts(using)
}

// pairParts are the parts of dash-pairs that are not keys.
func pairParts() []Choice {
	return []Choice{
		{partSubject, "the subject, trimmed"},
		{partFirstAddress, "the first e-mail address in the subject, a bare segment or a key, in text order"},
		{partSecondAddress, "the next different one"},
		{partAddressKey, "the value of each pair whose key is exactly an e-mail address"},
	}
}

// lineParts are the parts of change-lines that are not fields.
func lineParts() []Choice {
	return []Choice{
		{partFirstLine, "the first line that is not blank, trimmed"},
		{partLines, "every line that is not blank, trimmed"},
		{partFields, "FIELD of every change"},
	}
}

// changeFields are what a change has inside `each`.
func changeFields() []string { return []string{changeField, changeOld, changeNew, changeLine} }

// addressParts are the parts of ip-addresses.
func addressParts() []Choice {
	return []Choice{
		{partAddresses, "each piece that is an IPv4 or IPv6 address"},
		{partOthers, "each piece that is none"},
	}
}

// urlParts are the parts of url.
func urlParts() []Choice {
	return []Choice{
		{partHost, "the host's name or address"},
		{partPath, "what follows the host, up to ? or #"},
	}
}

// halfParts are the parts of halves.
func halfParts() []Choice {
	return []Choice{
		{partBefore, "what stands before the place of the split, trimmed"},
		{partAfter, "what stands behind it, trimmed"},
	}
}

// fixedParts are the parts of an extractor that has no others.
func fixedParts(using string) []Choice {
	switch using {
	case usingIPAddresses:
		return addressParts()
	case usingURL:
		return urlParts()
	}
	return halfParts()
}

// jsonParts are the parts of embedded-json.
func jsonParts() []Choice {
	return []Choice{
		{partFirst, "the first element"},
		{partRest, "each further element"},
		{partAll, "every element"},
	}
}
