// Package mockzendesk imitates the parts of Zendesk's API that a collector of
// its logs asks: the OAuth token endpoint, audit logs by cursor and by page
// number, the incremental export of tickets by cursor, and access logs. Where
// Zendesk documents nothing, a comment says so and the mock does what Zendesk
// most likely does.
package mockzendesk

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// The resources, by the keys of the lists that hold their records.
const (
	AuditLogs  = "audit_logs"
	Tickets    = "tickets"
	AccessLogs = "access_logs"
)

// The credentials that the mock takes, one set for each way to authenticate.
const (
	Email        = "collector@example.com"
	APIToken     = "mock-zendesk-api-token"
	BearerToken  = "mock-zendesk-bearer-token"
	ClientID     = "mock-zendesk-client"
	ClientSecret = "mock-zendesk-client-secret"
)

// The delays until records appear. That of tickets is documented; those of the
// logs are not, and collectors wait for half a minute to two.
const (
	TicketLag = time.Minute
	LogLag    = 30 * time.Second
)

// The plans of an account, which set its quotas and whether it has audit logs.
const (
	PlanTeam           = "team"
	PlanProfessional   = "professional"
	PlanEnterprise     = "enterprise"
	PlanEnterprisePlus = "enterprise-plus"
)

// Plans lists the plans, the default first.
func Plans() []string {
	return []string{PlanEnterprise, PlanEnterprisePlus, PlanProfessional, PlanTeam}
}

// zendesk is the state of the mock, guarded by the server.
type zendesk struct {
	*mock.Server
	tokens  *mock.AccessTokens
	account *mock.Quota // of all requests
	exports *mock.Quota // of incremental exports
	access  *mock.Quota // of access logs
}

// New makes a mock of Zendesk. It fails for a fault or a plan that Zendesk does
// not have.
func New(options mock.Options) (*mock.Server, error) {
	server, err := mock.NewServer(mock.Zendesk, options)
	if err != nil {
		return nil, err
	}
	z := &zendesk{Server: server, tokens: mock.NewAccessTokens("mock-zendesk-access-token", false)}
	if err := z.setQuotas(); err != nil {
		return nil, err
	}
	auditLogs := server.AddResource(mock.Resource{Name: AuditLogs, Lag: LogLag, HasIDs: true, Make: auditLog})
	tickets := server.AddResource(mock.Resource{
		Name: Tickets, Lag: TicketLag, HasIDs: true, InOrder: true, Make: ticket, Gone: isReplaced,
	})
	accessLogs := server.AddResource(mock.Resource{Name: AccessLogs, Lag: LogLag, HasIDs: true, Make: accessLog})

	z.serve("audit_logs", AuditLogs, func(call mock.Call) mock.Answer { return z.auditLogs(auditLogs, call) })
	z.serve("incremental/tickets/cursor", Tickets, func(call mock.Call) mock.Answer { return z.tickets(tickets, call) })
	z.serve("access_logs", AccessLogs, func(call mock.Call) mock.Answer { return z.accessLogs(accessLogs, call) })
	server.Handle("POST /oauth/tokens", mock.Endpoint{
		Name:   mock.TokenEndpoint,
		Counts: func(*http.Request) []mock.Counted { return []mock.Counted{mock.Requests, mock.Tokens} },
		Serve:  z.token,
	})
	server.Handle("/", mock.Endpoint{Serve: func(mock.Call) mock.Answer {
		return described(http.StatusNotFound, "InvalidEndpoint", "Not found")
	}})
	return server, nil
}

// serve serves an endpoint below /api/v2, with and without .json.
func (z *zendesk) serve(path, resource string, list func(mock.Call) mock.Answer) {
	endpoint := mock.Endpoint{
		Name:   resource,
		Counts: countsAs,
		Serve: func(call mock.Call) mock.Answer {
			if answer, isRefused := z.refuse(resource, call); isRefused {
				return answer
			}
			answer := list(call)
			z.describeQuotas(resource, call.Now, answer.Header)
			return answer
		},
	}
	z.Handle("GET /api/v2/"+path, endpoint)
	z.Handle("GET /api/v2/"+path+".json", endpoint)
}

// countsAs says as what a request counts for the schedules of faults.
func countsAs(r *http.Request) []mock.Counted {
	counts := []mock.Counted{mock.Requests}
	query := r.URL.Query()
	if query.Has("cursor") || query.Has("page[after]") || query.Has("page[before]") {
		counts = append(counts, mock.NextPages)
	}
	if query.Has("page") {
		counts = append(counts, mock.OffsetPages)
	}
	return counts
}

// Environment lists the variables, as NAME=VALUE, with which a collector asks
// the mock at a base URL: those of all ways to authenticate, with OAuth chosen.
func Environment(base string) []string {
	return []string{
		"ZENDESK_BASE_URL=" + base,
		"AUTH_MODE=oauth",
		"ZENDESK_CLIENT_ID=" + ClientID,
		"ZENDESK_CLIENT_SECRET=" + ClientSecret,
		"ZENDESK_EMAIL=" + Email,
		"ZENDESK_API_TOKEN=" + APIToken,
		"ZENDESK_BEARER_TOKEN=" + BearerToken,
	}
}

// described is an error with a name and a description, one of Zendesk's forms.
func described(status int, name, description string) mock.Answer {
	return mock.JSON(status, struct {
		Error       string `json:"error"`
		Description string `json:"description"`
	}{name, description})
}

// titled is an error with a title and a message, the form of refusals by plan
// or permission.
func titled(status int, title, message string) mock.Answer {
	type page struct {
		Title   string `json:"title"`
		Message string `json:"message"`
	}
	return mock.JSON(status, struct {
		Error page `json:"error"`
	}{page{title, message}})
}

// coded is an error with a code, in a list.
func coded(status int, code, title, detail string) mock.Answer {
	type wrong struct {
		Code   string `json:"code"`
		Title  string `json:"title"`
		Detail string `json:"detail"`
	}
	return mock.JSON(status, struct {
		Errors []wrong `json:"errors"`
	}{[]wrong{{code, title, detail}}})
}

// urlOf is the URL of a path on the host that was asked, or on the host
// elsewhere if a fault says so.
func (z *zendesk) urlOf(call mock.Call, pathAndQuery string) string {
	switch {
	case call.Strikes.Has(mock.NextElsewhere):
		return z.Options().Elsewhere + pathAndQuery
	case call.TLS != nil:
		return "https://" + call.Host + pathAndQuery
	}
	return "http://" + call.Host + pathAndQuery
}

// planError is a plan that there is not.
func planError(plan string) error {
	return fmt.Errorf("zendesk has no plan %q, only %s", plan, strings.Join(Plans(), ", "))
}
