package parser_test

import (
	"slices"

	"pgregory.net/rapid"
)

// Generators of extracts, and of the sources that tables take values from.

// extracts draws the section extract. What there is, is the same in every
// table: what rows make of it differs.
func extracts(t *rapid.T) map[string]row {
	drawn := map[string]row{
		"detail":  {"from": "text", "using": "dash-pairs"},
		"other":   {"from": "nested.text", "using": "dash-pairs"},
		"json":    {"from": "text", "using": "embedded-json"},
		"address": {"first": []string{"detail.email", "detail.<first address>"}},
		"either":  {"first": []string{"alpha", "detail.Name", "json.first.deep.er", "nested.one"}},
	}
	if !drawsNew {
		return drawn
	}
	drawn["changes"] = row{"from": "log", "using": "change-lines"}
	drawn["addresses"] = row{"from": pick(t, "address list", "ips", "ips", "detail.Name", "changes.State"), "using": "ip-addresses"}
	drawn["link"] = row{"from": pick(t, "link", "url", "url", "detail.role", "changes.State"), "using": "url"}
	drawn["sides"] = row{"from": pick(t, "sides", "pair", "pair", "detail.Name", "changes.<fields>"), "using": "halves", "at": pick(t, "at", ":", " - ", "to", "é", "aa")}
	drawn["made"] = row{"text": pick(t, "template", "{alpha} and {beta}", "{detail.Name}", "<{changes.State}|{nested.one}>", "{detail.<subject>}: {link.<host>}", `{nested.dotted\.key}{either}`, "({sides.<after>})")}
	drawn["last"] = row{"first": []string{"changes.State", "sides.<before>", "beta"}}
	for _, name := range []string{"detail", "json", "changes", "addresses", "made", "last"} {
		if chance(t, "guarded", 12) {
			drawn[name]["when"] = condition(t, rawSource)
		}
	}
	return drawn
}

// rawSource draws a raw field.
func rawSource(t *rapid.T) string {
	return pick(t, "raw source", "alpha", "beta", "gamma", "text", "nested.one", "nested.two.deep", `dotted\.key`, `nested.dotted\.key`)
}

// recordSource draws a source outside any list.
func recordSource(t *rapid.T) string {
	if drawsNew && chance(t, "new source", 35) {
		return pick(t, "source", "changes.State", "changes.State", "changes.Two Words", "changes.<first line>", "changes.<lines>", "changes.<fields>",
			"addresses.<addresses>", "addresses.<others>", "link.<host>", "link.<path>", "sides.<before>", "sides.<after>", "made", "last", "tags", "started")
	}
	return pick(t, "source", "alpha", "beta", "gamma", "text", "nested.one", "nested.two.deep", `dotted\.key`, `nested.dotted\.key`, "either", "address",
		"detail.Name", "detail.role", "detail.Two Words", "detail.with.dot", "detail.user1@example.com", "detail.<subject>", "detail.<first address>", "detail.<second address>",
		"detail.<address key>", "other.Name", "other.<first address>", "json.first.userId", "json.first.deep.er", "json.first.options")
}

// eachList draws a list whose elements rows may hold for.
func eachList(t *rapid.T) string {
	lists := []string{"json.all", "json.rest", "items", "nested.items"}
	if drawsNew {
		lists = append(lists, "changes.all", "tags", "fields")
	}
	return pick(t, "each", lists...)
}

// innerSource draws a source inside an element of a list.
func innerSource(list any) func(*rapid.T) string {
	return func(t *rapid.T) string {
		sources := []string{"userId", "assistant", "options", "deep.er", `dotted\.key`}
		switch {
		case list == "changes.all":
			sources = []string{"field", "old", "new", "line"}
		case list == "fields":
			sources = []string{"id", "value", "value", "deep.er", "<element>"}
		case list == "tags":
			sources = []string{"<element>", "<element>", "userId"}
		case drawsNew && slices.Contains([]any{"items", "nested.items"}, list):
			sources = append(sources, "<element>")
		}
		return pick(t, "inner source", sources...)
	}
}

// inside leaves out of a condition what no object of a list has: a change has
// no times.
func inside(list any, condition map[string]any) map[string]any {
	if list == "changes.all" {
		delete(condition, "within")
	}
	return condition
}

// pairSource draws a source that may have a previous value.
func pairSource(t *rapid.T) string {
	sources := []string{"detail.Name", "detail.role", "detail.<address key>", "other.Name"}
	if drawsNew {
		sources = append(sources, "changes.State", "changes.State", "changes.Two Words")
	}
	return pick(t, "pair source", sources...)
}
