package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary stand in for udmap, so that scripts run the
// real program in a real process.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"udmap": main})
}

// raceOptions is for a udmap that the race detector watches: without it, each
// process waits a second before it ends.
const raceOptions = "atexit_sleep_ms=0"

// TestScripts runs testdata/script: one file or more a verb.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			folder, err := filepath.Abs("../../testdata/samples")
			env.Setenv("SAMPLES", folder)
			env.Setenv("GORACE", raceOptions)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitcode,
			"gzip":     compress,
			"gunzip":   decompress,
			"truncate": truncate,
			"binary":   writeBinary,
		},
	})
}
