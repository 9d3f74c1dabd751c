package udm

// RuleInfo documents one rule of the validator. Every finding takes its id,
// severity and summary from here, and so does the reference page.
type RuleInfo struct {
	// ID is stable across releases: an id is never given to another rule.
	ID       string    `json:"id"`
	Severity Severity  `json:"severity"`
	Group    RuleGroup `json:"group"`
	// Summary is the first line of every finding of this rule.
	Summary string `json:"summary"`
	// Hint says what to do; a finding that knows better has its own.
	Hint string `json:"hint"`
	// URL is the documentation that the rule comes from; a finding about one
	// field's limit or one event type points at theirs.
	URL string `json:"url"`
}

// RuleGroup says what kind of demand a rule is.
type RuleGroup string

// The groups, in the order of their ids.
const (
	// GroupInput: the text is a JSON object within the bounds of the API.
	GroupInput RuleGroup = "input"
	// GroupEncoding: strict proto JSON takes the text as a UDM message.
	GroupEncoding RuleGroup = "encoding"
	// GroupRequired: the event has the fields that it needs.
	GroupRequired RuleGroup = "required"
	// GroupValue: the values have the documented form and length.
	GroupValue RuleGroup = "value"
	// GroupAdvice: nothing is wrong, but there is a better way.
	GroupAdvice RuleGroup = "advice"
)

const (
	ruleSyntax  = "UDM001"
	ruleNesting = "UDM002"
	ruleSize    = "UDM003"
	ruleObject  = "UDM004"
	ruleWrapper = "UDM005"

	ruleUnknownField   = "UDM010"
	ruleDuplicateKey   = "UDM011"
	ruleBothSpellings  = "UDM012"
	ruleType           = "UDM013"
	ruleList           = "UDM014"
	ruleNullInList     = "UDM015"
	ruleEnum           = "UDM016"
	ruleTimestamp      = "UDM017"
	ruleDuration       = "UDM018"
	ruleBase64         = "UDM019"
	ruleNumber         = "UDM020"
	ruleOneof          = "UDM021"
	ruleLooseTimestamp = "UDM022"
	ruleEnumNumber     = "UDM023"

	ruleNoTimestamp = "UDM030"
	ruleNoEventType = "UDM031"
	ruleEventType   = "UDM032"
	ruleNoNoun      = "UDM033"
	ruleMachine     = "UDM034"
	ruleUser        = "UDM035"
	ruleField       = "UDM036"
	ruleFixedValue  = "UDM037"
	ruleExpected    = "UDM038"
	ruleProduct     = "UDM039"
	rulePrincipal   = "UDM040"
	ruleMisplaced   = "UDM041"

	ruleTooLong         = "UDM050"
	ruleHostnameTooLong = "UDM051"
	ruleHostname        = "UDM052"
	ruleIP              = "UDM053"
	ruleMAC             = "UDM054"
	ruleEmail           = "UDM055"
	ruleURL             = "UDM056"
	ruleAssetID         = "UDM057"
	ruleHash            = "UDM058"
	ruleRange           = "UDM059"
	rulePort            = "UDM060"

	ruleDeprecatedField   = "UDM070"
	rulePlatformField     = "UDM071"
	ruleTags              = "UDM072"
	ruleFieldsKey         = "UDM073"
	ruleNotString         = "UDM074"
	ruleDeprecatedType    = "UDM075"
	rulePlatformGenerated = "UDM076"
)

// The documentation that the rules come from.
const (
	usageGuideURL = "https://docs.cloud.google.com/chronicle/docs/unified-data-model/udm-usage"
	overviewURL   = "https://docs.cloud.google.com/chronicle/docs/event-processing/udm-overview"
	fieldListURL  = "https://docs.cloud.google.com/chronicle/docs/reference/udm-field-list"
	ingestionURL  = "https://docs.cloud.google.com/chronicle/docs/reference/ingestion-methods"
	importURL     = "https://docs.cloud.google.com/chronicle/docs/reference/rest/v1/projects.locations.instances.events/import"
	protoJSONURL  = "https://protobuf.dev/programming-guides/json/"
	protoURL      = "https://github.com/googleapis/googleapis/blob/f8291d2b89f0017ab078a4c7378069bae5686f6f/backstory/udm.proto"
)

