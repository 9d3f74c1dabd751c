package rivals

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// handWritten is what the hand-written mappers of Zendesk's records have in
// common: a record is decoded into maps, its event is built of maps and
// encoded. It is for one goroutine.
type handWritten struct {
	event   func(raw object) (object, error)
	buffer  bytes.Buffer
	encoder *json.Encoder
}

func newHandWritten(event func(raw object) (object, error)) *handWritten {
	m := &handWritten{event: event}
	m.encoder = json.NewEncoder(&m.buffer)
	m.encoder.SetEscapeHTML(false)
	return m
}

// Append appends the record's event to dst. A record that is not a JSON object
// or has no readable time is an error.
func (m *handWritten) Append(dst, record []byte) ([]byte, error) {
	var raw object
	decoder := json.NewDecoder(bytes.NewReader(record))
	decoder.UseNumber() // ids are larger than a float can be trusted with
	if err := decoder.Decode(&raw); err != nil {
		return dst, fmt.Errorf("decode the record: %w", err)
	}
	event, err := m.event(raw)
	if err != nil {
		return dst, err
	}
	m.buffer.Reset()
	if err := m.encoder.Encode(event); err != nil {
		return dst, fmt.Errorf("encode the event: %w", err)
	}
	return append(dst, bytes.TrimSuffix(m.buffer.Bytes(), []byte("\n"))...), nil
}

// metadata starts the part that all of Zendesk's events have alike.
func metadata() object {
	return object{"vendor_name": "Zendesk", "product_name": "Zendesk CRM", "log_type": "ZENDESK_CRM"}
}

// scalar is the text of a raw field that is a string, number or boolean.
func scalar(raw object, name string) string { return scalarText(raw[name]) }

func scalarText(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	default:
		return ""
	}
}

// inside is an object within another one, or an empty one.
func inside(raw object, names ...string) object {
	for _, name := range names {
		raw, _ = raw[name].(object)
	}
	return raw
}

func list(raw object, name string) []any {
	elements, _ := raw[name].([]any)
	return elements
}

// put sets what is not empty.
func put(into object, name string, value any) {
	switch value := value.(type) {
	case string:
		if value == "" {
			return
		}
	case object:
		if len(value) == 0 {
			return
		}
	case []string:
		if len(value) == 0 {
			return
		}
	case []object:
		if len(value) == 0 {
			return
		}
	case labels:
		if len(value) == 0 {
			return
		}
	}
	into[name] = value
}

type labels []label

func (l *labels) add(key, value string) {
	if value != "" {
		*l = append(*l, label{key, value})
	}
}

// addAll adds a label for each scalar of a list.
func (l *labels) addAll(key string, values []any) {
	for _, value := range values {
		l.add(key, scalarText(value))
	}
}

// hostOf is the host of an absolute URL.
func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme == "" {
		return ""
	}
	return strings.ToLower(parsed.Hostname())
}

// timestamp reads RFC 3339 or epoch seconds.
func timestamp(text string) (time.Time, error) {
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC(), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	return at.UTC(), err
}

func formatTimestamp(text string) string {
	at, err := timestamp(text)
	if err != nil {
		return ""
	}
	return at.Format(time.RFC3339Nano)
}

// putRest writes every raw field that the mapper does not know, as a text or
// as JSON.
func putRest(additional, raw object, known map[string]bool) {
	for name, value := range raw {
		if known[name] || value == nil {
			continue
		}
		text := scalarText(value)
		if text == "" {
			encoded, err := json.Marshal(value)
			if err != nil {
				continue // it was decoded a moment ago
			}
			text = string(encoded)
		}
		if text != `""` && text != "[]" && text != "{}" {
			put(additional, name, text)
		}
	}
}

func nameSet(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}
