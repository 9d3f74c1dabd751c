package secret

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

const (
	// attempts is how often one secret is asked for.
	attempts = 3
	// maxAnswer bounds an answer, in bytes: a secret has 64 KiB at most.
	maxAnswer = 1 << 20
	// maxShown bounds what is shown of a message of AWS, in bytes.
	maxShown = 300
)

// Fetch returns the secret that a reference names. Errors never hold any of it;
// they wrap ErrNotReference, or say which permission is missing, or what AWS
// answered.
func (c *Client) Fetch(ctx context.Context, text string) (string, error) {
	r, err := parse(text)
	if err != nil {
		return "", err
	}
	answer, err := c.ask(ctx, r)
	if err != nil {
		return "", err
	}
	return r.read(answer)
}

// ask asks until there is an answer that a repetition would not change.
func (c *Client) ask(ctx context.Context, r reference) ([]byte, error) {
	pause := c.pause
	for attempt := 1; ; attempt++ {
		answer, err := c.askOnce(ctx, r)
		var passing passingError
		if !errors.As(err, &passing) || attempt == attempts {
			return answer, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pause):
		}
		pause *= 2
	}
}

// passingError is one that may not come again.
type passingError struct{ error }

// Unwrap returns what it is about.
func (e passingError) Unwrap() error { return e.error }

func (c *Client) askOnce(ctx context.Context, r reference) ([]byte, error) {
	request, err := c.request(ctx, r)
	if err != nil {
		return nil, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, passingError{fmt.Errorf("ask %s: %w", r.service.sdkID, err)}
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return nil, passingError{fmt.Errorf("read the answer of %s: %w", r.service.sdkID, err)}
	}
	if response.StatusCode != http.StatusOK {
		return nil, r.refusal(response, body)
	}
	return body, nil
}

// request is a signed call in the protocol "AWS JSON 1.1".
func (c *Client) request(ctx context.Context, r reference) (*http.Request, error) {
	address, err := c.address(ctx, r)
	if err != nil {
		return nil, err
	}
	keys, err := c.credentials.Retrieve(ctx)
	if err != nil {
		return nil, fmt.Errorf("no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role: %w", err)
	}
	body, err := json.Marshal(r.input())
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("X-Amz-Target", r.service.target)
	hash := sha256.Sum256(body)
	err = v4.NewSigner().SignHTTP(ctx, keys, request, hex.EncodeToString(hash[:]), r.service.namespace, r.region, time.Now())
	return request, err
}

// input is that of the operation.
func (r reference) input() any {
	if r.service.namespace == "ssm" {
		return struct {
			Name           string
			WithDecryption bool
		}{r.name, true}
	}
	return struct {
		SecretID     string `json:"SecretId"`
		VersionStage string `json:",omitempty"`
		VersionID    string `json:"VersionId,omitempty"`
	}{r.name, r.stage, r.version}
}

// read takes the secret out of an answer.
func (r reference) read(body []byte) (string, error) {
	var answer struct {
		SecretString string
		SecretBinary []byte
		Parameter    struct{ Value string }
	}
	// What the decoder says of a broken answer may show some of it.
	if json.Unmarshal(body, &answer) != nil {
		return "", fmt.Errorf("%s answered something else than JSON", r.service.sdkID)
	}
	value := answer.SecretString + string(answer.SecretBinary) + answer.Parameter.Value
	if r.jsonKey != "" {
		var members map[string]any
		if json.Unmarshal([]byte(value), &members) != nil {
			return "", fmt.Errorf("the secret is no JSON object, so it has no key %q: leave the key out", r.jsonKey)
		}
		text, isText := members[r.jsonKey].(string)
		if !isText {
			return "", fmt.Errorf("the secret has no key %q that is a text", r.jsonKey)
		}
		value = text
	}
	if value = strings.TrimSpace(value); value == "" {
		return "", errors.New("the secret is empty")
	}
	return value, nil
}

// refusal is what an answer other than 200 says.
func (r reference) refusal(response *http.Response, body []byte) error {
	var answer struct {
		Type    string `json:"__type"`
		Message string `json:"message"` // or Message: names match in either case
	}
	if json.Unmarshal(body, &answer) != nil {
		answer.Type = ""
	}
	_, code, found := strings.Cut(answer.Type, "#")
	if !found {
		code = answer.Type
	}
	switch {
	case strings.HasPrefix(code, "AccessDenied") && strings.Contains(strings.ToLower(answer.Message), "kms"):
		return fmt.Errorf("AWS refuses it: the role lacks kms:Decrypt on the key that encrypts it: %s", shown(answer.Message))
	case strings.HasPrefix(code, "AccessDenied"):
		return fmt.Errorf("AWS refuses it: the role lacks %s on %s: %s", r.service.permission, r.name, shown(answer.Message))
	case code == "ResourceNotFoundException", code == "ParameterNotFound", code == "ParameterVersionNotFound":
		return fmt.Errorf("there is none of this name and version in %s: %s", r.region, shown(answer.Message))
	}
	err := fmt.Errorf("%s answered %s %s: %s", r.service.sdkID, response.Status, shown(code), shown(answer.Message))
	if response.StatusCode >= http.StatusInternalServerError || response.StatusCode == http.StatusTooManyRequests || strings.Contains(code, "Throttl") {
		return passingError{err}
	}
	return err
}

// shown makes a message fit to be shown: short, and nothing that a terminal obeys.
func shown(message string) string {
	if len(message) > maxShown {
		message = message[:maxShown] + "..."
	}
	return fmt.Sprintf("%q", message)
}
