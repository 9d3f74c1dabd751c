// Package repository_test holds the repository to the rules that its documents
// state and that no compiler enforces: who may import whom, what is documented,
// how long a file may grow, which commands the documents may name.
//
// A rule is a function from a tree of files to findings, together with a
// miniature tree that breaks it. The rule is held against this repository,
// where it must find nothing, and against its breach, where it must find
// exactly what was broken: so no rule can pass by looking at nothing.
package repository_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

// rule is one promise about the whole repository.
type rule struct {
	name  string
	check func(*tree) []string

	// breach is a tree, path to content, that breaks the rule, and findings
	// is what check must say about it.
	breach   map[string]string
	findings []string
}

func rules() []rule {
	var all []rule
	all = append(all, moduleRules()...)
	all = append(all, importRules()...)
	all = append(all, sourceRules()...)
	all = append(all, commentRules()...)
	all = append(all, stateRules()...)
	all = append(all, documentRules()...)
	return all
}

func TestTheRepositoryKeepsItsRules(t *testing.T) {
	t.Parallel()

	repository, err := load(os.DirFS("../.."))
	require.NoError(t, err)

	for _, rule := range rules() {
		t.Run(rule.name, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, rule.check(repository))
		})
	}
}

func TestEveryRuleFindsItsBreach(t *testing.T) {
	t.Parallel()

	for _, rule := range rules() {
		t.Run(rule.name, func(t *testing.T) {
			t.Parallel()

			files := fstest.MapFS{}
			for path, content := range rule.breach {
				files[path] = &fstest.MapFile{Data: []byte(content)}
			}
			broken, err := load(files)
			require.NoError(t, err)
			require.Equal(t, rule.findings, rule.check(broken))
		})
	}
}
