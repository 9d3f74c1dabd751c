package parser

// The words of the language that stand for something the engine does.
const (
	usingDashPairs    = "dash-pairs"
	usingEmbeddedJSON = "embedded-json"

	asText      = "text"
	asTimestamp = "timestamp"
	asInteger   = "integer"
	asBoolean   = "boolean"
	asEnum      = "enum"
	asIP        = "ip"
	asJSON      = "json"

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
)

func extractors() []Choice {
	return []Choice{
		{usingDashPairs, "splits a text of the form `subject  - Key: value - Key: value`"},
		{usingEmbeddedJSON, "the first JSON array or object inside a text"},
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

// pairParts are the parts of dash-pairs that are not keys.
func pairParts() []Choice {
	return []Choice{
		{partSubject, "the subject, trimmed"},
		{partFirstAddress, "the first e-mail address in the subject, a bare segment or a key, in text order"},
		{partSecondAddress, "the next different one"},
		{partAddressKey, "the value of each pair whose key is exactly an e-mail address"},
	}
}

// jsonParts are the parts of embedded-json.
func jsonParts() []Choice {
	return []Choice{
		{partFirst, "the first element"},
		{partRest, "each further element"},
		{partAll, "every element"},
	}
}
