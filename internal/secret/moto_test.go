package secret

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestAgainstMoto reads what another implementation of both services keeps.
func TestAgainstMoto(t *testing.T) {
	endpoint := startMoto(t)
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

// startMoto starts moto_server and returns its address.
func startMoto(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("moto_server")
	if err != nil {
		message := "DID NOT RUN: moto_server is not installed (pip install 'moto[server]'); only httptest servers were asked for secrets"
		fmt.Fprintln(os.Stderr, t.Name()+" "+message)
		t.Skip(message)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a port that is free, and closed at once
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	host, port, err := net.SplitHostPort(address)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background()) //nolint:usetesting // t.Context ends before clean-up, which waits for the server
	server := exec.CommandContext(ctx, program, "-H", host, "-p", port)
	require.NoError(t, server.Start())
	t.Cleanup(func() {
		stop()
		_ = server.Wait() // it says that it was killed
	})
	require.Eventually(t, func() bool {
		connection, err := net.DialTimeout("tcp", address, time.Second) //nolint:noctx // bounded by its time
		if err == nil {
			err = connection.Close()
		}
		return err == nil
	}, time.Minute, 100*time.Millisecond)
	return "http://" + address
}
