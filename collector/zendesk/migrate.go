package zendesk

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/udmap/udmap/collector"
)

// errNoState says that a document is none of the states that are known.
var errNoState = errors.New("it is neither a state of udmap nor of the published script")

// migrate makes a state of the one that the published script leaves:
//
//	{"audit_logs": {"next_url": "…"}, "incremental_tickets": {"next": "…"}}
//
// Its link of audit logs leads into the past by page number, and says nothing of
// what was read; so that nothing is lost, what is read anew begins one overlap
// before the script last ran, or at START. Of a link of tickets on the
// configured host the cursor is taken over.
func (c Config) migrate(document []byte, modified time.Time) (map[string]*collector.Progress, []string, error) {
	var left struct {
		AuditLogs *struct {
			NextURL *string `json:"next_url"`
		} `json:"audit_logs"`
		Tickets *struct {
			Next *string `json:"next"`
		} `json:"incremental_tickets"`
	}
	if err := json.Unmarshal(document, &left); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errNoState, err)
	}
	if left.AuditLogs == nil && left.Tickets == nil {
		return nil, nil, fmt.Errorf("%w: it has neither audit_logs nor incremental_tickets", errNoState)
	}
	start := modified.UTC().Add(-c.Overlap).Truncate(time.Second)
	if c.IsStartSet {
		start = c.Start
	}
	tickets := &collector.Progress{Start: start}
	warnings := []string{fmt.Sprintf("took over the state of the published script: records are read from %s on, "+
		"and what the script had written since then is in the bucket once more", start.Format(time.RFC3339))}
	if left.Tickets != nil && left.Tickets.Next != nil {
		if c.isOwn(*left.Tickets.Next) {
			tickets.Cursor = cursorOf(*left.Tickets.Next)
		} else {
			warnings = append(warnings, "the link in the state of the published script leads to another host, and was not followed")
		}
	}
	return map[string]*collector.Progress{AuditLogs: {Start: start}, IncrementalTickets: tickets}, warnings, nil
}

// isOwn tells whether a link leads to the configured host.
func (c Config) isOwn(link string) bool {
	address, err := url.Parse(link)
	return err == nil && address.Scheme == c.Base.Scheme && address.Host == c.Base.Host
}
