package secret

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mototest"
)

// TestAgainstMoto reads what another implementation of both services keeps.
func TestAgainstMoto(t *testing.T) {
	endpoint := mototest.Start(t)
	environment := map[string]string{"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL": endpoint}
	client, err := NewFunctionClient(func(name string) string { return environment[name] })
	require.NoError(t, err)

	created := call(t, client, secretARN, "secretsmanager.CreateSecret", map[string]any{
		"Name": "zoom", "SecretString": `{"client_secret":"` + canary + `"}`,
	})
	arn := created["ARN"].(string)
	value, err := client.Fetch(t.Context(), arn+":client_secret")
	require.NoError(t, err)
	require.Equal(t, canary, value)
	call(t, client, secretARN, "secretsmanager.PutSecretValue", map[string]any{"SecretId": arn, "SecretString": "rotated"})
	value, err = client.Fetch(t.Context(), arn)
	require.NoError(t, err)
	require.Equal(t, "rotated", value)
	value, err = client.Fetch(t.Context(), arn+":client_secret:AWSPREVIOUS")
	require.NoError(t, err)
	require.Equal(t, canary, value)
	_, err = client.Fetch(t.Context(), strings.Replace(arn, "secret:zoom", "secret:other", 1))
	require.ErrorContains(t, err, "there is none of this name and version")

	call(t, client, parameterARN, "AmazonSSM.PutParameter", map[string]any{"Name": "/zoom/client-secret", "Value": canary, "Type": "SecureString"})
	value, err = client.Fetch(t.Context(), parameterARN)
	require.NoError(t, err)
	require.Equal(t, canary, value, "decrypted")
	_, err = client.Fetch(t.Context(), parameterARN+"s")
	require.ErrorContains(t, err, "there is none of this name and version")
}

// call makes another call than those that the package makes, signed by it.
func call(t *testing.T, client *Client, reference, target string, input map[string]any) map[string]any {
	t.Helper()
	parsed, err := parse(reference)
	require.NoError(t, err)
	signed, err := client.request(t.Context(), parsed)
	require.NoError(t, err)
	body, err := json.Marshal(input)
	require.NoError(t, err)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, signed.URL.String(), bytes.NewReader(body))
	require.NoError(t, err)
	request.Header = signed.Header.Clone()
	request.Header.Set("X-Amz-Target", target)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	require.Equal(t, http.StatusOK, response.StatusCode)
	var output map[string]any
	require.NoError(t, json.NewDecoder(response.Body).Decode(&output))
	return output
}
