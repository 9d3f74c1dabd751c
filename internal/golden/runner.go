package golden

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// Runner runs cases with a set of tables. It compiles them once for each way
// of compiling that a case asks for, and is not safe for concurrent use.
type Runner struct {
	tables    []*parser.Table
	validator *udm.Validator
	compiled  map[string]*parser.Catalog // by options, printed
}

// NewRunner returns a runner for cases that bring no table of their own. The
// tables must compile; otherwise it returns what is wrong with them.
func NewRunner(tables []*parser.Table) (*Runner, udm.Diagnostics) {
	r := &Runner{
		tables:    tables,
		validator: udm.NewValidator(nil),
		compiled:  map[string]*parser.Catalog{},
	}
	if _, findings := r.compile(parser.Options{}); findings.HasErrors() {
		return nil, findings
	}
	return r, nil
}

// compile compiles the runner's tables, once for each way of compiling. What
// takes a proof to find of them is the business of who brings them.
func (r *Runner) compile(options parser.Options) (*parser.Catalog, udm.Diagnostics) {
	options.Trusted = true
	key := fmt.Sprint(options)
	if catalog, done := r.compiled[key]; done {
		return catalog, nil
	}
	catalog, findings := parser.CompileAll(r.tables, options)
	if !findings.HasErrors() {
		r.compiled[key] = catalog
	}
	return catalog, findings
}

// Run converts the input of a case and compares what comes out with what is
// expected. The error is that of ctx, or tells of a case that asks for a table
// that there is not; whatever goes wrong with the tables and the input of the
// case is part of the result.
func (r *Runner) Run(ctx context.Context, c Case) (Result, error) {
	result := Result{Case: c}
	chosen, err := r.choose(c)
	if err != nil {
		return Result{}, err
	}
	result.set(sectionDiagnostics, describeDiagnostics(chosen.findings))
	if chosen.catalog == nil || c.input == "" {
		return result, nil
	}
	var events, rejected bytes.Buffer
	_, err = c.convert(ctx, chosen.catalog, false, &events, &rejected)
	// To count rows takes other ways through the engine than users' conversions do,
	// so it is done for itself, and goes wrong where the other did.
	result.Ledger, _ = c.convert(ctx, chosen.catalog, true, io.Discard, io.Discard)
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	if err != nil {
		result.set(sectionError, err.Error()+"\n")
	}
	result.set(c.form(sectionEvents, sectionEventLines), events.String())
	result.set(c.form(sectionRejected, sectionRejectedLines), rejected.String())
	result.set(sectionWarnings, describeWarnings(result.Ledger))
	result.set(sectionValidator, r.judge(events.Bytes(), chosen.tables(result.Ledger)))
	return result, result.setLedger()
}

// convert converts the input of a case.
func (c Case) convert(ctx context.Context, catalog *parser.Catalog, countRows bool, events, rejected io.Writer) (parser.Ledger, error) {
	options := c.options.Converter
	options.CountRows = countRows
	return parser.NewConverter(catalog, options).Convert(ctx, c.input, bytes.NewReader(c.object), events, rejected)
}

// choice is the tables of a case, compiled.
type choice struct {
	catalog  *parser.Catalog // nil where a table does not compile
	findings udm.Diagnostics // of the case's own tables
}

// choose compiles the tables that a case uses.
func (r *Runner) choose(c Case) (choice, error) {
	if c.hasOwnTables() {
		return c.compileTables()
	}
	if err := c.checkOptions(r.tables); err != nil {
		return choice{}, err
	}
	catalog, findings := r.compile(c.options.Compile)
	if findings.HasErrors() {
		return choice{}, findings // the tables do not compile with the case's options
	}
	if _, named := c.section(sectionTable); !named {
		return choice{catalog: catalog}, nil
	}
	for _, plan := range catalog.Plans() {
		if plan.Table().Name == c.Table() {
			return choice{catalog: parser.Only(plan)}, nil
		}
	}
	return choice{}, c.problem(sectionTable, "there is no table %q", c.Table())
}

// problem is an error that points at a section of the case.
func (c Case) problem(section, format string, values ...any) error {
	return fmt.Errorf("%s:%d: "+format, append([]any{c.File, c.line(section)}, values...)...)
}

// checkOptions asks that each option for which the case chooses is one of the
// tables.
func (c Case) checkOptions(tables []*parser.Table) error {
	for name := range c.options.Compile.TableOptions {
		if !slices.ContainsFunc(tables, func(table *parser.Table) bool {
			return slices.ContainsFunc(table.Options, func(option parser.Option) bool { return option.Name == name })
		}) {
			return c.problem(sectionOptions, "no table has an option %q", name)
		}
	}
	return nil
}

// compileTables compiles the tables that stand in the archive.
func (c Case) compileTables() (choice, error) {
	var chosen choice
	var tables []*parser.Table
	var plans []*parser.Plan
	for _, section := range c.archive.Files {
		if !isTableFile(section.Name) {
			continue
		}
		table, findings := parser.Check(section.Name, section.Data)
		chosen.findings = append(chosen.findings, findings...)
		if table == nil {
			continue
		}
		plan, findings := parser.Compile(table, c.options.Compile)
		if findings.HasErrors() {
			return choice{}, findings // Check found no error in it
		}
		tables, plans = append(tables, table), append(plans, plan)
	}
	if chosen.findings.HasErrors() {
		return chosen, nil
	}
	if err := c.checkOptions(tables); err != nil {
		return choice{}, err
	}
	if len(plans) == 1 {
		chosen.catalog = parser.Only(plans[0])
		return chosen, nil
	}
	var err error
	chosen.catalog, err = parser.NewCatalog(plans...)
	return chosen, err
}

// tables are the tables that made events, whose waivers therefore count.
func (c choice) tables(ledger parser.Ledger) []*parser.Table {
	var tables []*parser.Table
	for _, plan := range c.catalog.Plans() {
		if ledger.Tables[plan.Table().Name] > 0 {
			tables = append(tables, plan.Table())
		}
	}
	return tables
}
