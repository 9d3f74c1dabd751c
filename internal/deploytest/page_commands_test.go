package deploytest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// stub stands in for the AWS command line, which nobody here has an account for:
// it notes how it is called, and what is in the files that it is given, and
// answers what the page goes on with.
const stub = `#!/bin/bash
echo "aws $*" >> calls
for argument in "$@"; do
  case $argument in file://*) cat "${argument#file://}" >> calls; echo >> calls;; esac
done
case "$1 $2" in
  "s3api get-bucket-notification-configuration") cat configuration;;
  "lambda invoke") echo '{"outcome":"caught_up"}' > summary.json;;
esac
`

// TestCommandsOfThePage runs each block of docs/aws.md with a stub of the AWS
// command line. What is between its calls must do what the page says.
func TestCommandsOfThePage(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	require.NoError(t, err)
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("NOT RUN: there is no jq, which docs/aws.md uses: apt-get install jq")
	}
	page, err := os.ReadFile("../../docs/aws.md")
	require.NoError(t, err)
	blocks := regexp.MustCompile("(?s)```bash\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	require.GreaterOrEqual(t, len(blocks), 5)
	for configuration, want := range map[string]string{
		"": `{"EventBridgeConfiguration": {}}`,
		`{"QueueConfigurations":[{"QueueArn":"arn:aws:sqs:eu-west-1:123456789012:theirs"}]}`: `{"QueueConfigurations":[{"QueueArn":"arn:aws:sqs:eu-west-1:123456789012:theirs"}],"EventBridgeConfiguration":{}}`,
	} {
		folder := t.TempDir()
		for name, content := range map[string]string{"aws": stub, "zoom-secret.txt": "canary", "configuration": configuration} {
			require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(content), 0o700)) //nolint:gosec // aws is a program
		}
		for _, block := range blocks {
			shell := exec.CommandContext(t.Context(), bash, "-c", "set -euo pipefail\n"+block[1])
			shell.Dir = folder
			shell.Env = append(os.Environ(), "PATH="+folder+":"+os.Getenv("PATH"),
				"ZOOM_COLLECTOR_NAME=udmap-zoom", "DEAD_LETTERS_ARN=arn:1", "QUEUE_ARN=arn:2", "DEAD_LETTERS_URL=https://example.com", "NORMALIZER_NAME=udmap-normalizer")
			output, err := shell.CombinedOutput()
			require.NoError(t, err, "%s\n%s", block[1], output)
		}
		calls, err := os.ReadFile(filepath.Join(folder, "calls"))
		require.NoError(t, err)
		require.Contains(t, string(calls), `{"client_secret":"canary"}`)
		require.NoFileExists(t, filepath.Join(folder, "zoom-secret.json"))
		notifications, err := os.ReadFile(filepath.Join(folder, "notifications.json"))
		require.NoError(t, err)
		require.JSONEq(t, want, string(notifications))
		require.Contains(t, string(calls), "aws cloudformation deploy --template-file dist/packaged.yaml --stack-name udmap")
	}
}

// TestMakePackageIsTheCommandThatIsTested: internal/bundle runs that, with other
// folders.
func TestMakePackageIsTheCommandThatIsTested(t *testing.T) {
	t.Parallel()
	output, err := exec.CommandContext(t.Context(), "make", "--no-print-directory", "--dry-run", "-C", "../..", "package").CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.Equal(t, "go run ./internal/bundle -out dist", strings.TrimSpace(string(output)))
}
