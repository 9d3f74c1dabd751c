// Package mock imitates the log APIs of vendors closely enough to collect from:
// authentication, paging, order, delays, quotas, error bodies, and, by name,
// what goes wrong in practice. mockzoom and mockzendesk are the vendors; this
// package is what they share.
//
// Everything is made from a seed and a clock that the caller passes: the same
// seed at the same time gives the same records, and record n is made when it
// is asked for, so that millions need no memory. A test asks the server what it
// has served, [Server.Served], and compares it with what was collected.
package mock

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"sync"
	"time"
)

// Options say what a mock serves and how. The zero value of a field stands for
// the default that its comment names.
type Options struct {
	// Seed makes the records. The same seed and times make the same records.
	Seed uint64
	// Records is how many records each resource has, 0 for none.
	Records int
	// RecordsOf is how many records a resource has by its name, where that is
	// not Records.
	RecordsOf map[string]int
	// From and Until bound the times of the records, which are spread evenly
	// between them, in bursts. Until may lie in the future: records appear as
	// the clock passes them. Default: the last seven days, until the end of the
	// clock's day, in UTC.
	From, Until time.Time
	// Lag is how long after its time a record appears. Default: that of the
	// vendor, which mockzoom and mockzendesk state. Negative for none.
	Lag time.Duration
	// Plan is what the account has paid for, which sets the quotas. Default:
	// that of the vendor.
	Plan string
	// Unlimited lifts the quotas of the plan; faults still answer 429.
	Unlimited bool
	// TokenLife is how long an access token is valid. Default: an hour.
	TokenLife time.Duration
	// Faults go wrong.
	Faults []Fault
	// Elsewhere is the URL, without a path, of the other host to which the
	// faults redirect-elsewhere and next-elsewhere point. Default:
	// https://elsewhere.example.com.
	Elsewhere string
	// Now is the clock. Default: the time of the machine.
	Now func() time.Time
	// Wait passes the time that the fault slow takes. Default: real waiting.
	Wait func(ctx context.Context, d time.Duration) error
}

// Server is a vendor's API as an [http.Handler]. Its methods may be called at
// any time, by several goroutines.
type Server struct {
	options   Options
	mux       *http.ServeMux
	faults    armory
	log       Log
	resources []*Resource

	mutex sync.Mutex // holds one answer at a time together
}

// NewServer makes a server without endpoints. Vendors use it; callers use New of
// mockzoom or mockzendesk. It fails for a fault that the vendor does not have.
func NewServer(vendor Vendor, options Options) (*Server, error) {
	options.fillDefaults()
	faults, err := arm(vendor, options.Faults)
	if err != nil {
		return nil, err
	}
	if options.Until.Before(options.From) {
		return nil, fmt.Errorf("the records end (%s) before they begin (%s)",
			options.Until.Format(time.RFC3339), options.From.Format(time.RFC3339))
	}
	return &Server{options: options, mux: http.NewServeMux(), faults: faults, log: Log{now: options.Now}}, nil
}

func (o *Options) fillDefaults() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	today := o.Now().UTC().Truncate(24 * time.Hour)
	if o.From.IsZero() {
		o.From = today.AddDate(0, 0, -7)
	}
	if o.Until.IsZero() {
		o.Until = today.AddDate(0, 0, 1)
	}
	if o.TokenLife == 0 {
		o.TokenLife = time.Hour
	}
	if o.Elsewhere == "" {
		o.Elsewhere = "https://elsewhere.example.com"
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry := s.log.begin(r)
	recorder := &statusRecorder{ResponseWriter: w}
	s.mux.ServeHTTP(recorder, r)
	s.log.end(entry, recorder.status, recorder.struck)
}

// Requests lists what was asked so far, in order.
func (s *Server) Requests() []Request { return s.log.Requests() }

// All yields every record of a resource that exists by now, in order of time,
// also those that nobody has asked for. A resource that there is not has none.
func (s *Server) All(resource string) iter.Seq[[]byte] {
	return s.records(resource, func(r *Resource, n int) bool { return r.Exists(n, s.options.Now()) })
}

// Served yields every record of a resource that was ever part of a complete
// listing, in order of time: what a collector that read the listings must hold,
// exactly once. Records that are identical and have no id are yielded as often
// as they stand in one listing; a record that stands in several listings is
// yielded once.
func (s *Server) Served(resource string) iter.Seq[[]byte] {
	return s.records(resource, func(r *Resource, n int) bool {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		return r.served.Has(n)
	})
}

func (s *Server) records(name string, wanted func(r *Resource, n int) bool) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		resource := s.Resource(name)
		if resource == nil {
			return
		}
		for n := range resource.Count {
			isRepeated := resource.HasIDs && resource.Original(n) != n
			if !isRepeated && wanted(resource, n) && !yield(resource.Record(n)) {
				return
			}
		}
	}
}

// Resource returns a resource by its name, nil if there is none.
func (s *Server) Resource(name string) *Resource {
	for _, resource := range s.resources {
		if resource.Name == name {
			return resource
		}
	}
	return nil
}

// Resources lists the names of the resources.
func (s *Server) Resources() []string {
	var names []string
	for _, resource := range s.resources {
		names = append(names, resource.Name)
	}
	return names
}

// Options returns the options with their defaults filled in.
func (s *Server) Options() Options { return s.options }
