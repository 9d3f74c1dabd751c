package main

import (
	"encoding/json"
	"errors"
	"strings"
)

// window is what a call asks to be collected instead of what is new.
type window struct {
	Since     string `json:"since"`
	Until     string `json:"until"`
	Resources string `json:"resources"` // with commas between; those of RESOURCES if empty
}

// readWindow reads the window of an event. Events of a scheduler, and all others
// without one, ask for what is new.
func readWindow(payload []byte) (window, error) {
	var w window
	if err := json.Unmarshal(payload, &w); err != nil {
		return window{}, nil //nolint:nilerr // it is an event of another kind
	}
	if (w.Since == "") != (w.Until == "") {
		return window{}, errors.New(`a backfill needs both ends of its window, such as {"since":"2026-10-01","until":"2026-10-08"}`)
	}
	return w, nil
}

func (w window) isSet() bool { return w.Since != "" }

// lookup puts the window in place of the variables START, UNTIL and RESOURCES.
func (w window) lookup(variables func(string) string) func(string) string {
	if !w.isSet() {
		return variables
	}
	return func(name string) string {
		switch {
		case name == "START":
			return w.Since
		case name == "UNTIL":
			return w.Until
		case name == "RESOURCES" && w.Resources != "":
			return w.Resources
		}
		return variables(name)
	}
}

// stateKey is where a backfill remembers how far it is: START counts for a first
// run only, so that it needs a state of its own. The same event goes on from it.
func (w window) stateKey(key string) string {
	if !w.isSet() {
		return key
	}
	name := strings.NewReplacer(":", "", "/", "").Replace(w.Since + "-" + w.Until)
	return strings.TrimSuffix(key, ".json") + ".backfill-" + name + ".json"
}
