package udm_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

func TestDefaultSchemaHoldsTheWholeModel(t *testing.T) {
	schema := udm.Default()
	require.Len(t, schema.Messages(), 127)
	require.Len(t, schema.Enums(), 63)
	require.Len(t, schema.EventTypes(), 105)
	require.Equal(t, "google.backstory.UDM", schema.Root().FullName)
	require.Same(t, schema.Root(), schema.Messages()[0])
	require.Regexp(t, `^[0-9a-f]{40}$`, schema.Commit())
	require.Equal(t, []string{"hostname", "ip", "mac", "asset_id"}, schema.MachineIdentifierPaths())
	require.Contains(t, schema.UserIdentifierPaths(), "user.userid")

	marks := make(map[string]int)
	for _, message := range schema.Messages() {
		for _, field := range message.Fields {
			marks["fields"]++
			if field.Deprecated {
				marks["deprecated"]++
			}
			if field.PlatformSet {
				marks["platform-set"]++
			}
		}
	}
	require.Equal(t, map[string]int{"fields": 1001, "deprecated": 39, "platform-set": 9}, marks)
}

func TestFieldsKnowTheirPlace(t *testing.T) {
	for _, message := range udm.Default().Messages() {
		for index, field := range message.Fields {
			require.Equal(t, index, field.Index, "%s", field)
			require.Same(t, message, field.Parent, "%s", field)
			require.NotEqual(t, udm.KindInvalid, field.Kind, "%s", field)
			require.Equal(t, field.Kind == udm.KindMessage, field.Message != nil, "%s", field)
			require.Equal(t, field.Kind == udm.KindEnum, field.Enum != nil, "%s", field)
			require.Equal(t, field.Kind == udm.KindMap, field.MapValue != nil, "%s", field)
			for _, name := range []string{field.Name, field.JSONName} {
				found, ok := message.Field(name)
				require.True(t, ok)
				require.Same(t, field, found)
			}
		}
	}
}

func TestFieldOfMetadata(t *testing.T) {
	metadata, ok := udm.Default().Message("google.backstory.Metadata")
	require.True(t, ok)
	field, ok := metadata.Field("eventType")
	require.True(t, ok)
	require.Equal(t, "event_type", field.Key(udm.SnakeCase))
	require.Equal(t, "eventType", field.Key(udm.CamelCase))
	require.Equal(t, 4, field.Number)
	require.Equal(t, "snake camel", udm.SnakeCase.String()+" "+udm.CamelCase.String())
	require.Equal(t, "Metadata.event_type", field.String())

	_, ok = metadata.Field("event type")
	require.False(t, ok)
}

func TestAliasesNameTheSameThing(t *testing.T) {
	schema := udm.Default()
	for alias, name := range map[string]string{"Event": "UDM", "Client": "Tls.Client"} {
		byAlias, ok := schema.Message(alias)
		require.True(t, ok)
		require.Equal(t, name, byAlias.Name)
	}
	byAlias, ok := schema.Enum("EventType")
	require.True(t, ok)
	require.Equal(t, "Metadata.EventType", byAlias.Name)
}

func TestEnum(t *testing.T) {
	enum, ok := udm.Default().Enum("UsnJournal.Attribute")
	require.True(t, ok)
	require.True(t, enum.Has("NOT_CONTENT_INDEXED"))
	require.False(t, enum.Has("not_content_indexed"))
	number, ok := enum.Number("NOT_CONTENT_INDEXED")
	require.True(t, ok)
	require.EqualValues(t, 14, number)
	name, ok := enum.ValueName(14)
	require.True(t, ok)
	require.Equal(t, "NON_CONTENT_INDEXED", name, "the first by name of two that share the number")
	require.Equal(t, "ATTRIBUTE_UNSPECIFIED", enum.Names()[0])
	require.True(t, enum.Numbered)

	family, ok := udm.Default().Enum("Family")
	require.True(t, ok)
	require.False(t, family.Numbered)
	require.Len(t, family.Values, 22)
}

