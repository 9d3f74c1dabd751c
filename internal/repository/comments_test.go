package repository_test

import (
	"fmt"
	"go/ast"
	"path"
	"slices"
)

func commentRules() []rule {
	return []rule{
		{
			name:  "every package says what it is, once",
			check: findPackageComments,
			breach: map[string]string{
				"udm/doc.go":         "// Package udm is one.\npackage udm\n",
				"udm/path.go":        "package udm\n",
				"parser/doc.go":      "package parser\n",
				"mappings/embed.go":  "// Package mappings is one.\npackage mappings\n",
				"mappings/tables.go": "// Package mappings is two.\npackage mappings\n",
			},
			findings: []string{
				"mappings: 2 package comments, want 1",
				"parser: 0 package comments, want 1",
			},
		},
		{
			name:  "everything exported is documented",
			check: findUndocumented,
			breach: map[string]string{"udm/path.go": `package udm

type Path struct{}

func (Path) Parent() {}

func (Path) parent() {}

func (Path) String() string { return "" }

type kind[T any] struct{}

func (*kind[T]) Name() {}

func Parse() {}

const Root, Leaf = 1, 2

// Kinds of field.
const (
	Scalar = 1
)

var (
	ErrPath error // documented beside

	ErrKind error
)

type (
	// Kind is documented above.
	Kind int
)
`, "cmd/main.go": "package main\n\nfunc Undocumented() {}\n"},
			findings: []string{
				"udm/path.go:3: Path has no doc comment",
				"udm/path.go:5: Parent has no doc comment",
				"udm/path.go:15: Parse has no doc comment",
				"udm/path.go:17: Root has no doc comment",
				"udm/path.go:17: Leaf has no doc comment",
				"udm/path.go:27: ErrKind has no doc comment",
			},
		},
	}
}

// findPackageComments wants exactly one package comment a folder: pkg.go.dev
// joins several in the order of file names, which reads as nonsense.
func findPackageComments(t *tree) []string {
	var findings []string
	for _, files := range packages(t.goFiles) {
		comments := 0
		for _, file := range files {
			if file.syntax.Doc != nil {
				comments++
			}
		}
		if comments != 1 {
			findings = append(findings, fmt.Sprintf("%s: %d package comments, want 1", path.Dir(files[0].path), comments))
		}
	}
	return findings
}

// findUndocumented finds exported names without a doc comment in the packages
// that others import. A constant or variable may share the comment of its group
// or carry one at the end of its line.
func findUndocumented(t *tree) []string {
	var findings []string
	missing := func(name *ast.Ident) {
		if name.IsExported() {
			findings = append(findings, fmt.Sprintf("%s: %s has no doc comment", t.at(name), name.Name))
		}
	}
	for _, file := range t.shipped("udm", "parser", "mappings", "collector") {
		for _, declaration := range file.syntax.Decls {
			switch declaration := declaration.(type) {
			case *ast.FuncDecl:
				if declaration.Doc == nil && !isUnreachable(declaration) && !isSelfExplaining(declaration) {
					missing(declaration.Name)
				}
			case *ast.GenDecl:
				for _, name := range undocumentedNames(declaration) {
					missing(name)
				}
			}
		}
	}
	return findings
}

// isUnreachable tells whether the function is a method of an unexported type.
func isUnreachable(function *ast.FuncDecl) bool {
	if function.Recv == nil {
		return false
	}
	receiver := rootOf(function.Recv.List[0].Type)
	return receiver != nil && !receiver.IsExported()
}

// isSelfExplaining tells whether the method is one of which a comment could say
// no more than its name does.
func isSelfExplaining(function *ast.FuncDecl) bool {
	return function.Recv != nil && slices.Contains([]string{"Error", "Unwrap", "String"}, function.Name.Name)
}

func undocumentedNames(group *ast.GenDecl) []*ast.Ident {
	var names []*ast.Ident
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Doc == nil && group.Doc == nil {
				names = append(names, spec.Name)
			}
		case *ast.ValueSpec:
			if spec.Doc == nil && spec.Comment == nil && group.Doc == nil {
				names = append(names, spec.Names...)
			}
		}
	}
	return names
}
