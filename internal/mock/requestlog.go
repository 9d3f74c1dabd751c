package mock

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Request is one request that a server got.
type Request struct {
	Time        time.Time // by the server's clock
	Method      string
	Host        string
	Path        string
	Query       url.Values
	Credentials string   // the scheme of the Authorization header, in small letters; "" without one
	UserAgent   string   //
	Status      int      // of the answer, 0 while there is none
	Faults      []string // that struck
}

// Log keeps the requests that a server got, without any secret.
type Log struct {
	now      func() time.Time
	mutex    sync.Mutex
	requests []Request
}

// NewLog returns an empty log with a clock.
func NewLog(now func() time.Time) *Log { return &Log{now: now} }

// ServeHTTP implements [http.Handler]: a host that takes note of every request
// and answers 200 with an empty object. It stands for the host elsewhere, to
// which no credentials may go.
func (l *Log) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	entry := l.begin(r)
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{}")) // the client went away: its own concern
	l.end(entry, http.StatusOK, nil)
}

// Requests lists what was asked so far, in order.
func (l *Log) Requests() []Request {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return append([]Request(nil), l.requests...)
}

func (l *Log) begin(r *http.Request) (entry int) {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	request := Request{
		Time: l.now(), Method: r.Method, Host: r.Host, Path: r.URL.Path, Query: r.URL.Query(),
		Credentials: strings.ToLower(scheme), UserAgent: r.UserAgent(),
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.requests = append(l.requests, request)
	return len(l.requests) - 1
}

func (l *Log) end(entry, status int, faults []string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.requests[entry].Status, l.requests[entry].Faults = status, faults
}
