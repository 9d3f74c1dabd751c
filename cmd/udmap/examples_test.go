package main

import (
	"bufio"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/mappings"
)

// TestEveryExampleRunsAsShown runs each command of each verb's --help with
// bash, in a folder that holds the files that the examples name.
func TestEveryExampleRunsAsShown(t *testing.T) {
	bash, err := exec.LookPath("bash")
	require.NoError(t, err, "the examples are for a shell")
	for _, verb := range everyCommand(newRootCommand(&app{format: formatText})) {
		t.Run(verb.CommandPath(), func(t *testing.T) {
			require.NotEmpty(t, verb.Example, "the verb shows how it is used")
			require.Contains(t, verb.Long, "Exit codes: 0")
			for _, example := range commandsOf(verb) {
				shell := exec.CommandContext(t.Context(), bash, "-c", "set -eo pipefail\n"+example)
				shell.Dir = exampleFolder(t)
				shell.Env = append(os.Environ(), "HOME="+t.TempDir(), "GORACE="+raceOptions)
				output, err := shell.CombinedOutput()
				require.NoError(t, err, "%s\n%s", example, output)
			}
		})
	}
}

// everyCommand lists a command and those below it that a user sees.
func everyCommand(command *cobra.Command) []*cobra.Command {
	commands := []*cobra.Command{command}
	for _, child := range command.Commands() {
		if !child.Hidden {
			commands = append(commands, everyCommand(child)...)
		}
	}
	return commands
}

// commandsOf lists the commands of a verb's examples, without the comments.
func commandsOf(verb *cobra.Command) []string {
	var commands []string
	lines := bufio.NewScanner(strings.NewReader(verb.Example))
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if !strings.HasPrefix(line, "#") {
			commands = append(commands, line)
		}
	}
	return slices.Clip(commands)
}

// exampleFolder returns a new folder with the files that examples name.
func exampleFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.CopyFS(folder, os.DirFS("testdata/examples")))
	require.NoError(t, os.Mkdir(filepath.Join(folder, "my"), 0o700))
	table, err := fs.ReadFile(mappings.Files(), "zoom_operation_logs.yaml")
	require.NoError(t, err)
	for _, name := range []string{"my_table.yaml", "my/zoom_operation_logs.yaml"} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), table, 0o600))
	}
	return folder
}
