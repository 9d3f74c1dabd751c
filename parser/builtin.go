package parser

import (
	"fmt"
	"io/fs"

	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/udm"
)

// BuiltIn compiles the built-in tables. The catalog is nil only if one of
// them does not compile, which the tests rule out.
func BuiltIn(options Options) (*Catalog, udm.Diagnostics) {
	options.Trusted = true // the tests have checked them
	tables, diagnostics := LoadFS(mappings.Files())
	catalog, found := CompileAll(tables, options)
	return catalog, append(diagnostics, found...)
}

// LoadFS loads every table, that is every file ending in .yaml, at the top of
// a file system, in order of name. A file that cannot be read is a diagnostic.
func LoadFS(files fs.FS) ([]*Table, udm.Diagnostics) {
	var tables []*Table
	var diagnostics udm.Diagnostics
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, udm.Diagnostics{unreadableFile("*.yaml", err)}
	}
	for _, name := range names {
		source, err := fs.ReadFile(files, name)
		if err != nil {
			diagnostics = append(diagnostics, unreadableFile(name, err))
			continue
		}
		table, found := Load(name, source)
		diagnostics = append(diagnostics, found...)
		if !found.HasErrors() {
			tables = append(tables, table)
		}
	}
	return tables, diagnostics
}

// CompileAll compiles tables into one catalog, which is nil if a diagnostic
// is an error.
func CompileAll(tables []*Table, options Options) (*Catalog, udm.Diagnostics) {
	var plans []*Plan
	var diagnostics udm.Diagnostics
	for _, table := range tables {
		plan, found := Compile(table, options)
		diagnostics = append(diagnostics, found...)
		plans = append(plans, plan)
	}
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	catalog, err := NewCatalog(plans...)
	if err != nil {
		diagnostics = append(diagnostics, udm.Diagnostic{
			ID: "MAP000", Severity: udm.SeverityError, Summary: err.Error(),
		})
		return nil, diagnostics
	}
	return catalog, diagnostics
}

func unreadableFile(name string, err error) udm.Diagnostic {
	return udm.Diagnostic{
		ID: "MAP000", Severity: udm.SeverityError, Summary: fmt.Sprintf("cannot read %s: %v", name, err),
		Position: udm.Position{File: name},
	}
}
