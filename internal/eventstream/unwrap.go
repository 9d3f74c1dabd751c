package eventstream

import (
	"bytes"

	"github.com/tidwall/gjson"
)

// unwrap returns the events of a request of the ingestion API, or the value
// itself if it is none. The requests are {"events":[…]} and
// {"inline_source":{"events":[…]}}, and their elements events or {"event":{…}}.
// {"udm":{…}} is left to the validator, which knows it.
//
// https://docs.cloud.google.com/chronicle/docs/reference/rest/v1alpha/projects.locations.instances.events/import
func unwrap(value Event) []Event {
	if !bytes.Contains(value.Text, []byte(`"event`)) || !gjson.ValidBytes(value.Text) {
		return []Event{value}
	}
	list := findList(gjson.ParseBytes(value.Text))
	if list == nil {
		return []Event{value}
	}
	var events []Event
	start, reached := value.Start, 0
	for _, element := range list {
		for _, c := range value.Text[reached:element.Index] {
			start = after(start, c)
		}
		reached = element.Index
		events = append(events, Event{Text: value.Text[reached : reached+len(element.Raw)], Start: start})
	}
	return events
}

// findList returns the events of a request, nil if the value is none.
func findList(value gjson.Result) []gjson.Result {
	if value.Get("metadata").Exists() {
		return nil // an event that has a field of that name
	}
	if event := only(value, "event"); event.IsObject() {
		return []gjson.Result{event}
	}
	for _, path := range []string{"events", "inline_source.events", "inlineSource.events"} {
		list := value.Get(path)
		if !list.IsArray() || len(list.Array()) == 0 {
			continue
		}
		elements := list.Array()
		for i, element := range elements {
			if event := only(element, "event"); event.IsObject() {
				elements[i] = event
			}
		}
		return elements
	}
	return nil
}

// only returns the member of an object that has no other.
func only(object gjson.Result, key string) gjson.Result {
	member := object.Get(key)
	members := 0
	object.ForEach(func(gjson.Result, gjson.Result) bool { members++; return members < 2 })
	if members != 1 {
		return gjson.Result{}
	}
	return member
}
