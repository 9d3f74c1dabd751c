package zendesk

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/collector"
)

// tickets lists the states of tickets, in the order in which they came about.
type tickets struct {
	client   *collector.Client
	identity []byte
}

// Fetch implements collector.Lister.
func (t *tickets) Fetch(ctx context.Context, window collector.Window, cursor string) (collector.Page, error) {
	query := url.Values{}
	if cursor != "" {
		query.Set("cursor", cursor)
	} else {
		// A younger time is refused.
		latest := time.Now().Add(-ticketLag - 5*time.Second)
		query.Set("start_time", strconv.FormatInt(min(window.From.Unix(), latest.Unix()), 10))
	}
	var page collector.Page
	err := t.client.Get(ctx, "api/v2/incremental/tickets/cursor.json", query, func(body []byte) (err error) {
		if page.Records, err = collector.ReadRecords(body, "tickets"); err != nil {
			return err
		}
		end := gjson.GetBytes(body, "end_of_stream")
		page.Next = nextCursor(body)
		switch {
		case !end.Exists() && gjson.GetBytes(body, "links").Exists():
			page.Last = page.Next == ""
		case !end.IsBool():
			return fmt.Errorf("%w: it has no end_of_stream", collector.ErrPage)
		default:
			page.Last = end.Bool()
		}
		if !page.Last && page.Next == "" {
			return fmt.Errorf("%w: more tickets follow, and after_cursor does not lead to them", collector.ErrPage)
		}
		return nil
	})
	return page, err
}

// nextCursor is what leads on. Of a link the cursor alone is taken, whatever
// host it names: requests go to the configured one.
func nextCursor(body []byte) string {
	if cursor := gjson.GetBytes(body, "after_cursor").String(); cursor != "" {
		return cursor
	}
	return cursorOf(gjson.GetBytes(body, "links.next").String())
}

// cursorOf reads the cursor of a link.
func cursorOf(link string) string {
	address, err := url.Parse(link)
	if err != nil {
		return ""
	}
	query := address.Query()
	if cursor := query.Get("cursor"); cursor != "" {
		return cursor
	}
	return query.Get("page[after]")
}

// Identify implements collector.Lister: a ticket is listed again each time it
// changes, of which only generated_timestamp tells always.
func (t *tickets) Identify(record []byte) collector.Identity {
	fields := gjson.GetManyBytes(record, "id", "generated_timestamp")
	t.identity = identify(t.identity[:0], record, fields[0])
	t.identity = append(append(t.identity, '@'), fields[1].Raw...)
	if fields[1].Type != gjson.Number {
		return collector.Identity{Key: t.identity}
	}
	return collector.Identity{Key: t.identity, Time: time.Unix(fields[1].Int(), 0).UTC()}
}
