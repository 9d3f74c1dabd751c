package main

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
)

// TestDocsNameEveryFault holds the table of docs/mock.md to the faults that
// there are.
func TestDocsNameEveryFault(t *testing.T) {
	page, err := os.ReadFile("../../docs/mock.md")
	require.NoError(t, err)
	table := regexp.MustCompile(`(?s)\n## Faults\n.*\n\| fault .*?\n\n`).Find(page)
	var named []string
	for _, row := range regexp.MustCompile("(?m)^\\| (`[^|]*) \\|").FindAllSubmatch(table, -1) {
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllSubmatch(row[1], -1) {
			named = append(named, string(name[1]))
		}
	}
	there := map[string]bool{}
	for _, vendor := range []mock.Vendor{mock.Zoom, mock.Zendesk} {
		for _, name := range mock.FaultNames(vendor) {
			there[name] = true
		}
	}
	require.Len(t, named, len(there), "a fault has one line")
	for _, name := range named {
		require.True(t, there[name], name)
	}
}
