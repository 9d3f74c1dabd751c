// Command pack writes, beside each table NAME.yaml of a folder, NAME.packed: what a
// program reads that must answer at once. `make generate` runs it over the built-in
// tables.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/udmap/udmap/internal/yaml"
)

func main() { os.Exit(run(os.Args[1:], os.Stderr)) }

// run packs the tables of the folders.
func run(folders []string, stderr io.Writer) int {
	for _, folder := range folders {
		if err := packAll(folder); err != nil {
			fmt.Fprintln(stderr, "pack:", err)
			return 1
		}
	}
	return 0
}

func packAll(folder string) error {
	tables, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil {
		return err
	}
	for _, table := range tables {
		source, err := os.ReadFile(table)
		if err != nil {
			return err
		}
		packed, err := yaml.Pack(source)
		if err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
		if err := os.WriteFile(strings.TrimSuffix(table, ".yaml")+".packed", packed, 0o644); err != nil {
			return err
		}
	}
	return nil
}
