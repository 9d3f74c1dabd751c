// Package mockzoom imitates the parts of Zoom's API that a collector of its logs
// asks: the token endpoint of server-to-server OAuth, the operation logs and the
// sign-in and sign-out records. Where Zoom documents nothing, a comment says so
// and the mock does what Zoom most likely does.
package mockzoom

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// The resources, by the keys of the lists that hold their records.
const (
	OperationLogs = "operation_logs"
	ActivityLogs  = "activity_logs"
)

// What the mock's one application calls itself.
const (
	AccountID    = "mock-zoom-account"
	ClientID     = "mock-zoom-client"
	ClientSecret = "mock-zoom-client-secret"
)

// The paths of the two URLs that a collector is configured with.
const (
	APIPath   = "/v2"
	TokenPath = "/oauth/token"
)

// DefaultLag is how long after its time a record appears. Zoom publishes no
// figure; the longest delay seen is 2 minutes and 16 seconds.
const DefaultLag = 2 * time.Minute

// PageTokenLife is how long a page token is valid.
const PageTokenLife = 15 * time.Minute

// The plans of an account, which set its quotas.
const (
	PlanFree     = "free"
	PlanPro      = "pro"
	PlanBusiness = "business"
)

// Plans lists the plans, the default first.
func Plans() []string { return []string{PlanPro, PlanBusiness, PlanFree} }

// zoom is the state of the mock, guarded by the server.
type zoom struct {
	*mock.Server
	tokens   *mock.AccessTokens
	quotas   quotas
	listings map[int]*listing
	begun    int // listings
}

// New makes a mock of Zoom. It fails for a fault or a plan that Zoom does not
// have.
func New(options mock.Options) (*mock.Server, error) {
	server, err := mock.NewServer(mock.Zoom, options)
	if err != nil {
		return nil, err
	}
	quotas, err := quotasOf(server.Options())
	if err != nil {
		return nil, err
	}
	z := &zoom{
		Server:   server,
		tokens:   mock.NewAccessTokens("mock-zoom-access-token", true),
		quotas:   quotas,
		listings: map[int]*listing{},
	}
	z.serveReport("operationlogs", report{
		resource: server.AddResource(mock.Resource{Name: OperationLogs, Lag: DefaultLag, Make: operationLog}),
		mustSpan: true,
	})
	z.serveReport("activities", report{
		resource: server.AddResource(mock.Resource{Name: ActivityLogs, Lag: DefaultLag, Make: activity}),
	})
	server.Handle("POST "+TokenPath, mock.Endpoint{
		Name:   mock.TokenEndpoint,
		Counts: func(*http.Request) []mock.Counted { return []mock.Counted{mock.Requests, mock.Tokens} },
		Serve:  z.token,
	})
	server.Handle("/", mock.Endpoint{Serve: func(mock.Call) mock.Answer {
		return failure(http.StatusNotFound, 2300, "This API endpoint is not recognized.") // not documented on our page
	}})
	return server, nil
}

// serveReport serves a report at its path.
func (z *zoom) serveReport(name string, report report) {
	z.Handle("GET "+APIPath+"/report/"+name, mock.Endpoint{
		Name: report.resource.Name,
		Counts: func(r *http.Request) []mock.Counted {
			if r.URL.Query().Get("next_page_token") != "" {
				return []mock.Counted{mock.Requests, mock.NextPages}
			}
			return []mock.Counted{mock.Requests}
		},
		Serve: func(call mock.Call) mock.Answer {
			if answer, isRefused := z.refuse(call); isRefused {
				return answer
			}
			return z.quotas.describe(z.list(report, call), call.Now)
		},
	})
}

// Environment lists the variables, as NAME=VALUE, with which a collector asks
// the mock at a base URL.
func Environment(base string) []string {
	return []string{
		"ZOOM_API_URL=" + base + APIPath,
		"ZOOM_TOKEN_URL=" + base + TokenPath,
		"ZOOM_ACCOUNT_ID=" + AccountID,
		"ZOOM_CLIENT_ID=" + ClientID,
		"ZOOM_CLIENT_SECRET=" + ClientSecret,
	}
}

// failure is an error as Zoom writes it.
func failure(status, code int, message string) mock.Answer {
	return mock.JSON(status, struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	}{code, message})
}

// invalidField is the error of a parameter that is wrong.
func invalidField(field, message string) mock.Answer {
	type wrong struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	}
	return mock.JSON(http.StatusBadRequest, struct {
		Code    int     `json:"code"`
		Message string  `json:"message"`
		Errors  []wrong `json:"errors"`
	}{300, "Validation Failed.", []wrong{{field, message}}})
}

// planError is a plan that there is not.
func planError(plan string) error {
	return fmt.Errorf("zoom has no plan %q, only %s", plan, strings.Join(Plans(), ", "))
}