// ValidatorRules returns every rule of the validator, ordered by id. An error
// is what strict proto JSON refuses or what the documentation calls fatal for
// the event; a warning breaks the UDM usage guide; a note is worth knowing.
func ValidatorRules() []RuleInfo {
	return []RuleInfo{
		{ruleSyntax, SeverityError, GroupInput, "the event is not valid JSON", "write one RFC 8259 value in UTF-8", protoJSONURL},
		{ruleNesting, SeverityError, GroupInput, "the event is nested too deep", "flatten it: protobuf's JSON parsers for C++ and Java stop at 100 levels", protoJSONURL},
		{ruleSize, SeverityError, GroupInput, "the event is larger than a request may be", "the API takes 4 MB a request: shorten or split the event", ingestionURL},
		{ruleObject, SeverityError, GroupInput, "the event is not a JSON object", `write one object with "metadata" and the nouns`, fieldListURL},
		{ruleWrapper, SeverityNote, GroupInput, `the event is wrapped in a "udm" object`, "events:import wants the wrapper, udmevents:batchCreate and files want the bare event", importURL},

		{ruleUnknownField, SeverityError, GroupEncoding, "unknown field", "use a field of the message, or put the value into additional", fieldListURL},
		{ruleDuplicateKey, SeverityError, GroupEncoding, "duplicate key", "keep one of the two", protoJSONURL},
		{ruleBothSpellings, SeverityError, GroupEncoding, "one field in both spellings", "keep one spelling: snake_case or lowerCamelCase", protoJSONURL},
		{ruleType, SeverityError, GroupEncoding, "wrong type of value", "write the type of the field", protoJSONURL},
		{ruleList, SeverityError, GroupEncoding, "single value for a list field", "write a list, also for a single value", protoJSONURL},
		{ruleNullInList, SeverityError, GroupEncoding, "null within a list or map", "leave the element out", protoJSONURL},
		{ruleEnum, SeverityError, GroupEncoding, "unknown enum value", "use one of the enum's names, in upper case", fieldListURL},
		{ruleTimestamp, SeverityError, GroupEncoding, "malformed timestamp", `write RFC 3339 with a zone and at most nine digits of fraction: "2026-03-12T06:14:27Z"`, protoJSONURL},
		{ruleDuration, SeverityError, GroupEncoding, "malformed duration", `write decimal seconds with an s: "3.5s"`, protoJSONURL},
		{ruleBase64, SeverityError, GroupEncoding, "bytes that are not base64", "encode the bytes as base64", protoJSONURL},
		{ruleNumber, SeverityError, GroupEncoding, "number that the field cannot hold", "write a number of the field's type", protoJSONURL},
		{ruleOneof, SeverityError, GroupEncoding, "two fields of which only one may be set", "keep one of them", protoJSONURL},
		{ruleLooseTimestamp, SeverityWarning, GroupEncoding, "timestamp that only lenient readers take", "write RFC 3339 to the letter: two digits for the hour, a point before the fraction", protoJSONURL},
		{ruleEnumNumber, SeverityWarning, GroupEncoding, "number that is no known value of the enum", "write the name of a value", fieldListURL},

		{ruleNoTimestamp, SeverityError, GroupRequired, "metadata.event_timestamp is missing", "set the time at which the event happened", usageGuideURL},
		{ruleNoEventType, SeverityError, GroupRequired, "metadata.event_type is missing", "set the event type; GENERIC_EVENT if no other fits", usageGuideURL},
		{ruleEventType, SeverityError, GroupRequired, "metadata.event_type is none that an event may have", "set the event type; GENERIC_EVENT if no other fits", protoURL},
		{ruleNoNoun, SeverityError, GroupRequired, "no principal, src or target", "fill one of them, or use GENERIC_EVENT", overviewURL},
		{ruleMachine, SeverityWarning, GroupRequired, "the event type needs a machine identifier", "fill hostname, ip, mac or asset_id of the noun itself", usageGuideURL},
		{ruleUser, SeverityWarning, GroupRequired, "the event type needs a user", "fill user.userid or user.email_addresses of the noun", usageGuideURL},
		{ruleField, SeverityWarning, GroupRequired, "the event type needs a field that is missing", "fill the field, or pick another event type", usageGuideURL},
		{ruleFixedValue, SeverityWarning, GroupRequired, "the event type needs another value in a field", "set the value that the event type asks for", usageGuideURL},
		{ruleExpected, SeverityNote, GroupRequired, "the documentation expects a field that is missing", "fill it if you can: events without it were seen to be accepted", usageGuideURL},
		{ruleProduct, SeverityWarning, GroupRequired, "metadata.vendor_name or metadata.product_name is missing", "set both: curated detections and the index rely on them", usageGuideURL},
		{rulePrincipal, SeverityWarning, GroupRequired, "principal identifies neither a machine nor a user", "fill a machine identifier or principal.user", usageGuideURL},
		{ruleMisplaced, SeverityWarning, GroupRequired, "field that the noun must not carry", "mail addresses of a person go in user.email_addresses, of a message in network.email; files and registry keys in target or src", usageGuideURL},

		{ruleTooLong, SeverityWarning, GroupValue, "value longer than documented", "shorten the value", usageGuideURL},
		{ruleHostnameTooLong, SeverityError, GroupValue, "hostname longer than 256 characters", "shorten it: longer ones fail validation and the log is dropped", overviewURL},
		{ruleHostname, SeverityWarning, GroupValue, "malformed hostname", "write an RFC 1123 name: labels of letters, digits and hyphens", overviewURL},
		{ruleIP, SeverityWarning, GroupValue, "malformed IP address", "write one IPv4 or IPv6 address, without port, zone or prefix length", usageGuideURL},
		{ruleMAC, SeverityWarning, GroupValue, "malformed MAC address", "write an EUI-48: 00:00:5e:00:53:01", usageGuideURL},
		{ruleEmail, SeverityWarning, GroupValue, "malformed e-mail address", "write the bare RFC 5322 address, without a display name", usageGuideURL},
		{ruleURL, SeverityWarning, GroupValue, "malformed URL", "write an RFC 3986 URL with its scheme", usageGuideURL},
		{ruleAssetID, SeverityWarning, GroupValue, "malformed asset_id", "write VENDOR:ID; at most 32 letters and digits, then at most 128 letters, digits, hyphens and periods", usageGuideURL},
		{ruleHash, SeverityWarning, GroupValue, "malformed hash", "write the digest in lower-case hexadecimal", usageGuideURL},
		{ruleRange, SeverityWarning, GroupValue, "number out of the documented range", "write a number within the range", usageGuideURL},
		{rulePort, SeverityWarning, GroupValue, "port without exactly one ip in the same noun", "give the noun exactly one ip, or drop the port", usageGuideURL},

		{ruleDeprecatedField, SeverityNote, GroupAdvice, "deprecated field", "see the field list for its successor", fieldListURL},
		{rulePlatformField, SeverityNote, GroupAdvice, "field that the platform sets", "leave it out: Google Security Operations fills it in", protoURL},
		{ruleTags, SeverityWarning, GroupAdvice, "metadata.tags must not be sent", "leave it out: only the platform may fill it", protoURL},
		{ruleFieldsKey, SeverityNote, GroupAdvice, `additional holds a key named "fields"`, "write the keys directly into additional: proto JSON has no wrapper there", protoJSONURL},
		{ruleNotString, SeverityNote, GroupAdvice, "value in additional that is not a string", "write it as a string: UDM search finds strings only", fieldListURL},
		{ruleDeprecatedType, SeverityNote, GroupAdvice, "deprecated event type", "pick another event type", protoURL},
		{rulePlatformGenerated, SeverityWarning, GroupAdvice, "event type that only the platform generates", "pick another event type; GENERIC_EVENT if no other fits", protoURL},
	}
}
