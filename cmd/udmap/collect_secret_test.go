//go:build unix

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore/locate"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

// takeSecret takes a secret out of the environment, and returns it.
func (c *collecting) takeSecret(t *testing.T, variable string) string {
	t.Helper()
	for i, setting := range c.variables {
		if value, found := strings.CutPrefix(setting, variable+"="); found {
			c.variables[i] = variable + "="
			return value
		}
	}
	require.Fail(t, "the environment has no "+variable)
	return ""
}

func TestCollectTakesSecretsFromAWS(t *testing.T) {
	secrets := map[string]string{"zoom": "ZOOM_CLIENT_SECRET", "zendesk": "ZENDESK_CLIENT_SECRET"}
	for _, imitation := range imitations() {
		t.Run(string(imitation.vendor), func(t *testing.T) {
			c := startCollecting(t, imitation)
			variable := secrets[c.name()]
			kept := c.takeSecret(t, variable)
			asked := 0
			keeper := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked++
				body, _ := io.ReadAll(r.Body)
				if strings.Contains(string(body), "forbidden") {
					w.WriteHeader(http.StatusBadRequest)
					_, _ = io.WriteString(w, `{"__type":"AccessDeniedException","Message":"not authorized"}`)
					return
				}
				_, _ = io.WriteString(w, `{"SecretString":`+strconv.Quote(kept)+`}`)
			}))
			t.Cleanup(keeper.Close)
			s3test.SetEnvironment(t, "")
			t.Setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", keeper.URL)

			const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
			folder := t.TempDir()
			flag := "--" + strings.ToLower(strings.ReplaceAll(variable, "_", "-")) + "-arn"
			code, _, stderr := c.collect(t.Context(), "--to", folder, flag, arn+"forbidden", "--http-retries", "many")
			require.Equal(t, exitUsage, code, stderr)
			require.Contains(t, stderr, variable+`_ARN is "`+arn+`forbidden": AWS refuses it: the role lacks secretsmanager:GetSecretValue`)
			require.Contains(t, stderr, `HTTP_RETRIES is "many"`)
			require.Equal(t, 1, asked)
			code, _, stderr = c.collect(t.Context(), "--to", folder, flag, kept)
			require.Equal(t, exitUsage, code, stderr)
			require.Contains(t, stderr, "it must be arn:aws:secretsmanager:")
			require.NotContains(t, stderr, kept, "a secret in the wrong place")
			require.Equal(t, 1, asked)
			require.Zero(t, c.asked.Load(), "the vendor was asked")
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			require.Empty(t, entries)

			c.variables = append(c.variables, variable+"_ARN="+arn+"collector")
			code, stdout, stderr := c.collect(t.Context(), "--to", folder)
			require.Equal(t, exitFine, code, stderr)
			require.NotContains(t, stdout+stderr, kept)
			store, err := locate.Open(t.Context(), folder)
			require.NoError(t, err)
			c.requireCollected(t, store)
		})
	}
}
