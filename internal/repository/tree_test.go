package repository_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// module is the import path of the repository.
const module = "github.com/udmap/udmap"

// tree is a repository as the rules see it.
type tree struct {
	fs.FS
	fset      *token.FileSet
	goFiles   []goFile // of this module, sorted by path
	documents []string // the paths of Markdown files, sorted
}

// goFile is one parsed Go file.
type goFile struct {
	path   string // relative to the repository, with slashes
	lines  int
	syntax *ast.File
}

// load reads the Go files and Markdown documents below the root of fsys. It
// passes over what is no source of this module: hidden folders, build output,
// test data and nested modules.
func load(fsys fs.FS) (*tree, error) {
	t := &tree{FS: fsys, fset: token.NewFileSet()}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch {
		case entry.IsDir():
			if t.isForeign(name) {
				return fs.SkipDir
			}
			return nil
		case path.Ext(name) == ".md":
			t.documents = append(t.documents, name)
			return nil
		case path.Ext(name) == ".go":
			return t.parse(name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("load the repository: %w", err)
	}
	return t, nil
}

func (t *tree) isForeign(folder string) bool {
	if folder == "." {
		return false
	}
	base := path.Base(folder)
	if strings.HasPrefix(base, ".") || slices.Contains([]string{"bin", "dist", "testdata"}, base) {
		return true
	}
	_, err := fs.Stat(t.FS, path.Join(folder, "go.mod"))
	return err == nil
}

func (t *tree) parse(name string) error {
	source, err := fs.ReadFile(t.FS, name)
	if err != nil {
		return err
	}
	syntax, err := parser.ParseFile(t.fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	t.goFiles = append(t.goFiles, goFile{path: name, lines: strings.Count(string(source), "\n"), syntax: syntax})
	return nil
}

// read gives the content of a file, empty if there is none.
func (t *tree) read(name string) string {
	content, err := fs.ReadFile(t.FS, name)
	if err != nil {
		return ""
	}
	return string(content)
}

// at is the place of a node as findings print it: file:line.
func (t *tree) at(node ast.Node) string {
	position := t.fset.Position(node.Pos())
	return fmt.Sprintf("%s:%d", position.Filename, position.Line)
}

// shipped are the files that are not tests, below the folders if any are named.
func (t *tree) shipped(folders ...string) []goFile {
	var files []goFile
	for _, file := range t.goFiles {
		if !file.isTest() && (len(folders) == 0 || slices.ContainsFunc(folders, file.isIn)) {
			files = append(files, file)
		}
	}
	return files
}

// packages are the files of goFiles grouped by folder, in the order of folders.
func packages(files []goFile) [][]goFile {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b goFile) int {
		return cmp.Compare(path.Dir(a.path), path.Dir(b.path))
	})
	var grouped [][]goFile
	for i, file := range files {
		if i == 0 || path.Dir(files[i-1].path) != path.Dir(file.path) {
			grouped = append(grouped, nil)
		}
		last := len(grouped) - 1
		grouped[last] = append(grouped[last], file)
	}
	return grouped
}

func (f goFile) isTest() bool { return strings.HasSuffix(f.path, "_test.go") }

func (f goFile) isIn(folder string) bool { return strings.HasPrefix(f.path, folder+"/") }

func (f goFile) isGenerated() bool { return ast.IsGenerated(f.syntax) }
