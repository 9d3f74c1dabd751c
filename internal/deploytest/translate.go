package deploytest

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

//go:embed translate.py
var translation string

// Translate returns the CloudFormation that AWS makes of the template, in JSON. It
// skips the test, loudly, where samtranslator is not installed.
func Translate(t *testing.T) []byte {
	t.Helper()
	if exec.CommandContext(t.Context(), "python3", "-c", "import samtranslator").Run() != nil {
		SkipLoudly(t, "samtranslator is not installed (pip install aws-sam-translator)")
	}
	command := exec.CommandContext(t.Context(), "python3", "-c", translation, Path())
	command.Env = append(os.Environ(), "AWS_DEFAULT_REGION=eu-west-1")
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("deploytest: translate: %v\n%s", err, stderr.String())
	}
	return output
}

// SkipLoudly skips a test, and says so even where nobody asks for skipped tests.
func SkipLoudly(t *testing.T, missing string) {
	t.Helper()
	message := t.Name() + " DID NOT RUN: " + missing
	fmt.Fprintln(os.Stderr, message)
	t.Skip(message)
}
