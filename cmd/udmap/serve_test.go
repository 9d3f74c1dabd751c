//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The real program prints where its page is, serves it, and Ctrl-C ends it well.
func TestServeServesItsPageUntilItIsInterrupted(t *testing.T) {
	for name, arguments := range map[string][]string{
		"text": {"serve"}, "json": {"serve", "--format", "json"}, "localhost": {"serve", "--listen", "localhost:0"},
	} {
		t.Run(name, func(t *testing.T) {
			udmap := exec.CommandContext(t.Context(), "udmap", arguments...)
			stdout, err := udmap.StdoutPipe()
			require.NoError(t, err)
			var stderr bytes.Buffer
			udmap.Stderr = &stderr
			require.NoError(t, udmap.Start())
			printed := bufio.NewReader(stdout)
			address := printedAddress(t, printed, name == "json")

			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
			require.NoError(t, err)
			status, body := do(t, request)
			require.Equal(t, http.StatusOK, status)
			require.Contains(t, string(body), "<title>udmap: try a mapping table</title>")

			request.Host = "rebound.example.com"
			status, _ = do(t, request)
			require.Equal(t, http.StatusMisdirectedRequest, status)

			require.NoError(t, udmap.Process.Signal(os.Interrupt))
			_, err = io.Copy(io.Discard, printed)
			require.NoError(t, err)
			require.NoError(t, udmap.Wait(), "exit code 0")
			require.Empty(t, stderr.String())
		})
	}
}

func printedAddress(t *testing.T, printed *bufio.Reader, isJSON bool) string {
	t.Helper()
	if isJSON {
		var address struct{ URL string }
		require.NoError(t, json.NewDecoder(printed).Decode(&address))
		return address.URL
	}
	line, err := printed.ReadString('\n')
	require.NoError(t, err)
	return strings.TrimSpace(line)
}

func TestServeRefusesWhatCannotBeMeant(t *testing.T) {
	for arguments, message := range map[string]string{
		"serve table.yaml":                   "udmap: serve takes no argument, but got \"table.yaml\"; paste or drop logs into the page\n",
		"serve --listen 0.0.0.0:0":           "not \"0.0.0.0:0\"; --public takes any address\n",
		"serve --listen example.com:80":      "--public takes any address\n",
		"serve --listen 127.0.0.1":           "--public takes any address\n",
		"serve --public --listen nowhere":    "udmap: --listen must be HOST:PORT, not \"nowhere\"\n",
		"serve -- udmap-has-no-such-command": "udmap: there is no command \"udmap-has-no-such-command\"\n",
	} {
		code, stdout, stderr := runServe(t, strings.Fields(arguments)...)
		require.Equal(t, exitUsage, code, arguments)
		require.Empty(t, stdout)
		require.Contains(t, stderr, message)
	}
	code, _, stderr := runServe(t, "serve", "--public", "--listen", "192.0.2.1:8800")
	require.Equal(t, exitIO, code)
	require.Contains(t, stderr, "port 0 takes any that is free")
}

// TestServeRunsBesideACommand: the command learns the address, and its end ends
// the server.
func TestServeRunsBesideACommand(t *testing.T) {
	code, stdout, _ := runServe(t, "serve", "--public", "--listen", "0.0.0.0:0", "--", "printenv", "UDMAP_URL")
	require.Equal(t, exitFine, code)
	require.Regexp(t, `^http://localhost:\d+/\n$`, stdout)
	code, _, _ = runServe(t, "serve", "--", "false")
	require.Equal(t, exitFindings, code)
}

func runServe(t *testing.T, arguments ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute) // so that one that serves for ever fails
	defer stop()
	var out, problems bytes.Buffer
	code = run(ctx, arguments, strings.NewReader(""), &out, &problems, noEnvironment)
	return code, out.String(), problems.String()
}
