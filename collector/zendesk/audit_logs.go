package zendesk

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/collector"
)

// auditLogs lists audit logs: by cursor, oldest first, between two times.
type auditLogs struct {
	client   *collector.Client
	identity []byte
}

// auditPageSize is the most that a page holds.
const auditPageSize = "100"

// Fetch implements collector.Lister.
func (a *auditLogs) Fetch(ctx context.Context, window collector.Window, cursor string) (collector.Page, error) {
	query := url.Values{
		"page[size]": {auditPageSize},
		"sort":       {"created_at"}, // without it the newest come first
		"filter[created_at][]": {
			window.From.UTC().Format(time.RFC3339),
			// Both ends are included, in whole seconds.
			window.Until.UTC().Add(-time.Nanosecond).Truncate(time.Second).Format(time.RFC3339),
		},
	}
	if cursor != "" {
		query.Set("page[after]", cursor)
	}
	var page collector.Page
	err := a.client.Get(ctx, "api/v2/audit_logs.json", query, func(body []byte) (err error) {
		if page.Records, err = collector.ReadRecords(body, "audit_logs"); err != nil {
			return err
		}
		more := gjson.GetBytes(body, "meta.has_more")
		if !more.IsBool() {
			return fmt.Errorf("%w: it has no meta.has_more", collector.ErrPage)
		}
		page.Last = !more.Bool()
		page.Next = gjson.GetBytes(body, "meta.after_cursor").String() // is set on the last page, too
		if !page.Last && page.Next == "" {
			return fmt.Errorf("%w: more records follow, and meta.after_cursor does not lead to them", collector.ErrPage)
		}
		return nil
	})
	return page, err
}

// Identify implements collector.Lister.
func (a *auditLogs) Identify(record []byte) collector.Identity {
	fields := gjson.GetManyBytes(record, "id", "created_at")
	a.identity = identify(a.identity[:0], record, fields[0])
	at, err := time.Parse(time.RFC3339, fields[1].String())
	if err != nil {
		at = time.Time{}
	}
	return collector.Identity{Key: a.identity, Time: at}
}

// identify is the id as it is written, as numbers may be longer than those of
// Go; of a record without one it is all that the record says.
func identify(dst, record []byte, id gjson.Result) []byte {
	if !id.Exists() {
		return collector.Canonical(dst, record)
	}
	return append(append(dst, "id:"...), id.Raw...)
}
