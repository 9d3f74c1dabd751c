package repository_test

import (
	"fmt"
	"go/ast"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func documentRules() []rule {
	const makefile = "demo: build ## Show it\nbuild:\n\t@go build\n"
	const verbs = "package main\n\nvar convert = Command{Use: \"convert [FILE]…\"}\n\n" +
		"var completion = Command{Use: \"completion \" + shells}\n"

	return []rule{
		{
			name:  "documents name only commands that exist",
			check: findUnknownCommands,
			breach: map[string]string{
				"Makefile":             makefile,
				"cmd/udmap/convert.go": verbs,
				"README.md": "Try `make nothing` or:\n\n```sh\n" +
					"make demo build NAME=\"no target | udmap nor verb\"\n" +
					"$ make tidy   # not there\n" +
					"zcat x.gz | bin/udmap convert - | udmap inspect -\n" +
					"udmap --help && LANG=C udmap conver; udmap completion bash\n" +
					"```\n\n```json\nmake no sense\n```\n",
				"docs/testing.md": "```sh\nudmap \\\n  chek\n```\n",
			},
			findings: []string{
				"README.md:5: make has no target tidy",
				"README.md:6: udmap has no verb inspect",
				"README.md:7: udmap has no verb conver",
				"docs/testing.md:2: udmap has no verb chek",
			},
		},
		{
			name:  "links lead somewhere",
			check: findDeadLinks,
			breach: map[string]string{
				"README.md":       "[a](docs/testing.md#levels) [b](docs/none.md) [c](https://example.com/none) [d](#here)\n",
				"docs/testing.md": "[up](../README.md)\n[out](README.md)\n",
			},
			findings: []string{
				"README.md:1: docs/none.md does not exist",
				"docs/testing.md:2: README.md does not exist",
			},
		},
		{
			name:  "every release says whether its output changed",
			check: findSilentReleases,
			breach: map[string]string{
				"CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n### Mapping output changed\n\n## [0.1.0]\n\n### Added\n",
			},
			findings: []string{"CHANGELOG.md: [0.1.0] has no heading \"Mapping output changed\""},
		},
	}
}

// findUnknownCommands reads the shell blocks of the documents and finds make
// targets and verbs of udmap that are not there.
func findUnknownCommands(t *tree) []string {
	targets, verbs := t.makeTargets(), t.verbs()

	var findings []string
	for _, document := range t.documents {
		for _, command := range shellCommands(t.read(document)) {
			switch command.program() {
			case "make":
				for _, target := range command.operands() {
					if !slices.Contains(targets, target) {
						findings = append(findings, fmt.Sprintf("%s:%d: make has no target %s", document, command.line, target))
					}
				}
			case "udmap":
				if verb := command.verb(); verb != "" && !slices.Contains(verbs, verb) {
					findings = append(findings, fmt.Sprintf("%s:%d: udmap has no verb %s", document, command.line, verb))
				}
			}
		}
	}
	return findings
}

func (t *tree) makeTargets() []string {
	var targets []string
	for _, match := range regexp.MustCompile(`(?m)^([a-z][a-z-]*):`).FindAllStringSubmatch(t.read("Makefile"), -1) {
		targets = append(targets, match[1])
	}
	return targets
}

// verbs are the first words of the Use lines of the commands in cmd/udmap.
func (t *tree) verbs() []string {
	var verbs []string
	for _, file := range t.shipped("cmd/udmap") {
		ast.Inspect(file.syntax, func(node ast.Node) bool {
			field, ok := node.(*ast.KeyValueExpr)
			if !ok {
				return true
			}
			if key, ok := field.Key.(*ast.Ident); ok && key.Name == "Use" {
				verb, _, _ := strings.Cut(leftmostText(field.Value), " ")
				verbs = append(verbs, verb)
			}
			return true
		})
	}
	return verbs
}

// leftmostText is the text of a string literal, of the first one in a sum.
func leftmostText(expression ast.Expr) string {
	for {
		switch operand := expression.(type) {
		case *ast.BinaryExpr:
			expression = operand.X
		case *ast.BasicLit:
			text, err := strconv.Unquote(operand.Value)
			if err != nil {
				return "" // a number
			}
			return text
		default:
			return ""
		}
	}
}

func findDeadLinks(t *tree) []string {
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)

	var findings []string
	for _, document := range t.documents {
		for i, line := range strings.Split(t.read(document), "\n") {
			for _, match := range link.FindAllStringSubmatch(line, -1) {
				target, _, _ := strings.Cut(match[1], "#")
				if target == "" || strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
					continue
				}
				if _, err := fs.Stat(t.FS, path.Join(path.Dir(document), target)); err != nil {
					findings = append(findings, fmt.Sprintf("%s:%d: %s does not exist", document, i+1, target))
				}
			}
		}
	}
	return findings
}

// findSilentReleases wants the heading in every release, also where nothing
// changed: whoever runs detections on our output looks there first.
func findSilentReleases(t *tree) []string {
	const heading = "Mapping output changed"

	var findings []string
	releases := strings.Split(t.read("CHANGELOG.md"), "\n## ")
	for _, release := range releases[1:] {
		if !strings.Contains(release, "\n### "+heading+"\n") {
			name, _, _ := strings.Cut(release, "\n")
			findings = append(findings, fmt.Sprintf("CHANGELOG.md: %s has no heading %q", name, heading))
		}
	}
	return findings
}
