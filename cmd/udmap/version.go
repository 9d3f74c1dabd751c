package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/udm"
)

// newVersionCommand makes the verb that tells what was built from what.
func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of udmap, of Go and of the UDM schema",
		Long: `Print the version and commit that udmap was built from, the Go version, and
the commit of Google's udm.proto that the built-in UDM schema was made from.

Exit codes: 0 always`,
		Example: `  udmap version
  udmap version --format json`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			build := readBuild()
			if a.format == formatJSON {
				return a.printJSON(build)
			}
			return build.print(a.stdout)
		},
	}
}

// build is what the binary was made from.
type build struct {
	Version  string `json:"version"`
	Commit   string `json:"commit"`
	Modified bool   `json:"modified"` // the working tree differed from the commit
	Go       string `json:"go"`
	Platform string `json:"platform"`
	Schema   string `json:"schema_commit"`
}

// readBuild asks the binary itself; what it does not know is "unknown".
func readBuild() build {
	b := build{
		Version:  "unknown",
		Commit:   "unknown",
		Go:       runtime.Version(),
		Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Schema:   udm.Default().Commit(),
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if info.Main.Version != "" {
		b.Version = info.Main.Version
	}
	for _, setting := range info.Settings {
		switch setting.Key {
		case "vcs.revision":
			b.Commit = setting.Value
		case "vcs.modified":
			b.Modified = setting.Value == "true"
		}
	}
	return b
}

func (b build) print(w io.Writer) error {
	modified := ""
	if b.Modified {
		modified = ", modified"
	}
	_, err := fmt.Fprintf(w, "udmap %s (commit %s%s)\n%s %s\nUDM schema %s\n",
		b.Version, b.Commit, modified, b.Go, b.Platform, b.Schema)
	return err
}
