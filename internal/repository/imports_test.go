package repository_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// room is a folder and what of ours the code below it may import besides itself.
type room struct {
	folder string
	may    []string
}

// rooms are the walls of the architecture: data moves from the collectors to
// the parser to UDM, and never back.
func rooms() []room {
	return []room{
		{folder: "udm"},
		{folder: "mappings"},
		{folder: "parser", may: []string{"udm", "mappings", "internal/yaml", "internal/logic"}},
		{folder: "collector", may: []string{"internal/objectstore"}},
		{folder: "internal/objectstore", may: []string{"internal/awssettings"}},
		{folder: "internal/mock"},
		{folder: "internal/workbench", may: []string{
			"udm", "parser", "testdata", "internal/golden", "internal/inflate", "internal/jsonlayout", "internal/rawrecord", "internal/tablefile",
		}},
		{folder: "internal/secret"},
		{folder: "internal/yaml"},
		{folder: "internal/logic"},
	}
}

func importRules() []rule {
	return []rule{
		{
			name:  "every room imports only what the architecture lets it",
			check: findForbiddenRooms,
			breach: map[string]string{
				"udm/path.go":          "package udm\n\nimport _ \"github.com/udmap/udmap/parser\"\n",
				"udm/path_test.go":     "package udm_test\n\nimport _ \"github.com/udmap/udmap/parser\"\n",
				"parser/plan.go":       "package parser\n\nimport (\n\t_ \"github.com/udmap/udmap/collector/zoom\"\n\t_ \"github.com/udmap/udmap/udm\"\n)\n",
				"parser/text/split.go": "package text\n\nimport _ \"github.com/udmap/udmap/parser\"\n",
				"mappings/embed.go":    "package mappings\n\nimport _ \"github.com/udmap/udmap\"\n",
			},
			findings: []string{
				"mappings/embed.go:3: mappings may not import github.com/udmap/udmap",
				"parser/plan.go:4: parser may not import github.com/udmap/udmap/collector/zoom",
				"udm/path.go:3: udm may not import github.com/udmap/udmap/parser",
			},
		},
		{
			name:  "udm needs nothing but the standard library",
			check: findThirdPartyInUDM,
			breach: map[string]string{
				"udm/path.go":      "package udm\n\nimport (\n\t_ \"encoding/json\"\n\t_ \"example.com/json\"\n)\n",
				"udm/path_test.go": "package udm_test\n\nimport _ \"example.com/require\"\n",
			},
			findings: []string{"udm/path.go:5: udm may import the standard library only, not example.com/json"},
		},
		{
			name:  "the judge of our output takes no part in making it",
			check: findJudgeInShippedCode,
			breach: map[string]string{
				"internal/protojudge/judge.go": "package protojudge\n",
				"parser/plan.go":               "package parser\n\nimport _ \"github.com/udmap/udmap/internal/protojudge\"\n",
				"parser/plan_test.go":          "package parser_test\n\nimport _ \"github.com/udmap/udmap/internal/protojudge\"\n",
			},
			findings: []string{"parser/plan.go:3: internal/protojudge is for tests only"},
		},
		{
			name:  "what drives a browser takes no part in what ships",
			check: findBrowserInShippedCode,
			breach: map[string]string{
				"cmd/udmap/serve.go":              "package main\n\nimport _ \"github.com/chromedp/chromedp\"\n",
				"internal/workbench/page_test.go": "package workbench_test\n\nimport _ \"github.com/chromedp/cdproto/input\"\n",
			},
			findings: []string{"cmd/udmap/serve.go:3: github.com/chromedp/chromedp drives a browser: it is for tests only"},
		},
	}
}

func findForbiddenRooms(t *tree) []string {
	var findings []string
	for _, file := range t.shipped() {
		for _, room := range rooms() {
			if !file.isIn(room.folder) {
				continue
			}
			for place, imported := range t.imports(file) {
				if isOurs(imported, "") && !isOurs(imported, room.folder) && !slices.ContainsFunc(room.may, func(folder string) bool {
					return isOurs(imported, folder)
				}) {
					findings = append(findings, fmt.Sprintf("%s: %s may not import %s", place, room.folder, imported))
				}
			}
		}
	}
	return findings
}

func findThirdPartyInUDM(t *tree) []string {
	var findings []string
	for _, file := range t.shipped("udm") {
		for place, imported := range t.imports(file) {
			// Only the standard library has import paths without a host name.
			host, _, _ := strings.Cut(imported, "/")
			if strings.Contains(host, ".") && !isOurs(imported, "") {
				findings = append(findings, fmt.Sprintf("%s: udm may import the standard library only, not %s", place, imported))
			}
		}
	}
	return findings
}

func findJudgeInShippedCode(t *tree) []string {
	var findings []string
	for _, file := range t.shipped() {
		for place, imported := range t.imports(file) {
			if isOurs(imported, "internal/protojudge") && !file.isIn("internal/protojudge") {
				findings = append(findings, place+": internal/protojudge is for tests only")
			}
		}
	}
	return findings
}

func findBrowserInShippedCode(t *tree) []string {
	var findings []string
	for _, file := range t.shipped() {
		for place, imported := range t.imports(file) {
			if strings.HasPrefix(imported, "github.com/chromedp/") {
				findings = append(findings, fmt.Sprintf("%s: %s drives a browser: it is for tests only", place, imported))
			}
		}
	}
	return findings
}

// imports yields the place and the path of each import of the file.
func (t *tree) imports(file goFile) func(yield func(place, imported string) bool) {
	return func(yield func(place, imported string) bool) {
		for _, spec := range file.syntax.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue // the Go parser has already refused such a file
			}
			if !yield(t.at(spec), imported) {
				return
			}
		}
	}
}

// isOurs tells whether the import path lies in the folder of this module, in
// any of its folders if folder is empty.
func isOurs(imported, folder string) bool {
	root := module
	if folder != "" {
		root += "/" + folder
	}
	return imported == root || strings.HasPrefix(imported, root+"/")
}
