package zendesk

import (
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/udmap/udmap/collector"
)

// The ways to authenticate.
const (
	modeToken  = "token"
	modeBearer = "bearer"
	modeOAuth  = "oauth"
)

// Config is how Zendesk's resources are collected.
type Config struct {
	Base *url.URL

	mode         string
	email        string
	apiToken     string
	bearerToken  string
	clientID     string
	clientSecret string
	scope        string

	Resources         []string
	MaxPages          int
	RequestsPerMinute int // 0 is what Zendesk allows
	Timeout           time.Duration
	Retries           int
	Start, Until      time.Time
	IsStartSet        bool // and not the default
	Overlap           time.Duration
	UserAgent         string
	Warnings          []string
}

// Settings are all that can be configured, beside where objects go.
func Settings() []collector.Setting {
	return []collector.Setting{
		{Variable: "ZENDESK_BASE_URL", Help: "such as https://example.zendesk.com"},
		{Variable: "AUTH_MODE", Default: modeToken, Help: "oauth (recommended), bearer or token (until 2027-04-30)"},
		{Variable: "ZENDESK_CLIENT_ID", Help: "for oauth: the client's unique identifier"},
		{Variable: "ZENDESK_CLIENT_SECRET", Help: "for oauth: its secret", Secret: true},
		{Variable: "ZENDESK_SCOPE", Default: "read", Help: "for oauth: the scope that is asked for"},
		{Variable: "ZENDESK_EMAIL", Help: "for token: of an administrator"},
		{Variable: "ZENDESK_API_TOKEN", Help: "for token: an API token", Secret: true},
		{Variable: "ZENDESK_BEARER_TOKEN", Help: "for bearer: an access token", Secret: true},
		{Variable: "RESOURCES", Default: AuditLogs + "," + IncrementalTickets, Help: "what to collect: " + AuditLogs + ", " + IncrementalTickets},
		{Variable: "MAX_PAGES", Default: "0", Help: "pages of a resource in one run; 0 is without end"},
		{Variable: "LOOKBACK_SECONDS", Default: "3600", Help: "how far back a first run begins, if START is not set"},
		{Variable: "HTTP_TIMEOUT", Default: "60", Help: "how long one request may take"},
		{Variable: "HTTP_RETRIES", Default: "3", Help: "how often a request is repeated where that can help"},
		{Variable: "REQUESTS_PER_MINUTE", Default: "0", Help: "the most requests a minute of each resource; 0 is what Zendesk's answers allow"},
		{Variable: "START", Flag: "since", Help: "day or time that a first run reads from"},
		{Variable: "UNTIL", Help: "day or time that a run reads audit logs up to, for a backfill; now if not set"},
		{Variable: "OVERLAP", Default: "24h", Help: "how late an audit log may come and still be found"},
	}
}

// ReadConfig reads the settings. The error is a *collector.SettingsError that
// names all that is wrong.
func ReadConfig(lookup func(variable string) string, now time.Time, options ...collector.Option) (Config, error) {
	s := collector.NewSettings(Settings(), lookup, options...)
	c := Config{
		Base:              s.Address("ZENDESK_BASE_URL", "such as https://example.zendesk.com"),
		Resources:         s.Words("RESOURCES", AuditLogs, IncrementalTickets),
		MaxPages:          s.Integer("MAX_PAGES", 0, 1_000_000),
		RequestsPerMinute: s.Integer("REQUESTS_PER_MINUTE", 0, 60_000),
		Timeout:           s.Seconds("HTTP_TIMEOUT", time.Second, 10*time.Minute),
		Retries:           s.Integer("HTTP_RETRIES", 0, 20),
		Start:             s.Time("START"),
		Until:             s.Time("UNTIL"),
		Overlap:           s.Seconds("OVERLAP", 10*time.Minute, 30*24*time.Hour),
	}
	c.readCredentials(s)
	lookback := s.Seconds("LOOKBACK_SECONDS", time.Minute, 10*365*24*time.Hour)
	c.IsStartSet = !c.Start.IsZero()
	if !c.IsStartSet {
		c.Start = now.UTC().Add(-lookback)
	}
	if c.Start.After(now) {
		s.Refuse("START", c.Start.Format(time.RFC3339), "it must not lie in the future")
	}
	if c.Base.Path != "" && c.Base.Path != "/" {
		s.Refuse("ZENDESK_BASE_URL", c.Base.String(), "it must not have a path: requests go to /api/v2 below it")
	}
	if !c.Until.IsZero() && !c.Until.After(c.Start) {
		s.Refuse("UNTIL", c.Until.Format(time.RFC3339), "it must lie behind START, which is "+c.Start.Format(time.RFC3339))
	}
	return c, s.Err()
}

// readCredentials reads those of the mode.
func (c *Config) readCredentials(s *collector.Settings) {
	c.mode = s.Text("AUTH_MODE")
	switch c.mode {
	case modeOAuth:
		c.clientID = s.Required("ZENDESK_CLIENT_ID", "the unique identifier of an OAuth client, as AUTH_MODE is oauth")
		c.clientSecret = s.Secret("ZENDESK_CLIENT_SECRET", "the secret of the OAuth client, as AUTH_MODE is oauth")
		c.scope = s.Text("ZENDESK_SCOPE")
	case modeBearer:
		c.bearerToken = s.Secret("ZENDESK_BEARER_TOKEN", "an OAuth access token, as AUTH_MODE is bearer")
		c.Warnings = append(c.Warnings, "AUTH_MODE=bearer: access tokens of Zendesk end after 48 hours at most; AUTH_MODE=oauth gets new ones by itself")
	case modeToken:
		c.email = s.Required("ZENDESK_EMAIL", "the address of an administrator, as AUTH_MODE is token")
		c.apiToken = s.Secret("ZENDESK_API_TOKEN", "an API token, as AUTH_MODE is token")
		c.Warnings = append(c.Warnings, "AUTH_MODE=token: all API tokens of Zendesk stop on 2027-04-30; create an OAuth client and use AUTH_MODE=oauth")
	default:
		s.Refuse("AUTH_MODE", c.mode, "it must be oauth, bearer or token")
	}
}

func (c *Config) secrets() []string {
	return []string{c.apiToken, c.bearerToken, c.clientSecret, c.email + "/token:" + c.apiToken}
}

// authorize adds the credentials of the mode to requests.
func (c *Config) authorize(transport http.RoundTripper) (collector.Authorize, error) {
	switch c.mode {
	case modeOAuth:
		return collector.TokenAuthorizer(clientcredentials.Config{
			ClientID: c.clientID, ClientSecret: c.clientSecret, Scopes: []string{c.scope},
			TokenURL:  c.Base.JoinPath("oauth/tokens").String(),
			AuthStyle: oauth2.AuthStyleInParams,
		}, transport, c.Timeout)
	case modeBearer:
		return static(func(request *http.Request) { request.Header.Set("Authorization", "Bearer "+c.bearerToken) }), nil
	}
	return static(func(request *http.Request) { request.SetBasicAuth(c.email+"/token", c.apiToken) }), nil
}

// errStatic says that there are no other credentials.
type errStatic struct{}

// Error says so.
func (errStatic) Error() string { return "the configured credentials are the only ones" }

func static(set func(*http.Request)) collector.Authorize {
	return func(request *http.Request, renew bool) error {
		if renew {
			return errStatic{}
		}
		set(request)
		return nil
	}
}
