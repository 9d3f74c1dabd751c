package zoom

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/tidwall/gjson"

	"github.com/udmap/udmap/collector"
)

// The resources, by the keys of the lists that hold their records.
const (
	OperationLogs = "operation_logs"
	ActivityLogs  = "activity_logs"
)

const (
	// lag is more than the longest delay that was seen, 2 minutes and 16
	// seconds. Zoom publishes none.
	lag = 3 * time.Minute
	// slack: Zoom does not say in which time zone its days are.
	slack = 14 * time.Hour
	// history is how far back reports go: six months.
	history = 180 * 24 * time.Hour
)

// New returns a collector of Zoom's reports, which has no stores yet.
func New(c Config, transport http.RoundTripper) (*collector.Collector, error) {
	authorize, err := collector.TokenAuthorizer(c.credentials(), transport, c.Timeout)
	if err != nil {
		return nil, err
	}
	made := &collector.Collector{Name: "zoom", Migrate: Migrate, Start: c.Start, Until: c.Until, Overlap: c.Overlap, MaxPages: c.MaxPages}
	for _, name := range c.Resources {
		client := collector.NewClient(collector.ClientOptions{
			Base: c.API, Transport: transport, Judge: judge{}, Authorize: authorize, Timeout: c.Timeout, Retries: c.Retries,
			Pace:      collector.NewPace(politeRate, float64(c.RequestsPerMinute)),
			UserAgent: c.UserAgent, Secrets: []string{c.ClientSecret, c.ClientID + ":" + c.ClientSecret},
		})
		made.Resources = append(made.Resources, &collector.Resource{
			Name: name, Client: client, Lister: &report{name: name, client: client, pageSize: c.PageSize},
			Twins: true, Lag: lag, Slack: slack, History: history,
		})
	}
	return made, nil
}

// politeRate is how many requests are sent in a minute until Zoom says what the
// account may: reports are heavy APIs, of which the least plan that has them
// allows ten a second.
const politeRate = 60

// report asks for one kind of record.
type report struct {
	name     string
	client   *collector.Client
	pageSize int
	identity []byte
}

// path is where the API has the report.
func (r *report) path() string {
	if r.name == ActivityLogs {
		return "report/activities"
	}
	return "report/operationlogs"
}

// Fetch implements collector.Lister.
func (r *report) Fetch(ctx context.Context, window collector.Window, cursor string) (collector.Page, error) {
	day := window.From.UTC().Format(time.DateOnly)
	query := url.Values{"from": {day}, "to": {day}, "page_size": {strconv.Itoa(r.pageSize)}}
	if cursor != "" {
		query.Set("next_page_token", cursor)
	}
	var page collector.Page
	err := r.client.Get(ctx, r.path(), query, func(body []byte) (err error) {
		page.Records, err = collector.ReadRecords(body, r.name)
		token := gjson.GetBytes(body, "next_page_token")
		page.Next = token.String()
		page.Last = page.Next == ""
		if err == nil && token.Exists() && token.Type != gjson.String && token.Type != gjson.Null {
			err = fmt.Errorf("%w: next_page_token is no text", collector.ErrPage)
		}
		return err
	})
	return page, err
}

// Identify implements collector.Lister: records have no id, so all that they say
// is what they are.
func (r *report) Identify(record []byte) collector.Identity {
	r.identity = collector.Canonical(r.identity[:0], record)
	at, err := time.Parse(time.RFC3339, gjson.GetBytes(record, "time").String())
	if err != nil {
		at = time.Time{}
	}
	return collector.Identity{Key: r.identity, Time: at}
}
