package repository_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"slices"
)

func stateRules() []rule {
	return []rule{{
		name:  "no package remembers anything",
		check: findPackageState,
		breach: map[string]string{
			"udm/state.go": `package udm

import (
	"os"
	"sync"
)

var (
	kinds   = map[string]int{"a": 1}
	count   int
	load    = sync.OnceValue(func() int { return 1 })
	lock    sync.Mutex
	scratch = sync.Pool{}
	limits  = &struct{ depth int }{}
)

func f() {
	kinds["b"] = 2
	count++
	limits.depth = 1
	delete(kinds, "a")
	os.Args = nil

	count := load()
	count++
	for kinds := range 3 {
		_ = kinds
	}
}
`,
			"udm/state_test.go": "package udm\n\nfunc g() { count = 2 }\n",
			"udm/others.go":     "package udm\n\nfunc h() { count, _ = 1, 2 }\n",
		},
		findings: []string{
			"udm/others.go:3: writes the package-level variable count: pass the value instead",
			"udm/state.go:12: the package-level variable lock exists to be changed: make it a field",
			"udm/state.go:13: the package-level variable scratch exists to be changed: make it a field",
			"udm/state.go:18: writes the package-level variable kinds: pass the value instead",
			"udm/state.go:19: writes the package-level variable count: pass the value instead",
			"udm/state.go:20: writes the package-level variable limits: pass the value instead",
			"udm/state.go:21: writes the package-level variable kinds: pass the value instead",
			"udm/state.go:22: writes the package-level variable os.Args: pass the value instead",
		},
	}}
}

// findPackageState finds package-level variables that change after they are
// declared. Tables compiled into the program, error values, regular expressions
// and sync.OnceValue do not change; a cache, a counter or a lock does.
func findPackageState(t *tree) []string {
	var findings []string
	for _, files := range packages(t.shipped()) {
		names := t.resolve(files)
		for _, file := range files {
			for _, declaration := range file.syntax.Decls {
				findings = append(findings, t.mutableVariables(declaration)...)
				findings = append(findings, t.writes(declaration, names)...)
			}
		}
	}
	return findings
}

// resolve finds what each identifier of a package stands for. Imports are not
// followed: the variables of the package itself are known without them.
func (t *tree) resolve(files []goFile) map[*ast.Ident]types.Object {
	var syntax []*ast.File
	for _, file := range files {
		syntax = append(syntax, file.syntax)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{
		Importer: noImports{},
		Error:    func(error) {}, // unknown imports are errors, and expected
	}
	// The error repeats the first of those just passed over.
	_, _ = config.Check(path.Dir(files[0].path), t.fset, syntax, info)
	return info.Uses
}

type noImports struct{}

func (noImports) Import(string) (*types.Package, error) {
	return nil, errors.New("imports are not followed")
}

// mutableVariables finds variables of a type that is of use only if it changes.
func (t *tree) mutableVariables(declaration ast.Decl) []string {
	group, ok := declaration.(*ast.GenDecl)
	if !ok || group.Tok != token.VAR {
		return nil
	}
	var findings []string
	for _, spec := range group.Specs {
		variable, ok := spec.(*ast.ValueSpec)
		if ok && isMutable(variable) {
			findings = append(findings, fmt.Sprintf(
				"%s: the package-level variable %s exists to be changed: make it a field", t.at(variable), variable.Names[0].Name))
		}
	}
	return findings
}

func isMutable(variable *ast.ValueSpec) bool {
	declared := []ast.Expr{variable.Type}
	for _, value := range variable.Values {
		if literal, ok := value.(*ast.CompositeLit); ok {
			declared = append(declared, literal.Type)
		}
	}
	return slices.ContainsFunc(declared, func(expression ast.Expr) bool {
		root := rootOf(expression)
		return root != nil && (root.Name == "sync" || root.Name == "atomic")
	})
}

// writes finds assignments to package-level variables, of this package or of
// another one.
func (t *tree) writes(declaration ast.Decl, names map[*ast.Ident]types.Object) []string {
	var findings []string
	ast.Inspect(declaration, func(node ast.Node) bool {
		for _, target := range writtenBy(node) {
			if variable := packageVariable(target, names); variable != "" {
				findings = append(findings, fmt.Sprintf(
					"%s: writes the package-level variable %s: pass the value instead", t.at(target), variable))
			}
		}
		return true
	})
	return findings
}

// writtenBy is what a statement changes: the left side of an assignment, the
// operand of ++, the map that delete and clear are given.
func writtenBy(node ast.Node) []ast.Expr {
	switch node := node.(type) {
	case *ast.AssignStmt:
		if node.Tok != token.DEFINE {
			return node.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{node.X}
	case *ast.RangeStmt:
		if node.Tok == token.ASSIGN {
			return []ast.Expr{node.Key, node.Value}
		}
	case *ast.CallExpr:
		function, ok := node.Fun.(*ast.Ident)
		if ok && (function.Name == "delete" || function.Name == "clear") {
			return node.Args[:1]
		}
	}
	return nil
}

// packageVariable is the name of the package-level variable that an expression
// is or is a part of, empty if there is none.
func packageVariable(expression ast.Expr, names map[*ast.Ident]types.Object) string {
	root := rootOf(expression)
	if root == nil {
		return ""
	}
	switch object := names[root].(type) {
	case *types.Var:
		if object.Parent() == object.Pkg().Scope() {
			return object.Name()
		}
	case *types.PkgName:
		if selector, ok := expression.(*ast.SelectorExpr); ok {
			return object.Name() + "." + selector.Sel.Name
		}
	}
	return ""
}

// rootOf is the identifier that an expression such as x.y[i].z starts with,
// nil if it starts with something else.
func rootOf(expression ast.Expr) *ast.Ident {
	for {
		switch inner := expression.(type) {
		case *ast.Ident:
			return inner
		case *ast.ParenExpr:
			expression = inner.X
		case *ast.SelectorExpr:
			expression = inner.X
		case *ast.IndexExpr:
			expression = inner.X
		case *ast.IndexListExpr:
			expression = inner.X
		case *ast.SliceExpr:
			expression = inner.X
		case *ast.StarExpr:
			expression = inner.X
		default:
			return nil
		}
	}
}
