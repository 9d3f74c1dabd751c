package draft

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// ErrNoRecord says that the samples hold no record.
var ErrNoRecord = errors.New("there is no record in the samples: a record is a JSON object")

// ErrNoTime says that no field of the samples can be the time of an event.
var ErrNoTime = errors.New("no field of the samples looks like the time of an event, without which there is none: RFC 3339, or seconds or milliseconds since 1970")

// Request says what the draft is to be.
type Request struct {
	Table    string // its name
	LogType  string // upper-case letters, digits and _
	Examples bool   // show values of the samples in comments
}

// Table writes the table. The error is [ErrNoRecord] or [ErrNoTime].
func (s *Survey) Table(r Request) (string, error) {
	if s.Records == 0 {
		return "", ErrNoRecord
	}
	suggestions := s.suggest()
	if len(suggestions) == 0 || suggestions[0].hint.to != timestampPath {
		return "", ErrNoTime
	}
	w := &writer{survey: s, request: r, prefix: prefixOf(r.LogType)}
	w.head(suggestions)
	w.rows(suggestions)
	w.eventTypes(suggestions)
	w.fields(suggestions)
	return w.text.String(), nil
}

const (
	timestampPath   = "metadata.event_timestamp"
	eventTypePath   = "metadata.product_event_type"
	applicationPath = "target.application"
)

// writer writes a table.
type writer struct {
	survey  *Survey
	request Request
	prefix  string // of ids
	number  int    // of the last row
	text    strings.Builder
}

func (w *writer) line(format string, arguments ...any) {
	fmt.Fprintf(&w.text, format+"\n", arguments...)
}

func (w *writer) head(suggestions []suggestion) {
	w.line("# A draft, made by udmap init of %d records. Read every row: names and values", w.survey.Records)
	w.line("# of the samples suggested them, and nobody knows better than you what they mean.")
	w.line("# docs/tables.md is the language; udmap schema target.user shows the fields of UDM.")
	w.line("table: %s", w.request.Table)
	w.line("version: 1")
	w.line("log_type: %s", w.request.LogType)
	w.line("description: %s", words(w.request.LogType))
	if pages := w.survey.pages; len(pages) > 0 {
		w.line("records: [%s]", strings.Join(scalars(slices.Sorted(maps.Keys(pages))), ", "))
	}
	w.line("claims: {has: [%s]}  # what tells these records from those of other tables", strings.Join(scalars(w.claims(suggestions)), ", "))
}

// maxClaims is how many fields tell a record.
const maxClaims = 3

// claims are fields that every record has, those of the suggestions first, and the
// time, without which a record gives no event.
func (w *writer) claims(suggestions []suggestion) []string {
	claims := []string{suggestions[0].field.Path}
	add := func(field *Field) {
		path := field.Path
		if field.Records == w.survey.Records && isPlain(field.Keys) && !slices.Contains(claims, path) && len(claims) < maxClaims && !field.List {
			claims = append(claims, path)
		}
	}
	for _, suggestion := range suggestions {
		add(suggestion.field)
	}
	for _, field := range w.survey.fields {
		add(field)
	}
	return claims
}

// row writes a row; what comes behind is a comment.
func (w *writer) row(body, comment string) {
	w.number++
	text := fmt.Sprintf("  - {id: %s%d, %s}", w.prefix, w.number, body)
	if comment != "" {
		text = fmt.Sprintf("%-92s  # %s", text, comment)
	}
	w.line("%s", strings.TrimRight(text, " "))
}

func (w *writer) rows(suggestions []suggestion) {
	vendor, _, _ := strings.Cut(w.request.LogType, "_")
	w.line("\nrows:")
	for i, suggestion := range suggestions {
		body := fmt.Sprintf("from: %s, to: %s", scalar(suggestion.field.Path), suggestion.hint.to)
		if suggestion.hint.to == timestampPath {
			body += ", required: true"
		}
		w.row(body, suggestion.hint.why)
		if i == 0 {
			w.row(fmt.Sprintf("value: %s, to: metadata.vendor_name", scalar(vendor)), "")
			w.row(fmt.Sprintf("value: %s, to: metadata.product_name", scalar(w.request.LogType)), "")
		}
	}
	w.row(fmt.Sprintf("value: %s, to: %s", scalar(vendor), applicationPath), "so that every event has a noun, which the API asks for")
	w.row("from: <rest>, to: additional", "all that no other row names")
}

// mostValues is how many values of the field that tells what happened are listed.
const mostValues = 12

func (w *writer) eventTypes(suggestions []suggestion) {
	w.line("\nevent_type:")
	at := slices.IndexFunc(suggestions, func(s suggestion) bool { return s.hint.to == eventTypePath })
	if at >= 0 {
		w.line("  # What an event type asks for, udmap schema USER_LOGIN shows. A line may look like")
		w.line("  # - {id: %sT2, value: USER_RESOURCE_ACCESS, when: {is: {%s: VALUE}}}", w.prefix, scalar(suggestions[at].field.Path))
		if w.request.Examples {
			for _, value := range suggestions[at].field.common(mostValues) {
				w.line("  # %s", quoted(value))
			}
		}
	}
	w.line("  - {id: %sT1, value: GENERIC_EVENT}", w.prefix)
}

// fields lists every raw field in a comment.
func (w *writer) fields(suggestions []suggestion) {
	w.line("\n# The raw fields: in how many of the records, what they hold, where they go.")
	for _, field := range w.survey.fields {
		to := "additional"
		for _, suggestion := range suggestions {
			if suggestion.field == field {
				to = suggestion.hint.to
			}
		}
		kinds := strings.Join(field.Kinds, " or ")
		if field.List {
			kinds = strings.TrimSpace("list of " + kinds)
		}
		text := fmt.Sprintf("# %-40s %d of %d, %s, to %s", quotedPath(field.Path), field.Records, w.survey.Records, kinds, to)
		if w.request.Examples && len(field.Examples) > 0 {
			examples := make([]string, len(field.Examples))
			for i, example := range field.Examples {
				examples[i] = quoted(example)
			}
			text += ": " + strings.Join(examples, ", ")
		}
		w.line("%s", text)
	}
	if w.survey.Dropped > 0 {
		w.line("# … and others: only the first %d are listed.", maxFields)
	}
}

// common lists the values that appeared most.
func (f *Field) common(most int) []string {
	values := slices.Sorted(maps.Keys(f.values))
	slices.SortStableFunc(values, func(a, b string) int { return f.values[b] - f.values[a] })
	return values[:min(most, len(values))]
}

// prefixOf is the letters that ids begin with: GITHUB_AUDIT has GA.
func prefixOf(logType string) string {
	var prefix strings.Builder
	for word := range strings.SplitSeq(logType, "_") {
		if word != "" {
			prefix.WriteByte(word[0])
		}
	}
	return prefix.String()
}

// words is a log type as people write it.
func words(logType string) string {
	text := strings.ToLower(strings.ReplaceAll(logType, "_", " "))
	return strings.ToUpper(text[:1]) + text[1:]
}

// quoted writes a text so that it stands in one line of printable ASCII.
func quoted(text string) string { return strconv.QuoteToASCII(text) }

func quotedPath(path string) string {
	if plainPath(path) {
		return path
	}
	return quoted(path)
}
