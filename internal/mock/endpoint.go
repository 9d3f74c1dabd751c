package mock

import (
	"net/http"
	"time"
)

// Endpoint is one thing that a vendor's API can be asked.
type Endpoint struct {
	// Name is what Fault.On calls it.
	Name string
	// Counts says as what a request counts for the schedules of faults. Nil if
	// no fault concerns it.
	Counts func(r *http.Request) []Counted
	// Serve answers a request. One call is served at a time.
	Serve func(call Call) Answer
}

// Call is a request while it is served.
type Call struct {
	*http.Request
	Now     time.Time // by the server's clock
	Strikes Strikes   // the faults that hit it
}

// Handle serves an endpoint under a pattern of [http.ServeMux].
func (s *Server) Handle(pattern string, endpoint Endpoint) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		var strikes Strikes
		if endpoint.Counts != nil {
			strikes = s.faults.strike(endpoint.Name, endpoint.Counts(r))
		}
		if recorder, ok := w.(*statusRecorder); ok {
			recorder.struck = strikes.names()
		}
		if slow, ok := strikes.Find(Slow); ok && s.options.Wait(r.Context(), slow.Delay) != nil {
			return // the client went away
		}
		answer, isStandIn := standIn(strikes, s.options.Elsewhere, r)
		if !isStandIn {
			answer = s.serve(endpoint, Call{Request: r, Now: s.options.Now(), Strikes: strikes})
		}
		w.Header().Set("Date", s.options.Now().UTC().Format(http.TimeFormat))
		if whole := send(w, r, answer, strikes); whole && answer.Sent != nil {
			s.mutex.Lock()
			defer s.mutex.Unlock()
			answer.Sent()
		}
	})
}

func (s *Server) serve(endpoint Endpoint, call Call) Answer {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return endpoint.Serve(call)
}

// statusRecorder notes what the log wants to know of an answer.
type statusRecorder struct {
	http.ResponseWriter
	status int
	struck []string
}

// WriteHeader implements [http.ResponseWriter].
func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (r *statusRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
