package zoom

import (
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/udmap/udmap/collector"
)

// Config is how Zoom's reports are collected.
type Config struct {
	API, Token   *url.URL
	AccountID    string
	ClientID     string
	ClientSecret string

	Resources         []string
	PageSize          int
	MaxPages          int
	RequestsPerMinute int // 0 is what Zoom allows
	Timeout           time.Duration
	Retries           int
	Start, Until      time.Time
	Overlap           time.Duration
	UserAgent         string
}

// Settings are all that can be configured, beside where objects go.
func Settings() []collector.Setting {
	return []collector.Setting{
		{Variable: "ZOOM_ACCOUNT_ID", Help: "the account that the app belongs to"},
		{Variable: "ZOOM_CLIENT_ID", Help: "client ID of the server-to-server OAuth app"},
		{Variable: "ZOOM_CLIENT_SECRET", Help: "client secret of the app", Secret: true},
		{Variable: "ZOOM_API_URL", Default: "https://api.zoom.us/v2", Help: "where the API is; regional and government clouds have their own"},
		{Variable: "ZOOM_TOKEN_URL", Default: "https://zoom.us/oauth/token", Help: "where access tokens are given"},
		{Variable: "RESOURCES", Default: OperationLogs, Help: "what to collect: " + OperationLogs + ", " + ActivityLogs + " (sign-ins and sign-outs)"},
		{Variable: "PAGE_SIZE", Default: "300", Help: "records a page, 1 to 300"},
		{Variable: "MAX_PAGES", Default: "0", Help: "pages of a resource in one run; 0 is without end"},
		{Variable: "TIMEOUT", Default: "30", Help: "how long one request may take"},
		{Variable: "HTTP_RETRIES", Default: "4", Help: "how often a request is repeated where that can help"},
		{Variable: "REQUESTS_PER_MINUTE", Default: "0", Help: "the most requests a minute; 0 is one a second until Zoom's answers say what is allowed"},
		{Variable: "START", Flag: "since", Help: "day that a first run reads from; today if not set, and at most 180 days back"},
		{Variable: "UNTIL", Help: "day or time that a run reads up to, for a backfill; now if not set"},
		{Variable: "OVERLAP", Default: "24h", Help: "how late a record may come and still be found"},
	}
}

// ReadConfig reads the settings. The error is a *collector.SettingsError that
// names all that is wrong.
func ReadConfig(lookup func(variable string) string, now time.Time, options ...collector.Option) (Config, error) {
	s := collector.NewSettings(Settings(), lookup, options...)
	c := Config{
		API:               s.Address("ZOOM_API_URL", "such as https://api.zoom.us/v2"),
		Token:             s.Address("ZOOM_TOKEN_URL", "such as https://zoom.us/oauth/token"),
		AccountID:         s.Required("ZOOM_ACCOUNT_ID", "the account that the app belongs to"),
		ClientID:          s.Required("ZOOM_CLIENT_ID", "the client ID of a server-to-server OAuth app"),
		ClientSecret:      s.Secret("ZOOM_CLIENT_SECRET", "the client secret of the app"),
		Resources:         s.Words("RESOURCES", OperationLogs, ActivityLogs),
		PageSize:          s.Integer("PAGE_SIZE", 1, 300),
		MaxPages:          s.Integer("MAX_PAGES", 0, 1_000_000),
		RequestsPerMinute: s.Integer("REQUESTS_PER_MINUTE", 0, 60_000),
		Timeout:           s.Seconds("TIMEOUT", time.Second, 10*time.Minute),
		Retries:           s.Integer("HTTP_RETRIES", 0, 20),
		Start:             s.Time("START"),
		Until:             s.Time("UNTIL"),
		Overlap:           s.Seconds("OVERLAP", 10*time.Minute, 30*24*time.Hour),
	}
	if c.Start.IsZero() {
		c.Start = now.UTC().Truncate(24 * time.Hour)
	}
	if c.Start.After(now) {
		s.Refuse("START", c.Start.Format(time.RFC3339), "it must not lie in the future")
	}
	if !c.Until.IsZero() && !c.Until.After(c.Start) {
		s.Refuse("UNTIL", c.Until.Format(time.RFC3339), "it must lie behind START, which is "+c.Start.Format(time.RFC3339))
	}
	return c, s.Err()
}

// credentials are what access tokens are asked for with.
func (c Config) credentials() clientcredentials.Config {
	return clientcredentials.Config{
		ClientID:     c.ClientID,
		ClientSecret: c.ClientSecret,
		TokenURL:     c.Token.String(),
		AuthStyle:    oauth2.AuthStyleInHeader,
		EndpointParams: url.Values{
			"grant_type": {"account_credentials"},
			"account_id": {c.AccountID},
		},
	}
}
