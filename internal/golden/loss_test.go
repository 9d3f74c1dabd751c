package golden

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const login = `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"USER_LOGIN","vendorName":"ACME"},` +
	`"principal":{"ip":["192.0.2.1"]},"target":{"user":{"userid":"jo"}},"extensions":{"auth":{"mechanism":["OTP"]}}}`

// lossesOf lists what is lost where these events are expected and those came
// out.
func lossesOf(t *testing.T, expected, now string) []string {
	t.Helper()
	if now != "" {
		now += "\n"
	}
	var losses []string
	for _, loss := range resultOf(t, "Title\n-- in.jsonl --\n-- events.json --\n"+expected+"\n", map[string]string{sectionEvents: now}).Losses() {
		losses = append(losses, loss.String())
	}
	return losses
}

func TestARequiredFieldThatIsGoneIsALoss(t *testing.T) {
	require.Equal(t, []string{
		"event 2 loses principal.hostname or principal.ip or principal.mac or principal.asset_id, which USER_LOGIN requires",
		"event 2 loses extensions.auth.mechanism, which USER_LOGIN requires",
	}, lossesOf(t, login+"\n"+login, login+"\n"+`{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"USER_LOGIN"},`+
		`"principal":{"user":{"userid":"jo"}},"target":{"user":{"userid":"jo"}},"extensions":{"auth":{"type":"SSO"}}}`))
}

func TestAnotherEventTypeDoesNotHideALoss(t *testing.T) {
	require.Equal(t, []string{
		"event 1 loses target.user, which USER_LOGIN requires",
	}, lossesOf(t, login,
		`{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"GENERIC_EVENT"},`+
			`"principal":{"ip":["192.0.2.1"]},"extensions":{"auth":{"mechanism":["OTP"]}}}`))
}

func TestAnEventThatIsGoneLosesAllItHad(t *testing.T) {
	require.Len(t, lossesOf(t, login, ""), 6)
}

func TestWhatTheEventTypeDoesNotRequireMayGo(t *testing.T) {
	const full = `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"GENERIC_EVENT","description":"x"},"principal":{"ip":["192.0.2.1"]}}`
	const bare = `{"metadata":{"eventTimestamp":"2026-03-12T06:14:28Z","eventType":"GENERIC_EVENT"}}`
	require.Empty(t, lossesOf(t, full, bare))
}

func TestTheSpellingOfKeysIsNoLoss(t *testing.T) {
	const camel = `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"GENERIC_EVENT"}}`
	const snake = `{"metadata":{"event_timestamp":"2026-03-12T06:14:27Z","event_type":"GENERIC_EVENT"}}`
	require.Empty(t, lossesOf(t, camel, snake))
	require.Empty(t, lossesOf(t, snake, camel))
}
