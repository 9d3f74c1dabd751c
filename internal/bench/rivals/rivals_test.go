package rivals_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
	"github.com/udmap/udmap/internal/bench/rivals"
)

// mapper is what the rivals that run in this process have in common.
type mapper interface {
	Append(dst, record []byte) ([]byte, error)
}

func inProcess() map[string]mapper {
	return map[string]mapper{"maps": rivals.NewMaps(), "paths": rivals.NewPaths()}
}

func TestRivalsMapTheTable(t *testing.T) {
	cases := map[string]struct{ record, event string }{
		"pairs": {
			`{"time": "2026-03-12T06:14:27Z", "operator": "admin@example.com", "category_type": "User", "action": "Update",
			  "operation_detail": "Update User  - First Name: Jo - Last Name: Doe - Display Name: Jo Doe - Email Address: jo@example.com - Department: IT - Job Title: CISO - Location: Paris - User Type: Licensed - Role Name: Help Desk - Description: Helps"}`,
			`{"metadata": {"event_timestamp": "2026-03-12T06:14:27Z", "event_type": "USER_UNCATEGORIZED",
			    "vendor_name": "ZOOM", "product_name": "ZOOM_OPERATION_LOGS", "log_type": "ZOOM_OPERATION_LOGS", "product_event_type": "Update",
			    "description": "Update User  - First Name: Jo - Last Name: Doe - Display Name: Jo Doe - Email Address: jo@example.com - Department: IT - Job Title: CISO - Location: Paris - User Type: Licensed - Role Name: Help Desk - Description: Helps"},
			  "additional": {"category_type": "User"},
			  "principal": {"user": {"email_addresses": ["admin@example.com"]}},
			  "target": {"location": {"name": "Paris"},
			    "user": {"first_name": "Jo", "last_name": "Doe", "user_display_name": "Jo Doe", "title": "CISO",
			      "email_addresses": ["jo@example.com"], "department": ["IT"], "role_description": "Helps",
			      "attribute": {"labels": [{"key": "User Type", "value": "Licensed"}], "roles": [{"name": "Help Desk"}]}}}}`,
		},
		"embedded array": {
			`{"time": "2026-03-12T06:14:27Z", "operator": "SSO", "operation_detail": "Privilege [{\"userId\":\"a\",\"assistant\":\"b\",\"options\":\"c\"},{\"userId\":\"d\",\"assistant\":\"e\",\"options\":\"f\"}]"}`,
			`{"metadata": {"event_timestamp": "2026-03-12T06:14:27Z", "event_type": "USER_UNCATEGORIZED",
			    "vendor_name": "ZOOM", "product_name": "ZOOM_OPERATION_LOGS", "log_type": "ZOOM_OPERATION_LOGS",
			    "description": "Privilege [{\"userId\":\"a\",\"assistant\":\"b\",\"options\":\"c\"},{\"userId\":\"d\",\"assistant\":\"e\",\"options\":\"f\"}]"},
			  "principal": {"user": {"userid": "SSO"}},
			  "target": {"user": {"userid": "a", "attribute": {"labels": [{"key": "assistant", "value": "b"}, {"key": "options", "value": "c"}]}}},
			  "about": [{"user": {"userid": "d", "attribute": {"labels": [{"key": "assistant", "value": "e"}, {"key": "options", "value": "f"}]}}}]}`,
		},
		"nobody": {
			`{"time": "2026-03-12T06:14:27Z", "operator": ""}`,
			`{"metadata": {"event_timestamp": "2026-03-12T06:14:27Z", "event_type": "GENERIC_EVENT",
			    "vendor_name": "ZOOM", "product_name": "ZOOM_OPERATION_LOGS", "log_type": "ZOOM_OPERATION_LOGS"}}`,
		},
	}
	for name, each := range cases {
		for rival, mapper := range inProcess() {
			t.Run(name+"/"+rival, func(t *testing.T) {
				event, err := mapper.Append(nil, []byte(each.record))
				require.NoError(t, err)
				require.JSONEq(t, each.event, string(event))
			})
		}
	}
}

func TestRivalsRefuseDamagedJSON(t *testing.T) {
	for rival, mapper := range inProcess() {
		kept, err := mapper.Append([]byte("kept"), []byte(`{"time": `))
		require.Error(t, err, rival)
		require.Equal(t, "kept", string(kept), rival)
	}
}

func TestRivalsAgreeOnTheCorpus(t *testing.T) {
	records := corpus.Records(corpus.Options{}, 1000)
	maps, paths := rivals.NewMaps(), rivals.NewPaths()
	var want [][]byte
	for _, record := range records {
		byMaps, err := maps.Append(nil, record)
		require.NoError(t, err)
		byPaths, err := paths.Append(nil, record)
		require.NoError(t, err)
		require.JSONEq(t, string(byMaps), string(byPaths))
		want = append(want, byMaps)
	}

	jq, err := rivals.FindJQ()
	if err != nil {
		t.Logf("its events were not compared: %v", err)
		return
	}
	var events bytes.Buffer
	took, err := jq.Run(t.Context(), &events, corpus.Lines(corpus.Options{}, len(records)))
	require.NoError(t, err)
	require.Positive(t, took)
	byJQ := bytes.Split(bytes.TrimSpace(events.Bytes()), []byte("\n"))
	require.Len(t, byJQ, len(want))
	for i := range want {
		require.JSONEq(t, string(want[i]), string(byJQ[i]))
	}
}

func TestMissingJQIsNamed(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := rivals.FindJQ()
	require.ErrorIs(t, err, rivals.ErrNoJQ)
}
