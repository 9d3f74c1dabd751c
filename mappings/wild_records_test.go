package mappings_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// wildRecords makes Zendesk records as no account has them, the same ones
// every time: each field may be missing, null, of a wrong type or hold a text
// that is hard to read, in any combination.
type wildRecords struct {
	*rand.Rand
	made    int // records, whose kinds take turns
	turn    int // of the audit logs, of which every combination is made
	oddText []string
	oddURLs []string
}

// newWildRecords begins one of several parts with so many records each.
func newWildRecords(part, recordsInPart int) *wildRecords {
	longest := strings.Repeat("r", 33_000)
	return &wildRecords{
		Rand: rand.New(rand.NewPCG(uint64(part), 0)),
		turn: part * recordsInPart * auditLogsOfTen / 10,
		oddText: quoted(
			"", " ", "\t\n", "-", "not set", "null", "0", "-1", "é", "日本語", "🔒", "<script>alert(1)</script>", `"'\`,
			"a: b: c", ": ", "Suspension state: ", "suspension state:", "Suspension state", "Suspension state: Jo: Doe",
			"Role changed from A to B", "role changed from", "Role changed from  to ", " changed from A to B",
			"Support role changed from not set to Admin\r\nRole changed from Agent to not set\rRole changed from to to to",
			"Role changed from A to B to C", "Owner changed from Jo to Ann", "owner changed from  to", "Owner changed from Jo",
			"Password changed", "password", "Passwort geändert", "Disabled", "Enabled",
			"Successful sign-in using SAML", "Failed sign-in", "Unsuccessful", "Enabled\n\n\nDisabled\n",
			"jo@example.com", "Jo <jo@example.com>", "jo@", "{\"a\":1}", "[1]", "line1\u2028line2", "\x00\x01\x7f",
			"2026-05-05T09:00:00Z", "192.0.2.1", longest, strings.Repeat("é", 300), strings.Repeat("x changed from y to z\n", 300),
		),
		oddURLs: quoted(
			"", "/", "/api/v2/tickets.json?page=1", "//acme.zendesk.com/x", "https://", "https:///x", "https://acme.zendesk.com",
			"HTTPS://ACME.Zendesk.COM:443/x?y#z", "https://jo:secret@acme.zendesk.com/", "https://[2001:db8::1]:8443/x", "https://192.0.2.1/x",
			"https://under_score.example.com/", "https://-dash.example.com/", "https://exämple.com/", "https://a b.example.com/",
			"https://a..example.com/", "https://example.com./", "https://"+strings.Repeat("a", 300)+"/", "https://"+strings.Repeat("abc.", 80)+"example.com/",
			"https://"+strings.Repeat("a", 63)+".example.com/", "ftp://example.com/x", "javascript:alert(1)", "https://%41.example.com/",
			"https://999.999.999.999/", "https://[::1", "https://@/", "https://:80/", "not a url",
		),
	}
}

func quoted(texts ...string) []string {
	for i, text := range texts {
		texts[i] = quote(text)
	}
	return texts
}

// quote writes a JSON string. What Go would escape otherwise than JSON is
// written as \u.
func quote(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, char := range text {
		switch {
		case char == '"' || char == '\\':
			out.WriteByte('\\')
			out.WriteRune(char)
		case char < ' ':
			out.WriteString(`\u00`)
			out.WriteByte("01"[char>>4])
			out.WriteByte("0123456789abcdef"[char&15])
		default:
			out.WriteRune(char)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// auditLogsOfTen is how many of ten records are of an audit log. The others are
// two tickets and one of an access log.
const auditLogsOfTen = 7

func (w *wildRecords) next() string {
	w.made++
	switch w.made % 10 {
	case 0, 5:
		return w.ticket()
	case 9:
		return w.access()
	default:
		return w.auditLog()
	}
}

// object writes fields in some order, leaving out those without a value and
// adding some that no table knows.
func (w *wildRecords) object(fields [][2]string) string {
	for w.IntN(6) == 0 {
		fields = append(fields, [2]string{
			w.pick("new_field", "origin_service", "additional", "event_type_degraded_from", "custom_field_1", "a.b", "", "metric_set", "comment", "Größe", strings.Repeat("k", 300)),
			w.odd(),
		})
	}
	if w.IntN(3) == 0 {
		w.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	var out strings.Builder
	for _, field := range fields {
		if field[1] == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte(',')
		}
		out.WriteString(quote(field[0]) + ":" + field[1])
	}
	return "{" + out.String() + "}"
}

// of draws a field's value: four times of five one that it usually has.
func (w *wildRecords) of(usual ...string) string {
	switch w.IntN(20) {
	case 0:
		return ""
	case 1:
		return "null"
	case 2, 3:
		return w.odd()
	default:
		return w.pick(usual...)
	}
}

// odd draws a value of any type.
func (w *wildRecords) odd() string {
	if w.IntN(2) == 0 {
		return w.text()
	}
	return w.pick("true", "false", "0", "-0", "-1", "12.5", "1e3", "-1e400", "9223372036854775808", "123456789012345678901234567890",
		"[]", "{}", "[null]", `[[],{}]`, `["a",1,null,{"b":[]}]`, `{"id":1}`, `{"a":{"b":{"c":null}}}`, `{"":""}`, `"\ud800"`, `"\udc00x\ud83d"`,
		strings.Repeat("[", 40)+strings.Repeat("]", 40))
}

// text draws a text that is hard to read. The long ones are rare.
func (w *wildRecords) text() string {
	drawn := w.pick(w.oddText...)
	if len(drawn) > 1000 && w.IntN(50) > 0 {
		return `""`
	}
	return drawn
}

func (w *wildRecords) pick(from ...string) string { return from[w.IntN(len(from))] }

// time draws a time. Few cannot be read, as those reject the record.
func (w *wildRecords) time() string {
	switch w.IntN(40) {
	case 0:
		return w.odd()
	case 1:
		return w.pick(`"2026-05-05"`, `"2026-05-05 09:00:00"`, `"2026-13-05T09:00:00Z"`, `"0000-00-00T00:00:00Z"`, `"9999-12-31T23:59:59.999999999+00:00"`)
	case 2:
		return w.pick("1777971600", `"1777971600"`, "1777971600123", "1777971600.25", "-1", "1e9")
	case 3:
		return "null"
	}
	return w.pick(`"2026-05-05T09:00:00Z"`, `"2026-05-05T09:00:59Z"`, `"2026-05-05T09:01:00Z"`, `"2026-05-05T11:01:01+02:00"`, `"2026-05-05t09:00:00.5z"`, `"2012-03-05T11:32:44Z"`)
}

func (w *wildRecords) url() string {
	return w.pick(`"https://acme.zendesk.com/api/v2/audit_logs/498483.json"`, `"https://acme.zendesk.com/api/v2/tickets/35436"`, w.pick(w.oddURLs...), w.of(`"/graphql"`))
}

func (w *wildRecords) id() string {
	return w.of("1", "498483", "17296759404950", "9007199254740993", "1234567890123456789", `"6596848315901"`, "-1", "0")
}

// list draws a JSON array of any length up to a limit.
func (w *wildRecords) list(limit int, element func() string) string {
	length := w.IntN(4)
	if w.IntN(100) == 0 {
		length = w.IntN(limit)
	}
	elements := make([]string, length)
	for i := range elements {
		if elements[i] = element(); elements[i] == "" {
			elements[i] = strconv.Itoa(i)
		}
	}
	return "[" + strings.Join(elements, ",") + "]"
}
