package main

import (
	"bytes"
	"context"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

// Collecting for good ends with an interrupt, in the midst of waiting, and each
// run says what it came to.
func TestCollectingAgainAndAgain(t *testing.T) {
	server, err := mockzoom.New(mock.Options{Records: 100})
	require.NoError(t, err)
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	environment := func(name string) string {
		for _, variable := range mockzoom.Environment(web.URL) {
			if value, found := strings.CutPrefix(variable, name+"="); found {
				return value
			}
		}
		return ""
	}
	ctx, cancel := context.WithCancel(t.Context())
	stdout := &cancelling{lines: 2, cancel: cancel}
	var stderr bytes.Buffer
	folder := filepath.Join(t.TempDir(), "logs")
	code := run(ctx, []string{"collect", "zoom", "--to", folder, "--every", "1s", "--format", "json"}, neverRead{}, stdout, &stderr, environment)
	require.Equal(t, exitInterrupted, code, stderr.String())
	require.Equal(t, 2, strings.Count(stdout.String(), `"outcome":"caught_up","resources"`), stdout.String())
}

// cancelling takes so many lines and then cancels a run.
type cancelling struct {
	bytes.Buffer
	lines  int
	cancel context.CancelFunc
}

// Write implements io.Writer.
func (c *cancelling) Write(text []byte) (int, error) {
	if c.lines--; c.lines == 0 {
		c.cancel()
	}
	return c.Buffer.Write(text)
}
