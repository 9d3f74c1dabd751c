package parser

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/udm"
)

// BuiltIn compiles the built-in tables. The catalog is nil only if one of
// them does not compile, or was changed since it was packed, which the tests rule
// out.
func BuiltIn(options Options) (*Catalog, udm.Diagnostics) {
	return compilePacked(mappings.Files(), options)
}

// compilePacked compiles the packed tables of a file system: all or none, as a
// catalog without one of them would reject its records.
func compilePacked(files fs.FS, options Options) (*Catalog, udm.Diagnostics) {
	tables, diagnostics := loadAll(files, loadPackedFile)
	if diagnostics.HasErrors() {
		return nil, diagnostics
	}
	catalog, found := compileAll(tables, options, compileChecked)
	return catalog, append(diagnostics, found...)
}

// LoadFS loads every table, that is every file ending in .yaml, at the top of
// a file system, in order of name. A file that cannot be read is a diagnostic.
func LoadFS(files fs.FS) ([]*Table, udm.Diagnostics) { return loadAll(files, loadFile) }

func loadAll(files fs.FS, load func(files fs.FS, name string) (*Table, udm.Diagnostics)) ([]*Table, udm.Diagnostics) {
	var tables []*Table
	var diagnostics udm.Diagnostics
	names, err := fs.Glob(files, "*"+tableExtension)
	if err != nil {
		return nil, udm.Diagnostics{unreadableFile("*"+tableExtension, err)}
	}
	// At once: a program that is started for one record waits for this.
	loaded := make([]*Table, len(names))
	found := make([]udm.Diagnostics, len(names))
	var group sync.WaitGroup
	group.Go(func() { udm.Default() }) // which compiling needs next
	for i, name := range names {
		group.Go(func() { loaded[i], found[i] = load(files, name) })
	}
	group.Wait()
	for i, table := range loaded {
		diagnostics = append(diagnostics, found[i]...)
		if !found[i].HasErrors() {
			tables = append(tables, table)
		}
	}
	return tables, diagnostics
}

const (
	tableExtension  = ".yaml"
	packedExtension = ".packed"
)

func loadFile(files fs.FS, name string) (*Table, udm.Diagnostics) {
	source, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, udm.Diagnostics{unreadableFile(name, err)}
	}
	return Load(name, source)
}

// loadPackedFile loads a table from what was packed of it, so that a program of
// built-in tables alone has no YAML parser in it.
func loadPackedFile(files fs.FS, name string) (*Table, udm.Diagnostics) {
	source, err := fs.ReadFile(files, name)
	packed, packedErr := fs.ReadFile(files, strings.TrimSuffix(name, tableExtension)+packedExtension)
	if packedErr != nil {
		packedErr = fmt.Errorf("%w; run make generate", packedErr)
	}
	if err := errors.Join(err, packedErr); err != nil {
		return nil, udm.Diagnostics{unreadableFile(name, err)}
	}
	return LoadPacked(name, source, packed)
}

// CompileAll compiles tables into one catalog, which is nil if a diagnostic
// is an error.
func CompileAll(tables []*Table, options Options) (*Catalog, udm.Diagnostics) {
	return compileAll(tables, options, Compile)
}

func compileAll(tables []*Table, options Options, compile func(*Table, Options) (*Plan, udm.Diagnostics)) (*Catalog, udm.Diagnostics) {
	plans := make([]*Plan, len(tables))
	found := make([]udm.Diagnostics, len(tables))
	var group sync.WaitGroup
	for i, table := range tables {
		group.Go(func() { plans[i], found[i] = compile(table, options) })
	}
	group.Wait()
	diagnostics := slices.Concat(found...)
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
