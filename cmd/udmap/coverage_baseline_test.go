package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// TestABaselineKnowsNothingOfFieldsThatAreTooMany: names that flood the report
// cannot hide a new one.
func TestABaselineKnowsNothingOfFieldsThatAreTooMany(t *testing.T) {
	known := parser.TableCoverage{Table: "door_log", Fields: []parser.FieldCoverage{{Path: "badge"}}}
	require.Empty(t, baseline{"door_log badge": true}.missing([]parser.TableCoverage{known}))
	known.Untracked = map[parser.FieldUse]int64{parser.FieldAdditional: 1}
	require.Equal(t, []string{"door_log, fields beyond 10,000"}, baseline{"door_log badge": true}.missing([]parser.TableCoverage{known}))
	require.Empty(t, baseline(nil).missing([]parser.TableCoverage{known}), "nobody asked")
}
