// Package citest holds what other repositories run of ours, action.yml and
// .pre-commit-hooks.yaml, to what it says: its steps are run, in a repository of
// tables, by the shell that would run them.
package citest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"go.yaml.in/yaml/v4"
)

// action is action.yml as far as it is run here.
type action struct {
	Inputs map[string]struct {
		Description string
		Default     string
	}
	Runs struct {
		Using string
		Steps []step
	}
}

// step is a step of the action.
type step struct {
	ID, Name, If, Shell, Run, Uses string

	Env map[string]string
}

func readAction(t *testing.T) action {
	t.Helper()
	var a action
	require.NoError(t, yaml.Unmarshal(readFile(t, "../../action.yml"), &a))
	return a
}

func (a action) step(t *testing.T, id string) step {
	t.Helper()
	i := slices.IndexFunc(a.Runs.Steps, func(s step) bool { return s.ID == id })
	require.GreaterOrEqual(t, i, 0, id)
	return a.Runs.Steps[i]
}

// outcome is what a step came to.
type outcome struct {
	code   int
	output string // what it printed
	set    string // what it wrote to GITHUB_OUTPUT
	path   string // and to GITHUB_PATH
}

// run runs a step as the runner of GitHub does: by bash, with -e and -o
// pipefail, and with the inputs, or their defaults, in its environment.
func (a action) run(t *testing.T, folder, search, id string, inputs map[string]string) outcome {
	t.Helper()
	s := a.step(t, id)
	require.Equal(t, "bash", s.Shell)
	require.NotContains(t, s.Run, "${{", "an input that is pasted into a script can be a script")

	runner := t.TempDir()
	script, set, path := filepath.Join(runner, "script.sh"), filepath.Join(runner, "output"), filepath.Join(runner, "path")
	require.NoError(t, os.WriteFile(script, []byte(s.Run), 0o600))
	command := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", script)
	command.Dir = folder
	command.Env = []string{"PATH=" + search, "HOME=" + runner, "GITHUB_OUTPUT=" + set, "GITHUB_PATH=" + path}
	for name, value := range s.Env {
		command.Env = append(command.Env, name+"="+a.evaluate(t, value, inputs))
	}
	output, err := command.CombinedOutput()
	if _, isExit := errors.AsType[*exec.ExitError](err); !isExit {
		require.NoError(t, err)
	}
	return outcome{command.ProcessState.ExitCode(), string(output), read(set), read(path)}
}

// evaluate fills an input into the value of a variable: ${{ inputs.NAME }}, or
// ${{ inputs.NAME || 'TEXT' }}.
func (a action) evaluate(t *testing.T, value string, inputs map[string]string) string {
	t.Helper()
	found := regexp.MustCompile(`^\$\{\{ inputs\.([a-z-]+)(?: \|\| '([^']*)')? \}\}$`).FindStringSubmatch(value)
	require.NotNil(t, found, value)
	require.Contains(t, a.Inputs, found[1])
	filled, isGiven := inputs[found[1]]
	if !isGiven {
		filled = a.Inputs[found[1]].Default
	}
	if filled == "" {
		return found[2]
	}
	return filled
}

func read(path string) string {
	text, _ := os.ReadFile(path) // a step need not have written it
	return string(text)
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return text
}

// search is a search path that finds the udmap of this repository.
var search string

func TestMain(m *testing.M) {
	folder, err := build()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	search = folder + string(os.PathListSeparator) + os.Getenv("PATH")
	m.Run()
	_ = os.RemoveAll(folder) // it lies in the folder for what may be left
}

// build builds udmap into a new folder. Where it cannot, every test will say
// so.
func build() (folder string, err error) {
	folder, err = os.MkdirTemp("", "udmap-")
	if err != nil {
		return "", err
	}
	build := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(folder, "udmap"), "../../cmd/udmap")
	if output, err := build.CombinedOutput(); err != nil {
		return folder, fmt.Errorf("%w: %s", err, output)
	}
	return folder, nil
}

const door = `table: door
log_type: DOOR
claims: {has: badge}
rows:
  - {id: D1, from: at, to: metadata.event_timestamp, required: true}
  - {id: D2, value: ACME, to: metadata.vendor_name}
  - {id: D3, value: Door, to: metadata.product_name}
  - {id: D4, from: badge, to: principal.user.userid}
event_type:
  - {id: D5, value: GENERIC_EVENT}
`

const opened = `A door opens

-- in.json --
{"at":1773296067,"badge":"4711"}
-- events.json --
{
  "metadata": {
    "eventTimestamp": "2026-03-12T06:14:27Z",
    "eventType": "GENERIC_EVENT",
    "vendorName": "ACME",
    "productName": "Door"
  },
  "principal": {"user": {"userid": "4711"}}
}
`

// newRepository returns a folder with a table that compiles and a case that
// passes.
func newRepository(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	write(t, folder, "tables/door.yaml", door)
	write(t, folder, "cases/opened.txtar", opened)
	return folder
}

