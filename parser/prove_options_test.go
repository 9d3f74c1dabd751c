package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

const comparedOptions = `
table: compared_options
version: 1
log_type: COMPARED_OPTIONS
description: What a user chooses decides on the event type
source: https://example.com/options
records: [records]
claims: {has: [at]}

options:
  mode: {description: a choice, choices: [keep, drop], default: keep}
  wanted: {description: a list of patterns, list: true, default: "*"}
  free: {description: any text, default: x}

rows:
  - {id: C1, value: COMPARED_OPTIONS, to: metadata.log_type}
  - {id: C2, from: at, to: metadata.event_timestamp, as: timestamp, required: true}

event_type:
  - {id: E1, value: GENERIC_EVENT, when: {is: {$mode: $wanted}}}
  - {id: E2, value: GENERIC_EVENT, when: {like: {$mode: $wanted}}}
  - {id: E3, value: GENERIC_EVENT, when: {is: {$free: x*}}}
  - {id: E4, value: GENERIC_EVENT, when: {like: {$free: x*}}}
  - {id: E5, value: GENERIC_EVENT}
`

// Users choose all of these branches: E2 by leaving the options as they are, E4
// with the mode's pattern gone, and E5 with another text.
func TestNoBranchThatUsersCanChooseIsUnreachable(t *testing.T) {
	t.Parallel()
	proofs := parser.Prove(load(t, "compared_options.yaml", []byte(comparedOptions)), udm.Default())
	require.Len(t, proofs, 5)
	for _, proof := range proofs {
		require.False(t, proof.Unreachable, proof.Line)
	}
}
