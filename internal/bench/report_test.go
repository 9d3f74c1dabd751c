package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLimits(t *testing.T) {
	cases := map[string]struct {
		limit limit
		value float64
		kept  bool
	}{
		"at least, exactly": {limit{atLeast, 20, "×"}, 20, true},
		"at least, less":    {limit{atLeast, 20, "×"}, 19.99, false},
		"at most, exactly":  {limit{atMost, 2.5, "×"}, 2.5, true},
		"at most, more":     {limit{atMost, 2.5, "×"}, 2.51, false},
		"below, exactly":    {limit{below, 32, " MB"}, 32, false},
		"below, less":       {limit{below, 32, " MB"}, 31.9, true},
		"none":              {limit{}, 1e9, true},
	}
	for name, each := range cases {
		t.Run(name, func(t *testing.T) {
			findings := []finding{{measure: "speed", limit: each.limit, value: each.value}}
			require.Equal(t, !each.kept, anyMissed(findings))
		})
	}
}

func TestRatiosPointTheRightWay(t *testing.T) {
	ours, rival := timing{"udmap", 500, 600}, timing{"maps", 10_000, 9_000}

	fast := timesAsFast("as fast", ours, rival, limit{atLeast, 20, "×"})
	require.InDelta(t, 20, fast.value, 1e-9)
	require.Equal(t, "15.00×", fast.median)

	long := timesAsLong("as long", ours, timing{"floor", 250, 200}, limit{atMost, 2.5, "×"})
	require.InDelta(t, 2, long.value, 1e-9)
	require.Equal(t, "3.00×", long.median)
}

func TestReportSaysWhatHolds(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, writeReport(&out, []finding{
		timesAsFast("mapping", timing{"udmap", 500, 600}, timing{"maps", 9_000, 9_000}, limit{atLeast, 20, "×"}),
		{measure: "allocations", figure: "0.0000", limit: limit{kind: atMost}},
		{measure: "against jq", limit: limit{atLeast, 100, "×"}, missing: "jq not found"},
	}))

	var lines []string
	for line := range strings.Lines(out.String()) {
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	require.Equal(t, []string{
		"measure ours against figure median required verdict",
		"mapping 500 ns maps 9000 ns 18.00× 15.00× at least 20× FAIL",
		"allocations 0.0000 at most 0 ok",
		"against jq at least 100× NOT MEASURED: jq not found",
	}, lines)
}
