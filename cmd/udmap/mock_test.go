//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// running is a mock in a process of its own.
type running struct {
	*exec.Cmd
	stdout *bufio.Reader
	stderr bytes.Buffer
}

func startMock(t *testing.T, arguments ...string) *running {
	t.Helper()
	udmap := &running{Cmd: exec.CommandContext(t.Context(), "udmap", append([]string{"mock"}, arguments...)...)}
	stdout, err := udmap.StdoutPipe()
	require.NoError(t, err)
	udmap.stdout = bufio.NewReader(stdout)
	udmap.Cmd.Stderr = &udmap.stderr
	udmap.Env = append(os.Environ(), "GORACE="+raceOptions)
	require.NoError(t, udmap.Start())
	return udmap
}

// exports reads as many lines that set variables.
func (r *running) exports(t *testing.T, lines int) map[string]string {
	t.Helper()
	variables := map[string]string{}
	for range lines {
		line, err := r.stdout.ReadString('\n')
		require.NoError(t, err, "%s", &r.stderr)
		assignment, isExport := strings.CutPrefix(strings.TrimSpace(line), "export ")
		require.True(t, isExport, line)
		name, value, _ := strings.Cut(assignment, "=")
		variables[name] = value
	}
	return variables
}

func (r *running) interrupt(t *testing.T) (exitCode int) {
	t.Helper()
	require.NoError(t, r.Process.Signal(os.Interrupt))
	_, err := io.Copy(io.Discard, r.stdout)
	require.NoError(t, err)
	_ = r.Wait() // the exit code tells
	return r.ProcessState.ExitCode()
}

// What the mock prints leads a client to its records, and Ctrl-C ends it well.
func TestAMockServesUntilItIsInterrupted(t *testing.T) {
	udmap := startMock(t, "zoom", "--verbose", "--records", "50", "--fault", "503:first=1,on=operation_logs")
	variables := udmap.exports(t, 5)

	form := url.Values{"grant_type": {"account_credentials"}, "account_id": {variables["ZOOM_ACCOUNT_ID"]}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, variables["ZOOM_TOKEN_URL"], strings.NewReader(form.Encode()))
	require.NoError(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(variables["ZOOM_CLIENT_ID"], variables["ZOOM_CLIENT_SECRET"])
	status, body := do(t, request)
	require.Equal(t, http.StatusOK, status, "%s", body)
	var token struct {
		AccessToken string `json:"access_token"`
	}
	require.NoError(t, json.Unmarshal(body, &token))

	var answers []int
	for range 2 {
		report := variables["ZOOM_API_URL"] + "/report/operationlogs?from=2026-01-01&to=2025-01-01"
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, report, http.NoBody)
		require.NoError(t, err)
		request.Header.Set("Authorization", "Bearer "+token.AccessToken)
		status, _ := do(t, request)
		answers = append(answers, status)
	}
	require.Equal(t, []int{http.StatusServiceUnavailable, http.StatusBadRequest}, answers, "the fault, then that the days are wrong")

	require.Equal(t, exitFine, udmap.interrupt(t))
	require.Regexp(t, `^\d\d:\d\d:\d\d\.\d{3} POST /oauth/token 200
\S+ GET /v2/report/operationlogs\?from=2026-01-01&to=2025-01-01 503 503
\S+ GET /v2/report/operationlogs\?from=2026-01-01&to=2025-01-01 400
udmap: the mock of Zoom was asked 3 times; faults: 503 1
$`, udmap.stderr.String())
	require.NotContains(t, udmap.stderr.String(), token.AccessToken)
	require.NotContains(t, udmap.stderr.String(), variables["ZOOM_CLIENT_SECRET"])
}

func TestAMockPrintsItsVariablesAsJSON(t *testing.T) {
	udmap := startMock(t, "zendesk", "--format", "json")
	var printed struct {
		Vendor      string            `json:"vendor"`
		Environment map[string]string `json:"environment"`
	}
	require.NoError(t, json.NewDecoder(udmap.stdout).Decode(&printed))
	require.Equal(t, "zendesk", printed.Vendor)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet,
		printed.Environment["ZENDESK_BASE_URL"]+"/api/v2/audit_logs?sort=created_at&page[size]=2", http.NoBody)
	require.NoError(t, err)
	request.SetBasicAuth(printed.Environment["ZENDESK_EMAIL"]+"/token", printed.Environment["ZENDESK_API_TOKEN"])
	status, body := do(t, request)
	require.Equal(t, http.StatusOK, status)
	var page struct {
		AuditLogs []json.RawMessage `json:"audit_logs"`
	}
	require.NoError(t, json.Unmarshal(body, &page))
	require.Len(t, page.AuditLogs, 2)
	require.Equal(t, exitFine, udmap.interrupt(t))
	require.JSONEq(t, `{"requests":1,"faults":{}}`, udmap.stderr.String())
}

// An interrupt ends the command that the mock runs for, too.
func TestAnInterruptReachesTheCommandOfAMock(t *testing.T) {
	udmap := startMock(t, "zoom", "--", "sh", "-c", "trap 'echo interrupted; exit 0' INT; echo ready; while :; do sleep 0.1; done")
	line, err := udmap.stdout.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "ready\n", line)
	require.NoError(t, udmap.Process.Signal(os.Interrupt))
	rest, err := io.ReadAll(udmap.stdout)
	require.NoError(t, err)
	require.Equal(t, "interrupted\n", string(rest))
	require.Error(t, udmap.Wait())
	require.Equal(t, exitInterrupted, udmap.ProcessState.ExitCode())
}

func do(t *testing.T, request *http.Request) (status int, body []byte) {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err = io.ReadAll(response.Body)
	require.NoError(t, err)
	return response.StatusCode, body
}
