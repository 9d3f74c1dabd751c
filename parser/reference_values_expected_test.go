package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/udm"
)

// What the reference makes of single values, against expectations written by
// hand. "" stands for a value that cannot be converted.

func TestReferenceReadsTimes(t *testing.T) {
	for text, want := range map[string]string{
		// RFC 3339 and its relatives.
		"2026-03-12T06:14:27Z":              "2026-03-12T06:14:27Z",
		"2022-12-16 18:15:38":               "2022-12-16T18:15:38Z",
		"2021-11-17 00:37:24Z":              "2021-11-17T00:37:24Z",
		"2021-11-17t00:37:24z":              "2021-11-17T00:37:24Z",
		"2020-01-01T13:01:16.0000000+00:00": "2020-01-01T13:01:16Z",
		"2020-01-01T00:30:00+01:00":         "2019-12-31T23:30:00Z",
		"2020-01-01T00:30:00-23:59":         "2020-01-02T00:29:00Z",
		"2020-01-01T00:30:00-00:00":         "2020-01-01T00:30:00Z",
		"2020-01-01T00:00:00.1Z":            "2020-01-01T00:00:00.100Z",
		"2020-01-01T00:00:00.123456":        "2020-01-01T00:00:00.123456Z",
		"2020-01-01T00:00:00.123456789Z":    "2020-01-01T00:00:00.123456789Z",
		"2020-01-01T00:00:00.1234567899Z":   "2020-01-01T00:00:00.123456789Z",
		"2020-01-01T00:00:00.0000000001Z":   "2020-01-01T00:00:00Z",
		"2020-01-01T23:59:59.9999999999Z":   "2020-01-01T23:59:59.999999999Z",
		"2020-02-29T00:00:00Z":              "2020-02-29T00:00:00Z",
		"0001-01-01T00:00:00Z":              "0001-01-01T00:00:00Z",
		"9999-12-31T23:59:59.999999999Z":    "9999-12-31T23:59:59.999999999Z",
		"0000-12-31T23:30:00-01:00":         "0001-01-01T00:30:00Z",
		"0001-01-01T00:00:00+00:01":         "",
		"9999-12-31T23:59:59-00:01":         "",
		"2019-02-29T00:00:00Z":              "",
		"2020-13-01T00:00:00Z":              "",
		"2020-01-01T24:00:00Z":              "",
		"2020-01-01T00:00:60Z":              "",
		"2020-01-01T00:00:00+24:00":         "",
		"2020-01-01T00:00:00+01:60":         "",
		"2020-01-01T00:00:00+0100":          "",
		"2020-01-01T00:00:00.Z":             "",
		"2020-01-01T00:00:00,5Z":            "",
		"2020-01-01T00:00Z":                 "",
		"2020-01-01":                        "",
		"2020-1-1T00:00:00Z":                "",
		"2020-01-01T1:00:00Z":               "",
		"2024-03-21 07:09:03:216":           "",
		"2020-01-01T00:00:00Z ":             "",
		"+2020-01-01T00:00:00Z":             "",
		"yesterday":                         "",
		// Epoch seconds and milliseconds.
		"0":                       "1970-01-01T00:00:00Z",
		"1700000000":              "2023-11-14T22:13:20Z",
		"1700000000.5":            "2023-11-14T22:13:20.500Z",
		"1700000000.123456789999": "2023-11-14T22:13:20.123456789Z",
		"1700000000123":           "2023-11-14T22:13:20.123Z",
		"99999999999":             "5138-11-16T09:46:39Z",
		"100000000000":            "1973-03-03T09:46:40Z",
		"253402300799999":         "9999-12-31T23:59:59.999Z",
		"253402300800000":         "",
		"1700000000123.5":         "",
		"99999999999999999999999": "",
		"1700000000.":             "",
		".5":                      "",
		"-1":                      "",
		"1.7e9":                   "",
		"1 700 000 000":           "",
		"":                        "",
		"true":                    "",
	} {
		got, ok := timestamp(text)
		require.Equal(t, want, got, "of %q", text)
		require.Equal(t, want != "", ok, "of %q", text)
	}
}

