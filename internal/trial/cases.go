package trial

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/mappings"
	"github.com/udmap/udmap/parser"
)

// Golden is what became of the golden cases that use the table.
type Golden struct {
	Cases     int
	Differing []golden.Result
	// Problem is why the cases could not be run: one is malformed, or asks for
	// what there is not.
	Problem string
}

// cases are the golden cases of a folder. They are read again when one of them
// has changed. Those that do not use the table are run once: they can come to
// use it only if the table claims other records, or another name.
type cases struct {
	path    string
	builtIn []*parser.Table
	stamp   string // of the files that all was read from
	all     []golden.Case
	unused  map[string]bool // by file
	name    string          // of the table that unused is true for
	claims  []parser.Claims // likewise
}

func newCases(path string) *cases { return &cases{path: path} }

// run runs the cases that use the table. The error is that of ctx, or of the
// file system.
func (c *cases) run(ctx context.Context, table *parser.Table) (Golden, error) {
	if c.path == "" {
		return Golden{}, nil
	}
	problem, err := c.load()
	if problem != "" || err != nil {
		return Golden{Problem: problem}, err
	}
	if c.name != table.Name || !sameClaims(c.claims, table.Claims) {
		c.unused, c.name, c.claims = map[string]bool{}, table.Name, table.Claims
	}
	runner, problem := c.newRunner(table)
	if runner == nil {
		return Golden{Problem: problem}, nil
	}
	var outcome Golden
	for _, one := range c.all {
		if c.unused[one.File] || len(table.Claims) == 0 && one.Table() != table.Name {
			continue
		}
		result, err := runner.Run(ctx, one)
		switch {
		case ctx.Err() != nil:
			return Golden{}, ctx.Err()
		case err != nil:
			return Golden{Problem: err.Error()}, nil //nolint:nilerr // it is the result
		case !result.Uses(table.Name):
			c.unused[one.File] = true
			continue
		}
		outcome.Cases++
		if !result.Passed() {
			outcome.Differing = append(outcome.Differing, result)
		}
	}
	return outcome, nil
}

// sameClaims compares what two versions of a table claim, wherever it stands.
func sameClaims(one, other []parser.Claims) bool {
	if len(one) != len(other) {
		return false
	}
	for i := range one {
		a, b := one[i], other[i]
		a.Position = b.Position
		if !reflect.DeepEqual(a, b) {
			return false
		}
	}
	return true
}

// load reads the cases, unless they are as they were.
func (c *cases) load() (problem string, err error) {
	stamp, err := stampOf(c.path)
	if err != nil || stamp == c.stamp {
		return "", err
	}
	all, err := golden.Load(c.path)
	if err != nil {
		return err.Error(), nil //nolint:nilerr // it is the result
	}
	c.all, c.stamp, c.unused, c.name = all, stamp, map[string]bool{}, ""
	return "", nil
}

// stampOf tells the state of all cases below a path: their names, sizes and
// times.
func stampOf(path string) (string, error) {
	var stamp strings.Builder
	err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(file) != golden.Extension {
			return err
		}
		info, err := os.Stat(file)
		if err == nil {
			fmt.Fprintf(&stamp, "%s %d %d\n", file, info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	return stamp.String(), err
}

// newRunner returns a runner with the built-in tables, of which the table takes
// the place of the one of its name. A table that claims no records stands
// alone: cases have to name it.
func (c *cases) newRunner(table *parser.Table) (*golden.Runner, string) {
	if len(table.Claims) == 0 {
		runner, findings := golden.NewRunner([]*parser.Table{table})
		if runner == nil {
			return nil, findings.Error()
		}
		return runner, ""
	}
	if c.builtIn == nil {
		loaded, findings := parser.LoadFS(mappings.Files())
		if findings.HasErrors() {
			return nil, findings.Error()
		}
		c.builtIn = loaded
	}
	tables := []*parser.Table{table}
	for _, other := range c.builtIn {
		if other.Name != table.Name {
			tables = append(tables, other)
		}
	}
	runner, findings := golden.NewRunner(tables)
	if findings.HasErrors() {
		return nil, findings.Error()
	}
	return runner, ""
}
