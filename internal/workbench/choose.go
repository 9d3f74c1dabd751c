package workbench

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// choice is the tables that a question uses, compiled.
type choice struct {
	catalog  *parser.Catalog // nil if the table that was edited does not compile
	edited   *parser.Table   // nil if none was
	text     string          // of the table that was edited
	builtIn  map[string]string
	findings udm.Diagnostics
}

// NoTableError says that there is no built-in table, or no sample, of a name.
type NoTableError struct {
	Name  string
	Names []string // that there are
}

// Error says what there is.
func (e *NoTableError) Error() string {
	return fmt.Sprintf("there is no %q; there are %s", e.Name, strings.Join(e.Names, ", "))
}

// choose compiles the tables that a question uses: the one that it names or
// brings, or all that are built in, with the one that it brings in place of the
// one of that name.
func (w *Workbench) choose(q Question) (choice, error) {
	c := choice{text: q.Text, builtIn: map[string]string{}}
	for name, file := range w.files {
		c.builtIn[name] = string(file.Text)
	}
	if _, isThere := w.files[q.Table]; q.Table != "" && !isThere {
		return c, &NoTableError{q.Table, slices.Sorted(maps.Keys(w.files))}
	}
	var plan *parser.Plan
	if q.Text != "" {
		if plan = c.compile(q.Text); plan == nil {
			return c, nil
		}
	}
	if q.Table != "" {
		c.takeOnly(w, q.Table, plan)
		return c, nil
	}
	return c, c.takeAll(w, plan)
}

// compile checks and compiles the table that was edited.
func (c *choice) compile(text string) *parser.Plan {
	table, findings := parser.Check(fileName(text), []byte(text))
	c.findings = findings.Sort()
	if table == nil || findings.HasErrors() {
		return nil
	}
	plan, _ := parser.Compile(table, parser.Options{Trusted: true}) // Check has told all there is
	c.edited = table
	return plan
}

// fileName is what the file of a table should be called.
func fileName(text string) string {
	if named := tableName.FindStringSubmatch(text); named != nil {
		return named[1] + ".yaml"
	}
	return "table.yaml"
}

// tableName is the line that names a table.
var tableName = regexp.MustCompile(`(?m)^table: *([a-z0-9_]+)`)

// takeOnly gives all records to the table that was edited, or to a built-in one.
func (c *choice) takeOnly(w *Workbench, name string, edited *parser.Plan) {
	if edited == nil {
		at := slices.IndexFunc(w.plans, func(plan *parser.Plan) bool { return plan.Table().Name == name })
		edited = w.plans[at]
	}
	c.catalog = parser.Only(edited)
}

// takeAll lets the shape of each record choose. A table without claims takes
// every record, so that it stands alone.
func (c *choice) takeAll(w *Workbench, edited *parser.Plan) error {
	plans := w.plans
	if edited != nil {
		plans = append(slices.DeleteFunc(slices.Clone(plans), func(plan *parser.Plan) bool {
			return plan.Table().Name == c.edited.Name
		}), edited)
	}
	catalog, err := parser.NewCatalog(plans...)
	if err != nil && edited != nil {
		catalog, err = parser.Only(edited), nil
	}
	c.catalog = catalog
	return err
}