func TestReferenceConverts(t *testing.T) {
	root := udm.Default()
	for _, c := range []struct{ field, as, raw, want string }{
		{"target.user.userid", "", `9007199254740993123`, `"9007199254740993123"`},
		{"target.user.userid", "", `-1.50e+10`, `"-1.50e+10"`},
		{"target.user.userid", "", `false`, `"false"`},
		{"target.user.userid", "", `"a\u0000\"\u00e9"`, `"a\u0000\"é"`},
		{"target.user.userid", "", `"\ud800x\udc00\ud83d\ude00"`, `"` + "\ufffdx\ufffd😀" + `"`},
		{"target.user.userid", "", `"<&>"`, `"<&>"`},
		{"target.port", "", `443`, `443`},
		{"target.port", "", `"443"`, `443`},
		{"target.port", "", `-0`, `0`},
		{"target.port", "", `2147483647`, `2147483647`},
		{"target.port", "", `2147483648`, ``},
		{"target.port", "", `443.0`, ``},
		{"target.port", "", `1e3`, ``},
		{"target.port", "", `"+1"`, ``},
		{"target.port", "", `"0x10"`, ``},
		{"target.port", "", `"1_000"`, ``},
		{"target.port", "", `true`, ``},
		{"network.sent_bytes", "", `18446744073709551615`, `18446744073709551615`},
		{"network.sent_bytes", "", `-1`, ``},
		{"network.sent_bytes", "", `-0`, `0`},
		{"network.sent_bytes", "", `"-"`, ``},
		{"network.total_bytes", "", `-9223372036854775808`, `-9223372036854775808`},
		{"network.ipv6", "", `true`, `true`},
		{"network.ipv6", "", `"false"`, `false`},
		{"network.ipv6", "", `1`, ``},
		{"network.direction", "", `"inbound"`, `"INBOUND"`},
		{"target.resource.resource_type", "", `"storage bucket"`, `"STORAGE_BUCKET"`},
		{"target.resource.resource_type", "", `"Storage-Bucket"`, `"STORAGE_BUCKET"`},
		{"network.direction", "", `"sideways"`, ``},
		{"network.direction", "", `"ınbound"`, ``},
		{"network.direction", "", `1`, ``},
		{"target.ip", "ip", `"192.0.2.1"`, `"192.0.2.1"`},
		{"target.ip", "ip", `"2001:DB8::1"`, `"2001:DB8::1"`},
		{"target.ip", "ip", `"192.0.2.256"`, ``},
		{"target.ip", "ip", `"192.0.2.1:80"`, ``},
		{"target.ip", "ip", `"fe80::1%eth0"`, ``},
		{"metadata.description", "json", "{ \"b\" : [ 1.0 , \"x y\" ] }", `"{\"b\":[1.0,\"x y\"]}"`},
		{"metadata.description", "json", `7`, `"7"`},
		{"metadata.event_timestamp", "", `1700000000`, `"2023-11-14T22:13:20Z"`},
		{"metadata.product_version", "timestamp", `1700000000`, `"2023-11-14T22:13:20Z"`},
	} {
		field := destinationOf(root, c.field).last()
		as := c.as
		if as == "" {
			as = fittingConversion(field)
		}
		got, ok := valuesOf(gjson.Parse(c.raw))[0].converted(as, field)
		require.Equal(t, c.want != "", ok, "%s from %s", c.field, c.raw)
		if ok {
			require.Equal(t, c.want, got, "%s from %s", c.field, c.raw)
		}
	}
}

func TestReferenceTellsWhatIsEmpty(t *testing.T) {
	for raw, want := range map[string]bool{
		`null`: true, `""`: true, `" \t\n\u00a0\u2003\u0085"`: true, `[]`: true, `[ ]`: true, `{ }`: true,
		`0`: false, `false`: false, `"-"`: false, `[null]`: false, `[[]]`: false, `{"":0}`: false,
		`"\u0000"`: false, `"\u200b"`: false, `"\ufeff"`: false,
	} {
		require.Equal(t, want, valuesOf(gjson.Parse(raw))[0].trimmed().isEmpty(), "%s", raw)
	}
	require.False(t, valuesOf(gjson.Parse(`" "`))[0].isEmpty(), "a blank that is kept")
	require.Empty(t, valuesOf(gjson.Result{}), "a missing field")
}

func TestReferenceSplitsRawPaths(t *testing.T) {
	for path, want := range map[string][]string{
		"operator":                {"operator"},
		"via.source.from.address": {"via", "source", "from", "address"},
		`a\.b.c`:                  {"a.b", "c"},
		`a\b`:                     {`a\b`},
	} {
		require.Equal(t, want, splitPath(path))
	}
}