func TestLimits(t *testing.T) {
	schema := udm.Default()
	limitOf := func(text string) *udm.Limit {
		path, err := schema.ParsePath(text)
		require.NoError(t, err)
		return path.Last().Limit
	}
	require.Equal(t, 1024, limitOf("metadata.description").MaxBytes)
	require.Equal(t, 256, limitOf("principal.hostname").MaxChars)
	require.True(t, limitOf("principal.asset.hostname").Fatal)
	require.InEpsilon(t, 65535, *limitOf("target.port").Max, 0)
	require.Nil(t, limitOf("target.application"))
	for text, format := range map[string]udm.Format{
		"principal.hostname": udm.FormatHostname, "principal.ip": udm.FormatIP, "about.mac": udm.FormatMAC,
		"src.port": udm.FormatPort, "target.url": udm.FormatURL, "metadata.url_back_to_product": udm.FormatURL,
		"target.asset_id": udm.FormatAssetID, "target.file.sha256": udm.FormatHash, "target.process.file.md5": udm.FormatHash,
		"target.user.email_addresses": udm.FormatEmail, "network.email.from": udm.FormatEmail, "network.email.bcc": udm.FormatEmail,
	} {
		require.Equal(t, format, limitOf(text).Format, text)
		require.NotEmpty(t, limitOf(text).Source, text)
		require.NotEmpty(t, limitOf(text).Documented, text)
	}
	require.Nil(t, limitOf("network.email.subject"))
}

func TestEventTypes(t *testing.T) {
	schema := udm.Default()
	statuses := make(map[udm.EventTypeStatus]int)
	generated, deprecated := 0, 0
	for _, eventType := range schema.EventTypes() {
		statuses[eventType.Status]++
		if eventType.PlatformGenerated {
			generated++
		}
		if eventType.Deprecated {
			deprecated++
		}
		require.NotEmpty(t, eventType.Source, eventType.Name)
	}
	require.Equal(t, map[udm.EventTypeStatus]int{udm.Documented: 59, udm.DocumentedElsewhere: 1, udm.Undocumented: 44, udm.Invalid: 1}, statuses)
	require.Equal(t, 11, generated)
	require.Equal(t, 3, deprecated)
	require.Equal(t, "EVENTTYPE_UNSPECIFIED", schema.EventTypes()[0].Name)

	login, ok := schema.EventType("USER_LOGIN")
	require.True(t, ok)
	require.Contains(t, login.Required, udm.Rule{Kind: udm.Present, Path: "target.user"})
	require.Contains(t, login.Required, udm.Rule{
		Kind: udm.MachineIdentifier, Noun: "target", When: "principal is absent (local activity)", Condition: udm.PrincipalAbsent,
	})
	require.Contains(t, login.Required, udm.Rule{Kind: udm.Present, Path: "extensions.auth.mechanism", Level: udm.MustPerGuide})
	require.NotEmpty(t, login.Observed)
}

// Conditions in words that an event can decide must be recognised: a new
// wording in the facts has to be looked at.
func TestConditionsThatAnEventCannotDecide(t *testing.T) {
	undecidable := make(map[string]bool)
	for _, eventType := range udm.Default().EventTypes() {
		for _, rule := range eventType.Required {
			if rule.Condition == udm.Undecidable {
				undecidable[rule.When] = true
			}
		}
	}
	require.Equal(t, map[string]bool{"the change came from a remote machine": true, "user-mode registry operation": true}, undecidable)
}