func write(t *testing.T, folder, name, text string) {
	t.Helper()
	path := filepath.Join(folder, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

// TestTheActionPassesWhatIsFine, and finds udmap where it is installed.
func TestTheActionPassesWhatIsFine(t *testing.T) {
	a, folder := readAction(t), newRepository(t)
	require.Equal(t, "composite", a.Runs.Using)
	require.Equal(t, "installed=true\n", a.run(t, folder, search, "find", nil).set)

	checked := a.run(t, folder, search, "check", nil)
	require.Zero(t, checked.code, checked.output)
	require.Contains(t, checked.output, "checked tables/door.yaml: 0 errors, ")

	tested := a.run(t, folder, search, "test", map[string]string{"cases": "cases"})
	require.Zero(t, tested.code, tested.output)
	require.Contains(t, tested.output, "1 of 1 cases pass")

	written := a.run(t, folder, search, "sarif", nil)
	require.Zero(t, written.code, written.output)
	require.Equal(t, "2.1.0", gjson.GetBytes(readFile(t, filepath.Join(folder, "udmap.sarif")), "version").String())
}

// TestTheActionFailsOnWhatIsNot: a table that does not compile, a warning if it
// is strict, a case that differs. The log for code scanning is written first.
func TestTheActionFailsOnWhatIsNot(t *testing.T) {
	a, folder := readAction(t), newRepository(t)
	write(t, folder, "more tables/door.yaml", strings.Replace(door, "user.userid", "user.usrid", 1))
	inputs := map[string]string{"tables": "tables\nmore tables\n", "sarif": "out.sarif"}
	checked := a.run(t, folder, search, "check", inputs)
	require.Equal(t, 2, checked.code, checked.output)
	require.Contains(t, checked.output, "\n::error file=more tables/door.yaml,line=8,col=46,title=MAP020::")
	require.Zero(t, a.run(t, folder, search, "sarif", inputs).code)
	require.Equal(t, "MAP020", gjson.GetBytes(readFile(t, filepath.Join(folder, "out.sarif")), `runs.0.results.#(level=="error").ruleId`).String())

	several := a.run(t, folder, search, "test", map[string]string{"tables": inputs["tables"], "cases": "cases"})
	require.Equal(t, 2, several.code, several.output)
	require.Contains(t, several.output, `::error title=udmap::to run golden cases, "tables" must name one file or folder`)

	write(t, folder, "cases/opened.txtar", strings.Replace(opened, `"4711"}`, `"4712"}`, 1))
	tested := a.run(t, folder, search, "test", map[string]string{"cases": "cases"})
	require.Equal(t, 1, tested.code, tested.output)
	require.Contains(t, tested.output, "::error file=cases/opened.txtar,line=")

	write(t, folder, "tables/door.yaml", strings.Replace(door, "rows:", "extract: {unused: {first: [a, b]}}\nrows:", 1))
	require.Zero(t, a.run(t, folder, search, "check", nil).code)
	require.Equal(t, 1, a.run(t, folder, search, "check", map[string]string{"strict": "true"}).code)
}

// TestTheActionRunsNoInput: an input is data, whatever it says.
func TestTheActionRunsNoInput(t *testing.T) {
	a, folder := readAction(t), newRepository(t)
	for _, hostile := range []string{`$(touch ran)`, "`touch ran`", `"; touch ran; "`, `--help`} {
		for _, id := range []string{"check", "test", "sarif"} {
			got := a.run(t, folder, search, id, map[string]string{"tables": hostile, "cases": hostile, "sarif": "x.sarif"})
			require.NotZero(t, got.code, "%s of %s: %s", id, hostile, got.output)
			require.NoFileExists(t, filepath.Join(folder, "ran"))
		}
	}
}

// TestTheActionInstallsWhatIsAsked: where there is no udmap, by a go that notes
// what it is told.
func TestTheActionInstallsWhatIsAsked(t *testing.T) {
	a, folder := readAction(t), newRepository(t)
	stub := filepath.Join(folder, "bin")
	write(t, folder, "bin/go", "#!/bin/sh\ncase \"$*\" in\n'env GOPATH') echo /home/me/go ;;\n'env GOBIN') ;;\n*) echo \"go $*\" ;;\nesac\n")
	require.NoError(t, os.Chmod(filepath.Join(stub, "go"), 0o700))
	search := stub + string(os.PathListSeparator) + "/usr/bin" + string(os.PathListSeparator) + "/bin"
	require.Equal(t, "installed=false\n", a.run(t, folder, search, "find", nil).set)
	got := a.run(t, folder, search, "install", map[string]string{"version": "v1.2.3"})
	require.Zero(t, got.code, got.output)
	require.Equal(t, "go install github.com/udmap/udmap/cmd/udmap@v1.2.3\n", got.output)
	require.Equal(t, "/home/me/go/bin\n", got.path)
	for _, s := range a.Runs.Steps {
		if s.ID == "install" || strings.HasPrefix(s.Uses, "actions/setup-go@") {
			require.Equal(t, "steps.find.outputs.installed == 'false'", s.If)
		}
	}
}

// TestTheInputsAreDocumented with their defaults.
func TestTheInputsAreDocumented(t *testing.T) {
	a := readAction(t)
	page := string(readFile(t, "../../docs/ci.md"))
	rows := regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| .* \\| (.*) \\|$").FindAllStringSubmatch(page, -1)
	documented := map[string]string{}
	for _, row := range rows {
		documented[row[1]] = strings.Trim(row[2], "`")
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(a.Inputs)), slices.Collect(maps.Keys(documented)))
	for name, input := range a.Inputs {
		require.NotEmpty(t, input.Description, name)
		if input.Default != "" {
			require.Equal(t, input.Default, documented[name])
		}
	}
}
