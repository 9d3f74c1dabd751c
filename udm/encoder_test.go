package udm_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

func TestEncoderWritesTheCanonicalForm(t *testing.T) {
	for name, c := range map[string]struct{ event, want string }{
		"schema order, camel case": {
			`{"target":{"ip":["192.0.2.1"],"hostname":"h"},"metadata":{"event_type":"GENERIC_EVENT","id":"YQ"}}`,
			`{"metadata":{"id":"YQ==","eventType":"GENERIC_EVENT"},"target":{"hostname":"h","ip":["192.0.2.1"]}}`,
		},
		"unset values":            {`{"principal":{"hostname":"","ip":[],"port":0,"platform":"UNKNOWN_PLATFORM","user":null}}`, `{"principal":{}}`},
		"set in spite of zero":    {`{"principal":{"investigation":{"severity_score":0,"verdict":0}}}`, `{"principal":{"investigation":{"verdict":"VERDICT_UNSPECIFIED","severityScore":0}}}`},
		"zero within a list":      {`{"principal":{"ip":[""]}}`, `{"principal":{"ip":[""]}}`},
		"64-bit integers":         {`{"network":{"sent_bytes":1e3,"received_bytes":"18446744073709551615"}}`, `{"network":{"sentBytes":"1000","receivedBytes":"18446744073709551615"}}`},
		"32-bit integers":         {`{"principal":{"port":"443.0"}}`, `{"principal":{"port":443}}`},
		"times":                   {`{"metadata":{"event_timestamp":"2026-03-12T08:14:27.1200+02:00"}}`, `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27.120Z"}}`},
		"durations":               {`{"network":{"session_duration":"-1.50s"}}`, `{"network":{"sessionDuration":"-1.500s"}}`},
		"enum numbers":            {`{"network":{"direction":1,"ip_protocol":250}}`, `{"network":{"direction":"INBOUND","ipProtocol":250}}`},
		"struct as it is":         {`{"additional":{"b":"\u00e9\/","a":{"z":1234567890123456789,"y":[null,true]}}}`, `{"additional":{"b":"é/","a":{"z":1234567890123456789,"y":[null,true]}}}`},
		"map":                     {`{"security_result":[{"variables":{"x":{"int64_val":1}}}]}`, `{"securityResult":[{"variables":{"x":{"int64Val":"1"}}}]}`},
		"floats":                  {`{"principal":{"location":{"region_coordinates":{"latitude":1e-7,"longitude":"NaN"}}}}`, `{"principal":{"location":{"regionCoordinates":{"latitude":1e-7,"longitude":"NaN"}}}}`},
		"an event without fields": {` { } `, `{}`},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := udm.Encoder{}.Append([]byte("> "), []byte(c.event))
			require.NoError(t, err)
			require.Equal(t, "> "+c.want, string(out))
		})
	}
}

func TestEncoderSpellsKeysAsAsked(t *testing.T) {
	event := []byte(`{"securityResult":[{"threat_name":"x"}],"additional":{"camelKey":"x"}}`)
	for names, want := range map[udm.FieldNames]string{
		udm.CamelCase: `{"additional":{"camelKey":"x"},"securityResult":[{"threatName":"x"}]}`,
		udm.SnakeCase: `{"additional":{"camelKey":"x"},"security_result":[{"threat_name":"x"}]}`,
	} {
		out, err := udm.Encoder{Names: names}.Append(nil, event)
		require.NoError(t, err)
		require.Equal(t, want, string(out))
	}
}

func TestEncoderTellsWhatIsWrong(t *testing.T) {
	for event, want := range map[string]udm.EncodeError{
		`{"target":{"ip":["192.0.2.1",1]}}`:           {Field: "target.ip[1]", Offset: 29, Reason: "wants a string, this is a number"},
		`{"target":{"usr":1}}`:                        {Field: "target", Offset: 17, Reason: `no field "usr" in Noun`},
		`{"metadata":{"eventType":"LOGIN"}}`:          {Field: "metadata.event_type", Offset: 25, Reason: `"LOGIN" is no value of Metadata.EventType`},
		`{"metadata":{"event_type":1,"eventType":1}}`: {Field: "metadata", Offset: 40, Reason: `"event_type" occurs twice in Metadata`},
		`{"metadata":{"eventTimestamp":"today"}}`:     {Field: "metadata.event_timestamp", Offset: 30, Reason: `malformed value "today"`},
		`{"additional":{"a":{"b":1,"b":2}}}`:          {Field: "additional.a", Offset: 30, Reason: `the key "b" occurs twice`},
		`{"target":{"port":1.5}}`:                     {Field: "target.port", Offset: 18, Reason: `"1.5" is no int32`},
		`{"target":`:                                  {Offset: 10, Reason: "the text ends where a value should be"},
		`[]`:                                          {Offset: 0, Reason: "wants an object, this is a list"},
	} {
		t.Run(event, func(t *testing.T) {
			_, err := udm.Encoder{}.Append(nil, []byte(event))
			require.Equal(t, &want, err)
		})
	}
}

func TestAppendTimestampHasGroupsOfThreeDigits(t *testing.T) {
	for nanos, want := range map[int]string{
		0:           "2026-03-12T06:14:27Z",
		120_000_000: "2026-03-12T06:14:27.120Z",
		1_000:       "2026-03-12T06:14:27.000001Z",
		1:           "2026-03-12T06:14:27.000000001Z",
	} {
		moment := time.Date(2026, 3, 12, 7, 14, 27, nanos, time.FixedZone("", 3600))
		require.Equal(t, want, string(udm.AppendTimestamp(nil, moment)))
	}
}
