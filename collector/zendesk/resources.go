package zendesk

import (
	"net/http"
	"time"

	"github.com/udmap/udmap/collector"
)

// The resources, by the names of the published script.
const (
	AuditLogs          = "audit_logs"
	IncrementalTickets = "incremental_tickets"
)

const (
	// lag: Zendesk does not say when audit logs appear. Collectors wait for half
	// a minute to two.
	lag = 2 * time.Minute
	// ticketLag: the export holds the last minute back.
	ticketLag = time.Minute
)

// What is sent in a minute until answers say what the account may. Every plan
// may 200 requests; exports of tickets have ten of their own.
const (
	auditRate  = 100
	ticketRate = 9.6
)

// New returns a collector of Zendesk's resources, which has no stores yet.
func New(c Config, transport http.RoundTripper) (*collector.Collector, error) {
	authorize, err := c.authorize(transport)
	if err != nil {
		return nil, err
	}
	made := &collector.Collector{
		Name: "zendesk", Migrate: c.migrate, Start: c.Start, Until: c.Until, Overlap: c.Overlap, MaxPages: c.MaxPages,
	}
	for _, name := range c.Resources {
		rate := float64(auditRate)
		if name == IncrementalTickets {
			rate = ticketRate
		}
		client := collector.NewClient(collector.ClientOptions{
			Base: c.Base, Transport: transport, Judge: judge{}, Authorize: authorize, Timeout: c.Timeout, Retries: c.Retries,
			Pace:      collector.NewPace(rate, float64(c.RequestsPerMinute)),
			UserAgent: c.UserAgent, Secrets: c.secrets(),
		})
		made.Resources = append(made.Resources, newResource(name, client))
	}
	return made, nil
}

func newResource(name string, client *collector.Client) *collector.Resource {
	if name == IncrementalTickets {
		return &collector.Resource{
			Name: name, Client: client, Lister: &tickets{client: client},
			Stream: true, EachPage: true, Lag: ticketLag,
		}
	}
	return &collector.Resource{
		Name: name, Client: client, Lister: &auditLogs{client: client},
		Resumable: true, Lag: lag,
	}
}
