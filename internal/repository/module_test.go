package repository_test

import (
	"fmt"
	"strings"
)

func moduleRules() []rule {
	return []rule{{
		name:  "go.mod replaces nothing",
		check: findReplacements,
		breach: map[string]string{"go.mod": `module github.com/udmap/udmap

require example.com/replaced v1.0.0

replace example.com/replaced => ../elsewhere
`},
		findings: []string{"go.mod:5: `go install` refuses a module that replaces another: pin a version instead"},
	}}
}

// findReplacements finds replace directives: with one in go.mod,
// `go install github.com/udmap/udmap/cmd/udmap@version` fails.
func findReplacements(t *tree) []string {
	var findings []string
	for i, line := range strings.Split(t.read("go.mod"), "\n") {
		if words := strings.Fields(line); len(words) > 0 && words[0] == "replace" {
			findings = append(findings, fmt.Sprintf(
				"go.mod:%d: `go install` refuses a module that replaces another: pin a version instead", i+1))
		}
	}
	return findings
}
