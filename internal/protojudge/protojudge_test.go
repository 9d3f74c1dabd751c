package protojudge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/protojudge"
	"github.com/udmap/udmap/udm"
)

func TestJudgeTakesProtoJSON(t *testing.T) {
	for name, event := range map[string]string{
		"empty":           `{}`,
		"camel case":      `{"metadata":{"eventType":"USER_LOGIN","eventTimestamp":"2026-03-12T06:14:27Z"}}`,
		"snake case":      `{"metadata":{"event_type":"USER_LOGIN"}}`,
		"struct":          `{"additional":{"a":"b","c":[1,{"d":null}]}}`,
		"map":             `{"securityResult":[{"variables":{"x":{"stringVal":"y"}}}]}`,
		"other package":   `{"principal":{"location":{"regionCoordinates":{"latitude":47.4,"longitude":8.5}}}}`,
		"duration":        `{"network":{"sessionDuration":"3.5s"}}`,
		"optional":        `{"principal":{"investigation":{"severityScore":0}}}`,
		"unpublished":     `{"network":{"http":{"parsedUserAgent":{"family":"GECKO","annotation":[{"key":"a"}]}}}}`,
		"64-bit integers": `{"network":{"sentBytes":"18446744073709551615","receivedBytes":1}}`,
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, protojudge.Judge([]byte(event)))
		})
	}
}

func TestJudgeRefuses(t *testing.T) {
	for name, event := range map[string]string{
		"not JSON":         `{`,
		"unknown field":    `{"principle":{}}`,
		"scalar for list":  `{"principal":{"ip":"192.0.2.1"}}`,
		"lower-case enum":  `{"metadata":{"eventType":"user_login"}}`,
		"both spellings":   `{"metadata":{"eventType":"USER_LOGIN","event_type":"USER_LOGIN"}}`,
		"time, no zone":    `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27"}}`,
		"two of one oneof": `{"securityResult":[{"variables":{"x":{"stringVal":"y","boolVal":true}}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			require.Error(t, protojudge.Judge([]byte(event)))
		})
	}
}

func TestCanonicalSpellsKeysAsAsked(t *testing.T) {
	event := []byte(`{"metadata": {"event_type": 16002, "description": ""}}`)

	camel, err := protojudge.Canonical(event, udm.CamelCase)
	require.NoError(t, err)
	require.JSONEq(t, `{"metadata":{"eventType":"NETWORK_CONNECTION"}}`, string(camel))

	snake, err := protojudge.Canonical(event, udm.SnakeCase)
	require.NoError(t, err)
	require.JSONEq(t, `{"metadata":{"event_type":"NETWORK_CONNECTION"}}`, string(snake))
}
