package corpus_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
)

func TestZendeskCorporaDoNotDrift(t *testing.T) {
	digest := func(records [][]byte) string {
		sum := sha256.Sum256(bytes.Join(records, []byte("\n")))
		return hex.EncodeToString(sum[:8])
	}

	require.Equal(t, "3b04b9ca7407df57", digest(corpus.AuditLogs(2000)))
	require.Equal(t, "a699bd5aade4b037", digest(corpus.Tickets(500)))
	require.Equal(t, corpus.AuditLogs(20), corpus.AuditLogs(40)[:20], "a longer corpus begins as a shorter one")
}

func TestAuditLogsLookLikeABusyAccount(t *testing.T) {
	const count = 10_000
	var size, logins, updates, roles, system, v6, noAddress, escaped int
	sourceTypes := map[string]bool{}
	for _, raw := range corpus.AuditLogs(count) {
		var record struct {
			ID          int64   `json:"id"`
			Action      string  `json:"action"`
			ActorID     int64   `json:"actor_id"`
			SourceType  string  `json:"source_type"`
			Description string  `json:"change_description"`
			Address     *string `json:"ip_address"`
		}
		require.NoError(t, json.Unmarshal(raw, &record), "%s", raw)
		require.Greater(t, record.ID, int64(1)<<32)
		size += len(raw)
		sourceTypes[record.SourceType] = true
		logins += oneIf(record.Action == "login")
		updates += oneIf(record.Action == "update" && record.SourceType == "user")
		roles += oneIf(strings.Contains(strings.ToLower(record.Description), "role changed from "))
		system += oneIf(record.ActorID == -1)
		escaped += oneIf(bytes.ContainsRune(raw, '\\'))
		if record.Address == nil {
			noAddress++
			continue
		}
		address, _, _ := strings.Cut(*record.Address, ",")
		parsed, err := netip.ParseAddr(address)
		require.NoError(t, err)
		v6 += oneIf(parsed.Is6())
	}

	percent := func(part int) float64 { return 100 * float64(part) / count }
	require.InDelta(t, 450, size/count, 20, "bytes a record")
	require.InDelta(t, 33, percent(logins), 2)
	require.InDelta(t, 29, percent(updates), 2)
	require.InDelta(t, 15, percent(roles), 3)
	require.InDelta(t, 4, percent(system), 1)
	require.InDelta(t, 6, percent(noAddress), 2)
	require.InDelta(t, 12, percent(v6), 2)
	require.InDelta(t, 50, percent(escaped), 15)
	require.Greater(t, len(sourceTypes), 25)
}

func TestTicketsLookLikeABusyAccount(t *testing.T) {
	const count = 2_000
	var size, created, deleted, byMail, withTags, values, descriptions int
	for _, raw := range corpus.Tickets(count) {
		var record map[string]any
		require.NoError(t, json.Unmarshal(raw, &record), "%s", raw)
		require.Len(t, record, 39)
		require.Equal(t, record["custom_fields"], record["fields"])
		size += len(raw)
		created += oneIf(secondsBetween(t, record["created_at"], record["updated_at"]) <= 60)
		deleted += oneIf(record["status"] == "deleted")
		byMail += oneIf(record["via"].(map[string]any)["channel"] == "email")
		withTags += oneIf(len(record["tags"].([]any)) > 0)
		description := len(record["description"].(string))
		require.Greater(t, description, 99)
		require.Less(t, description, 2_200)
		descriptions += description
		for _, each := range record["custom_fields"].([]any) {
			values += oneIf(each.(map[string]any)["value"] != nil)
		}
	}

	percent := func(part int) float64 { return 100 * float64(part) / count }
	require.InDelta(t, 4_400, size/count, 200, "bytes a record")
	require.InDelta(t, 1_100, descriptions/count, 100, "bytes of text a record")
	require.InDelta(t, 20, percent(created), 4)
	require.InDelta(t, 3, percent(deleted), 1.5)
	require.InDelta(t, 35, percent(byMail), 4)
	require.InDelta(t, 83, percent(withTags), 4)
	require.InDelta(t, 6, values/count, 1, "custom fields with a value")
}

func secondsBetween(t *testing.T, from, to any) float64 {
	t.Helper()
	start, err := time.Parse(time.RFC3339, from.(string))
	require.NoError(t, err)
	end, err := time.Parse(time.RFC3339, to.(string))
	require.NoError(t, err)
	return end.Sub(start).Seconds()
}

func oneIf(holds bool) int {
	if holds {
		return 1
	}
	return 0
}
