package citest

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// hook is a hook of .pre-commit-hooks.yaml.
type hook struct {
	ID, Name, Entry, Language, Files string

	Args          []string
	PassFilenames *bool `yaml:"pass_filenames"`
}

func readHooks(t *testing.T) map[string]hook {
	t.Helper()
	var hooks []hook
	require.NoError(t, yaml.Unmarshal(readFile(t, "../../.pre-commit-hooks.yaml"), &hooks))
	byID := map[string]hook{}
	for _, h := range hooks {
		require.Equal(t, "golang", h.Language)
		require.NotEmpty(t, h.Name)
		byID[h.ID] = h
	}
	return byID
}

// run runs the hook's entry as pre-commit does: from the top of the repository,
// with its arguments and, if it takes them, the changed files that it is for.
func (h hook) run(t *testing.T, folder, search string, changed ...string) (code int, output string) {
	t.Helper()
	arguments := append(strings.Fields(h.Entry), h.Args...)
	if h.PassFilenames == nil || *h.PassFilenames {
		for _, file := range changed {
			if regexp.MustCompile(h.Files).MatchString(file) {
				arguments = append(arguments, file)
			}
		}
	}
	folderOfUdmap, _, _ := strings.Cut(search, string(os.PathListSeparator))
	command := exec.CommandContext(t.Context(), filepath.Join(folderOfUdmap, arguments[0]), arguments[1:]...)
	command.Dir = folder
	printed, err := command.CombinedOutput()
	if _, isExit := errors.AsType[*exec.ExitError](err); !isExit {
		require.NoError(t, err)
	}
	return command.ProcessState.ExitCode(), string(printed)
}

func TestTheHooksJudgeWhatIsCommitted(t *testing.T) {
	hooks, folder := readHooks(t), newRepository(t)
	changed := []string{"tables/door.yaml", "README.md", "other/door.yaml", "cases/opened.txtar"}
	for id, h := range hooks {
		code, output := h.run(t, folder, search, changed...)
		require.Zero(t, code, "%s: %s", id, output)
	}

	write(t, folder, "cases/opened.txtar", strings.Replace(opened, `"4711"}`, `"4712"}`, 1))
	code, output := hooks["udmap-test"].run(t, folder, search, changed...)
	require.Equal(t, 1, code, output)

	write(t, folder, "tables/door.yaml", strings.Replace(door, "rows:", "extract: {unused: {first: [a, b]}}\nrows:", 1))
	code, output = hooks["udmap-check"].run(t, folder, search, changed...)
	require.Equal(t, 1, code, output)
	require.Contains(t, output, "MAP045")
}

// blocks are those blocks of docs/ci.md that are YAML.
func blocks(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, block := range regexp.MustCompile("(?s)```yml\n(.*?)```").FindAllStringSubmatch(string(readFile(t, "../../docs/ci.md")), -1) {
		found = append(found, block[1])
	}
	require.Len(t, found, 2)
	return found
}

// TestTheConfigurationOfPreCommitNamesOurHooks, all of them.
func TestTheConfigurationOfPreCommitNamesOurHooks(t *testing.T) {
	var configuration struct {
		Repos []struct {
			Repo  string
			Hooks []struct{ ID string }
		}
	}
	require.NoError(t, yaml.Unmarshal([]byte(blocks(t)[1]), &configuration))
	require.Len(t, configuration.Repos, 1)
	hooks := readHooks(t)
	require.Len(t, configuration.Repos[0].Hooks, len(hooks))
	for _, named := range configuration.Repos[0].Hooks {
		require.Contains(t, hooks, named.ID)
	}
}

// TestTheWorkflowIsValid by actionlint, which also holds its inputs to our
// action.
func TestTheWorkflowIsValid(t *testing.T) {
	workflow := blocks(t)[0]
	require.Contains(t, workflow, "uses: udmap/udmap@main")
	workflow = strings.Replace(workflow, "udmap/udmap@main", "./", 1)
	code, output := lint(t, workflow)
	require.Zero(t, code, output)

	code, output = lint(t, strings.Replace(workflow, "strict:", "stirct:", 1))
	require.Equal(t, 1, code)
	require.Contains(t, output, `input "stirct" is not defined in action`)
}

// lint holds a workflow of a repository with our action to actionlint.
func lint(t *testing.T, workflow string) (code int, output string) {
	t.Helper()
	find := exec.CommandContext(t.Context(), "go", "tool", "-n", "actionlint")
	find.Dir = "../../tools/actionlint"
	find.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	binary, err := find.Output()
	require.NoError(t, err)

	folder := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(folder, ".git"), 0o700)) // the mark of a repository
	write(t, folder, "action.yml", string(readFile(t, "../../action.yml")))
	write(t, folder, ".github/workflows/tables.yml", workflow)
	command := exec.CommandContext(t.Context(), strings.TrimSpace(string(binary)), "-no-color")
	command.Dir = folder
	printed, err := command.CombinedOutput()
	if _, isExit := errors.AsType[*exec.ExitError](err); !isExit {
		require.NoError(t, err)
	}
	return command.ProcessState.ExitCode(), string(printed)
}
