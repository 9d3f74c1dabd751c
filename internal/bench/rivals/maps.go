package rivals

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
)

// Maps decodes a record into a map with encoding/json, builds the event as
// nested maps and encodes that. It is for one goroutine.
type Maps struct {
	email   *regexp.Regexp
	buffer  bytes.Buffer
	encoder *json.Encoder
}

// NewMaps makes the mapper, whose buffers are then used again.
func NewMaps() *Maps {
	m := &Maps{email: regexp.MustCompile(emailPattern)}
	m.encoder = json.NewEncoder(&m.buffer)
	m.encoder.SetEscapeHTML(false)
	return m
}

// Append appends the record's event to dst. A record that is not a JSON object
// is an error.
func (m *Maps) Append(dst, record []byte) ([]byte, error) {
	var raw object
	if err := json.Unmarshal(record, &raw); err != nil {
		return dst, fmt.Errorf("decode the record: %w", err)
	}
	m.buffer.Reset()
	if err := m.encoder.Encode(m.event(raw)); err != nil {
		return dst, fmt.Errorf("encode the event: %w", err)
	}
	return append(dst, bytes.TrimSuffix(m.buffer.Bytes(), []byte("\n"))...), nil
}

type object = map[string]any

func (m *Maps) event(raw object) object {
	metadata := object{"log_type": logType, "product_name": logType, "vendor_name": vendorName}
	event := object{"metadata": metadata}
	setText(metadata, "product_event_type", text(raw, "action"))
	setText(metadata, "event_timestamp", text(raw, "time"))
	setText(metadata, "description", text(raw, "operation_detail"))
	if category := text(raw, "category_type"); category != "" {
		event["additional"] = object{"category_type": category}
	}

	operator := text(raw, "operator")
	switch {
	case operator == "":
	case m.email.MatchString(operator):
		event["principal"] = object{"user": object{"email_addresses": []string{operator}}}
	default:
		event["principal"] = object{"user": object{"userid": operator}}
	}

	target := newTarget()
	target.readDetail(text(raw, "operation_detail"))
	if built := target.build(); len(built) > 0 {
		event["target"] = built
	}
	if len(target.about) > 0 {
		event["about"] = target.about
	}

	switch eventType := text(raw, "event_type"); {
	case eventType != "":
		metadata["event_type"] = eventType
	case operator != "" || len(target.emails) > 0:
		metadata["event_type"] = "USER_UNCATEGORIZED"
	default:
		metadata["event_type"] = "GENERIC_EVENT"
	}
	return event
}

func text(raw object, name string) string {
	value, _ := raw[name].(string)
	return value
}

// setText keeps the first text that a field is given.
func setText(into object, name, value string) {
	if _, taken := into[name]; value != "" && !taken {
		into[name] = value
	}
}