func TestLoadTellsWhatDoesNotFit(t *testing.T) {
	const emptyRequired = `{}`
	tiny := func(fields string) string {
		return `{"root":"A","messages":{"A":{"full_name":"x.A","fields":[` + fields + `]}},"enums":{}}`
	}
	embedded, err := os.ReadFile("udm_schema.json")
	require.NoError(t, err)
	full := string(embedded)
	for name, c := range map[string]struct{ schema, required, want string }{
		"no JSON":              {`{`, emptyRequired, "udm schema: unexpected end of JSON input"},
		"no root":              {`{"root":"B"}`, emptyRequired, `udm schema: root message "B" is not in the schema`},
		"unknown message":      {tiny(`{"name":"b","kind":"message","type":"B"}`), emptyRequired, `udm schema: message A: field b: type "B" is not in the schema`},
		"unknown enum":         {tiny(`{"name":"b","kind":"enum","type":"B"}`), emptyRequired, `udm schema: message A: field b: type "B" is not in the schema`},
		"unknown scalar":       {tiny(`{"name":"b","kind":"scalar","type":"int128"}`), emptyRequired, `udm schema: message A: field b: type "int128" is not in the schema`},
		"unknown kind":         {tiny(`{"name":"b","kind":"group","type":"B"}`), emptyRequired, `udm schema: message A: field b: type "B" is not in the schema`},
		"two of a name":        {tiny(`{"name":"b_c","kind":"scalar","type":"bool"},{"name":"bC","kind":"scalar","type":"bool"}`), emptyRequired, `udm schema: message A: field bC: the name "bC" is taken by b_c`},
		"map keys":             {tiny(`{"name":"b","kind":"map","map_key_type":"int32"}`), emptyRequired, `udm schema: message A: field b: map keys of type "int32", only string is supported`},
		"no event type":        {tiny(``), emptyRequired, `udm required fields: metadata.event_type: no field "metadata" in A`},
		"event type, no enum":  {`{"root":"A","messages":{"A":{"fields":[{"name":"metadata","kind":"message","type":"B"}]},"B":{"fields":[{"name":"event_type","kind":"scalar","type":"string"}]}}}`, emptyRequired, `udm required fields: metadata.event_type is no enum`},
		"alias of a name":      {`{"root":"A","messages":{"A":{},"B":{}},"message_aliases":{"B":"A"}}`, emptyRequired, `udm schema: alias B is the name of something else`},
		"alias of nothing":     {`{"root":"A","messages":{"A":{}},"message_aliases":{"C":"B"}}`, emptyRequired, `udm schema: alias C: "B" is not in the schema`},
		"enum of neither kind": {`{"root":"A","messages":{"A":{}},"enums":{"E":{"values":1}}}`, emptyRequired, `udm schema: enum E: values are neither numbered nor listed: json: cannot unmarshal number into Go value of type []string`},
		"platform-set no name": {`{"root":"A","messages":{"A":{}},"platform_set_fields":{"fields":["b"]}}`, emptyRequired, `udm schema: platform-set fields: "b" is not of the form Message.field`},
		"platform-set nothing": {`{"root":"A","messages":{"A":{}},"platform_set_fields":{"fields":["A.b"]}}`, emptyRequired, `udm schema: platform-set fields: no field "b" in A`},
		"required, no JSON":    {full, `[]`, `udm required fields: json: cannot unmarshal array into Go value of type udm.requiredFile`},
		"unknown event type":   {full, `{"event_types":{"X":{}}}`, `udm required fields: event type X is not a value of Metadata.EventType`},
		"unknown rule":         {full, `{"event_types":{"USER_LOGIN":{"required":[{"rule":"never"}]}}}`, `udm required fields: event type USER_LOGIN: required: unknown kind of rule "never"`},
		"unknown path":         {full, `{"event_types":{"USER_LOGIN":{"recommended":[{"rule":"present","path":"a"}]}}}`, `udm required fields: event type USER_LOGIN: recommended: a: no field "a" in UDM`},
		"impossible value":     {full, `{"event_types":{"USER_LOGIN":{"required":[{"rule":"equals","path":"target.resource.resource_type","value":"X"}]}}}`, `udm required fields: event type USER_LOGIN: required: target.resource.resource_type cannot equal "X"`},
		"unknown format":       {full, `{"field_limits":[{"field":"*.ip[]","format":"X"}]}`, `udm required fields: limit of *.ip[]: unknown format "X"`},
		"limit of nothing":     {full, `{"field_limits":[{"field":"*.nothing"}]}`, `udm required fields: limit of *.nothing: no field matches "*.nothing"`},
		"limit of no message":  {full, `{"field_limits":[{"field":"metadata.id.*"}]}`, `udm required fields: limit of metadata.id.*: metadata.id is not a message`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := udm.Load([]byte(c.schema), []byte(c.required))
			require.EqualError(t, err, c.want)
		})
	}
}

func TestEmbeddedFilesLoad(t *testing.T) {
	schema, err := os.ReadFile("udm_schema.json")
	require.NoError(t, err)
	required, err := os.ReadFile("udm_required_fields.json")
	require.NoError(t, err)
	loaded, err := udm.Load(schema, required)
	require.NoError(t, err)
	require.Len(t, loaded.Messages(), len(udm.Default().Messages()))
}

func TestKindsAreNamed(t *testing.T) {
	for kind := udm.KindString; kind <= udm.KindMap; kind++ {
		require.False(t, strings.HasPrefix(kind.String(), "Kind("))
	}
	require.Equal(t, "Kind(0)", udm.KindInvalid.String())
	require.Equal(t, "timestamp", udm.KindTimestamp.String())
}
