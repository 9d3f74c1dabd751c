package collector_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fakeZoom lists records newest first in pages that are counted from the newest
// one at the moment, as an API without snapshots does, by days of a time zone.
type fakeZoom struct {
	records  []fakeRecord // the oldest first
	pageSize int
	zone     *time.Location
	lag      time.Duration
	pages    int
	turned   func(pages int) // is called after each page
}

type fakeRecord struct {
	at   time.Time
	text string
}

func (f *fakeZoom) add(at time.Time) {
	text := fmt.Sprintf(`{"time":%q,"operation_detail":"number %d"}`, at.UTC().Format(time.RFC3339), len(f.records))
	f.records = append(f.records, fakeRecord{at, text})
}

// twin adds the last record again.
func (f *fakeZoom) twin() { f.records = append(f.records, f.records[len(f.records)-1]) }

// ServeHTTP implements http.Handler.
func (f *fakeZoom) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	if r.Method == http.MethodPost {
		fmt.Fprint(w, `{"access_token":"mock-zoom-access-token","token_type":"bearer","expires_in":3600}`)
		return
	}
	skip, _ := strconv.Atoi(r.URL.Query().Get("next_page_token"))
	var listed []json.RawMessage
	token, seen := "", 0
	for _, record := range slices.Backward(f.records) {
		if record.at.In(f.zone).Format(time.DateOnly) != r.URL.Query().Get("from") || record.at.Add(f.lag).After(time.Now()) {
			continue
		}
		seen++
		switch {
		case seen <= skip:
		case len(listed) == f.pageSize:
			token = strconv.Itoa(skip + f.pageSize)
		default:
			listed = append(listed, json.RawMessage(record.text))
		}
	}
	if listed == nil {
		listed = []json.RawMessage{}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"next_page_token": token, "operation_logs": listed})
	f.pages++
	if f.turned != nil {
		f.turned(f.pages)
	}
}

// requireCollected holds the bucket to the records, each as often as it is there.
func (f *fakeZoom) requireCollected(t *testing.T, w *world) {
	t.Helper()
	want := map[string]int{}
	for _, record := range f.records {
		want[record.text]++
	}
	require.Equal(t, want, w.collected(t))
}
