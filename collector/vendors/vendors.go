// Package vendors lists the vendors that records can be collected from. A new one
// is a folder beside this one, and a line here.
package vendors

import (
	"net/http"
	"slices"
	"time"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
)

// Vendor is one that records can be collected from.
type Vendor struct {
	Name     string // as users write it
	Lists    string // what can be collected, for people
	Prefix   string // of the keys of objects, by default
	Settings []collector.Setting

	// Build makes a collector of settings, which are looked up by the names of
	// variables, and tells what the user should know of them. Agent is what the
	// vendor is told of who asks. An error is a [*collector.SettingsError].
	Build func(lookup func(variable string) string, agent string, now time.Time, options ...collector.Option) (*collector.Collector, []string, error)
}

// All returns the vendors.
func All() []Vendor {
	return []Vendor{
		{
			Name: "zoom", Lists: "operation logs, and sign-in and sign-out records",
			Prefix: "zoom/operationlogs/", Settings: zoom.Settings(), Build: buildZoom,
		},
		{
			Name: "zendesk", Lists: "audit logs, and tickets as they change",
			Prefix: "zendesk/crm/", Settings: zendesk.Settings(), Build: buildZendesk,
		},
	}
}

// Find returns the vendor of a name.
func Find(name string) (vendor Vendor, known bool) {
	all := All()
	index := slices.IndexFunc(all, func(v Vendor) bool { return v.Name == name })
	if index < 0 {
		return Vendor{}, false
	}
	return all[index], true
}

func buildZoom(lookup func(string) string, agent string, now time.Time, options ...collector.Option) (*collector.Collector, []string, error) {
	config, err := zoom.ReadConfig(lookup, now, options...)
	if err != nil {
		return nil, nil, err
	}
	config.UserAgent = agent
	made, err := zoom.New(config, http.DefaultTransport)
	return made, nil, err
}

func buildZendesk(lookup func(string) string, agent string, now time.Time, options ...collector.Option) (*collector.Collector, []string, error) {
	config, err := zendesk.ReadConfig(lookup, now, options...)
	if err != nil {
		return nil, nil, err
	}
	config.UserAgent = agent
	made, err := zendesk.New(config, http.DefaultTransport)
	return made, config.Warnings, err
}
