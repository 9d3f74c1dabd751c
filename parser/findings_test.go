package parser_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// TestCheck runs the cases of testdata/check: a table, and what is found of
// it, one finding a line. With UPDATE=1 in the environment the cases are
// rewritten to what is found.
func TestCheck(t *testing.T) {
	for _, name := range checkCases(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			require.NoError(t, err)
			require.Len(t, archive.Files, 2)
			source, want := archive.Files[0], &archive.Files[1]
			table, found := parser.Check(source.Name, source.Data)
			require.Equal(t, found.HasErrors(), table == nil)
			if os.Getenv("UPDATE") == "1" {
				want.Data = []byte(printed(found))
				require.NoError(t, os.WriteFile(name, txtar.Format(archive), 0o644))
				return
			}
			require.Equal(t, string(want.Data), printed(found))
		})
	}
}

// TestEveryFindingIsFound: no finding is without a case that fires it, and no
// case shows one that is not listed.
func TestEveryFindingIsFound(t *testing.T) {
	fired := map[string]bool{}
	for _, name := range checkCases(t) {
		archive, err := txtar.ParseFile(name)
		require.NoError(t, err)
		_, found := parser.Check(archive.Files[0].Name, archive.Files[0].Data)
		for _, diagnostic := range found {
			fired[diagnostic.ID] = true
		}
	}
	_, found := parser.Check("large.yaml", bytes.Repeat([]byte("#"), parser.MaxTableBytes+1))
	require.Len(t, found, 1)
	fired[found[0].ID] = true
	_, found = parser.Check("latin1.yaml", []byte("table: door\ndescription: caf\xe9\n"))
	require.Len(t, found, 1)
	require.Equal(t, udm.Position{File: "latin1.yaml", Line: 2, Column: 17, Offset: 28}, found[0].Position)
	fired[found[0].ID] = true

	big, _ := parser.Load("door_log.yaml", bigTable(300))
	_, found = parser.Compile(big, parser.Options{})
	for _, diagnostic := range found.Errors() {
		fired[diagnostic.ID] = true
	}

	var listed []string
	for _, finding := range parser.Findings() {
		require.True(t, fired[finding.ID], "%s has no case", finding.ID)
		listed = append(listed, finding.ID)
	}
	require.True(t, slices.IsSorted(listed))
	require.Len(t, slices.Compact(slices.Clone(listed)), len(listed))
	for id := range fired {
		if strings.HasPrefix(id, "MAP") {
			require.Contains(t, listed, id)
		}
	}
}

// TestFindingsOfTheValidator: the ids that a check shares with the UDM
// validator are the validator's.
func TestFindingsOfTheValidator(t *testing.T) {
	var known []string
	for _, rule := range udm.ValidatorRules() {
		known = append(known, rule.ID)
	}
	shared := regexp.MustCompile(`UDM\d+`)
	for _, name := range checkCases(t) {
		archive, err := txtar.ParseFile(name)
		require.NoError(t, err)
		for _, id := range shared.FindAllString(string(archive.Files[1].Data), -1) {
			require.Contains(t, known, id)
		}
	}
}

func checkCases(tb testing.TB) []string {
	tb.Helper()
	cases, err := filepath.Glob("testdata/check/*.txtar")
	require.NoError(tb, err)
	require.NotEmpty(tb, cases)
	return cases
}

// printed is the findings, one a line.
func printed(found udm.Diagnostics) string {
	var lines strings.Builder
	for _, diagnostic := range found {
		lines.WriteString(diagnostic.String() + "\n")
	}
	return lines.String()
}
