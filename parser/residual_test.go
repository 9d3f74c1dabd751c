package parser_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/parser"
)

// manyConditions is a table with so many conditions that what records of one
// situation leave of them is worked out once.
const manyConditions = `
table: many_conditions
version: 1
log_type: TEST
records: [records]
claims:
  - {has: time}
extract:
  made:  {text: "{a}-{b}"}
  first: {first: [a, b], when: {like: {c: [x, "y*"]}}}
  none:  {first: [c], when: {none: [a]}}
rows:
  - {id: R01, from: time, to: metadata.event_timestamp, as: timestamp, required: true}
  - {id: R02, value: V, to: metadata.vendor_name}
  - {id: R16, value: jo, to: principal.user.userid}
  - {id: R03, from: first, to: additional.first}
  - {id: R04, from: none, to: additional.none}
  - {id: R05, value: "1", to: additional.r05, when: {like: {a: [x, "y*", "*z"]}}}
  - {id: R06, value: "1", to: additional.r06, when: {unlike: {a: [x, "y*"]}}}
  - {id: R07, value: "1", to: additional.r07, when: {like: {a: x}, unlike: {b: [x, "*y"]}}}
  - {id: R08, value: "1", to: additional.r08, when: {any: [a, made], none: [c]}}
  - {id: R09, value: "1", to: additional.r09, when: {all: [a, first]}}
  - {id: R10, value: "1", to: additional.r10, when: {none: [b, first]}}
  - {id: R11, value: "1", to: additional.r11, when: {is: {a: x}, like: {b: [x, y]}}}
  - {id: R12, from: b, to: additional.r12, when: {like: {made: "x-*"}}}
  - {id: R13, from: c, to: additional.r13, when: {any: [a]}}
  - {id: R14, value: "1", to: additional.r14, when: {differs: {a: b}, like: {c: x}}}
  - {id: R15, from: a, to: additional.r15, map: {x: X, "y*": Y}}
needs:
  USER_LOGIN: {like: {b: [x, "y*"]}}
event_type:
  - {id: T01, value: USER_LOGIN, else: GENERIC_EVENT, when: {like: {a: [x, "*z"]}}}
  - {id: T02, value: USER_LOGOUT, when: {unlike: {c: [x, "y*"]}, any: [c]}}
  - {id: T03, value: GENERIC_EVENT}
`

func TestSituationsChangeNoEvent(t *testing.T) {
	table := load(t, "many_conditions.yaml", []byte(manyConditions))
	engine := judged{tables: []*parser.Table{table}, catalog: parser.Only(compile(t, table)), only: true}
	engine.used = engine.catalog.NewMapper()
	rapid.Check(t, func(t *rapid.T) {
		record := map[string]any{"time": "2026-05-05T09:00:00Z"}
		values := rapid.SampledFrom([]any{nil, nil, "", "x", "X", "xy", "y", "yz", "Z", "\"z", 1, true, []string{"x"}, map[string]int{"x": 1}})
		for _, key := range []string{"a", "b", "c"} {
			if value := values.Draw(t, key); value != nil {
				record[key] = value
			}
		}
		text, err := json.Marshal(record)
		require.NoError(t, err)
		engine.requireAgreement(t, text)
	})
}
