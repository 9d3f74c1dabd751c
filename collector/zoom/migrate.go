package zoom

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/udmap/udmap/collector"
)

// Migrate makes a state of the one that the published script leaves:
//
//	{"cursor_date": "2026-03-12", "next_page_token": null, "updated_at": "…"}
//
// The day of its cursor is read from its beginning: the script kept no account
// of what it had written of it. Its page token has expired.
func Migrate(document []byte, _ time.Time) (map[string]*collector.Progress, []string, error) {
	var left struct {
		CursorDate *string `json:"cursor_date"`
	}
	if err := json.Unmarshal(document, &left); err != nil {
		return nil, nil, fmt.Errorf("it is neither a state of udmap nor of the published script: %w", err)
	}
	if left.CursorDate == nil {
		return nil, nil, fmt.Errorf("it is neither a state of udmap nor of the published script: it has no cursor_date")
	}
	day, err := time.Parse(time.DateOnly, *left.CursorDate)
	if err != nil {
		return nil, nil, fmt.Errorf("cursor_date is %.40q, not a day such as 2026-03-12", *left.CursorDate)
	}
	warning := fmt.Sprintf("took over the state of the published script: records are read from %s on, "+
		"and those of that day are in the bucket once more than the script had written them", *left.CursorDate)
	return map[string]*collector.Progress{OperationLogs: {Start: day}}, []string{warning}, nil
}
