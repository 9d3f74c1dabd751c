package s3test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Proxy stands in front of a server.
type Proxy struct {
	// Endpoint is its URL, for AWS_ENDPOINT_URL_S3.
	Endpoint string

	lock     sync.Mutex
	requests []Request
}

// Request is one that came to a proxy, counted from 1.
type Request struct {
	Number int
	Method string
	Path   string // of the URL, as it was sent: /bucket/key
	Query  url.Values
}

// IsObject tells whether the request is about an object, not about a bucket.
func (r Request) IsObject() bool {
	_, key, _ := strings.Cut(strings.TrimPrefix(r.Path, "/"), "/")
	return key != ""
}

// Requests are those that have come so far.
func (p *Proxy) Requests() []Request {
	p.lock.Lock()
	defer p.lock.Unlock()
	return append([]Request(nil), p.requests...)
}

// count takes note of a request.
func (p *Proxy) count(request *http.Request) Request {
	p.lock.Lock()
	defer p.lock.Unlock()
	counted := Request{
		Number: len(p.requests) + 1,
		Method: request.Method,
		Path:   request.URL.EscapedPath(),
		Query:  request.URL.Query(),
	}
	p.requests = append(p.requests, counted)
	return counted
}

// Fault is what a proxy does to a request.
type Fault int

// The faults.
const (
	None         Fault = iota
	SlowDown           // 503, as S3 answers who asks too often; the server sees nothing
	Conflict           // 409, as S3 answers amid another conditional write; the server sees nothing
	NoSuchUpload       // 404, as S3 answers of an upload that is completed; the server sees nothing
	ResetBefore        // the connection breaks; the server sees nothing
	ResetAfter         // the connection breaks once the server has done what it was asked
	ResetMidBody       // the connection breaks amid the body of the answer
	Garble             // a bit of the body of the answer is another
)

// Fail starts a proxy that does to each request what choose says of it.
func (s *Server) Fail(t *testing.T, choose func(Request) Fault) *Proxy {
	t.Helper()
	return s.proxy(t, func(forward http.Handler, counted Request, answer http.ResponseWriter, request *http.Request) {
		switch choose(counted) {
		case SlowDown:
			refuse(answer, request, http.StatusServiceUnavailable, "SlowDown", "Please reduce your request rate.")
		case Conflict:
			refuse(answer, request, http.StatusConflict, "ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.")
		case NoSuchUpload:
			refuse(answer, request, http.StatusNotFound, "NoSuchUpload", "The specified multipart upload does not exist.")
		case ResetBefore:
			panicToReset()
		case ResetAfter:
			forward.ServeHTTP(httptest.NewRecorder(), request)
			panicToReset()
		case ResetMidBody:
			answerHalf(forward, answer, request)
		case Garble:
			answerGarbled(forward, answer, request)
		case None:
			forward.ServeHTTP(answer, request)
		}
	})
}

// HideMissing starts a proxy that answers 403 AccessDenied where the server
// answers that there is no such object: as S3 does when s3:ListBucket is not
// allowed.
func (s *Server) HideMissing(t *testing.T) *Proxy {
	t.Helper()
	return s.proxy(t, func(forward http.Handler, counted Request, answer http.ResponseWriter, request *http.Request) {
		if !counted.IsObject() || request.Method != http.MethodGet && request.Method != http.MethodHead {
			forward.ServeHTTP(answer, request)
			return
		}
		forward.ServeHTTP(&hidingWriter{ResponseWriter: answer}, request)
	})
}

// proxy starts a proxy that handles each request by itself.
func (s *Server) proxy(t *testing.T, handle func(forward http.Handler, counted Request, answer http.ResponseWriter, request *http.Request)) *Proxy {
	t.Helper()
	target, err := url.Parse(s.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	forward := &httputil.ReverseProxy{Rewrite: func(request *httputil.ProxyRequest) {
		request.Out.URL.Scheme, request.Out.URL.Host = target.Scheme, target.Host
		request.Out.Host = request.In.Host // it is signed
	}}
	proxy := &Proxy{}
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		handle(forward, proxy.count(request), answer, request)
	}))
	t.Cleanup(server.Close)
	proxy.Endpoint = server.URL
	return proxy
}

// refuse answers without the server.
func refuse(answer http.ResponseWriter, request *http.Request, status int, code, message string) {
	_, _ = io.Copy(io.Discard, request.Body) // or the client finds the connection broken
	answerError(answer, status, code, message)
}

// panicToReset breaks the connection of a handler: there is no other way.
func panicToReset() {
	panic(http.ErrAbortHandler) //nolint:forbidigo // what net/http asks for
}

// answerHalf gives the head and half of the body of the server's answer.
func answerHalf(forward http.Handler, answer http.ResponseWriter, request *http.Request) {
	whole := httptest.NewRecorder()
	forward.ServeHTTP(whole, request)
	maps.Copy(answer.Header(), whole.Header())
	answer.WriteHeader(whole.Code)
	_, _ = io.CopyN(answer, whole.Body, int64(whole.Body.Len()/2)) // it breaks in any case
	if flusher, ok := answer.(http.Flusher); ok {
		flusher.Flush()
	}
	panicToReset()
}

// answerGarbled gives the server's answer with the last byte of its body changed.
func answerGarbled(forward http.Handler, answer http.ResponseWriter, request *http.Request) {
	whole := httptest.NewRecorder()
	forward.ServeHTTP(whole, request)
	body := whole.Body.Bytes()
	if len(body) > 0 {
		body[len(body)-1] ^= 1
	}
	maps.Copy(answer.Header(), whole.Header())
	answer.WriteHeader(whole.Code)
	_, _ = answer.Write(body) // who hangs up has noticed
}

// hidingWriter turns an answer of 404 into one of 403.
type hidingWriter struct {
	http.ResponseWriter
	hidden bool
}

// WriteHeader implements http.ResponseWriter.
func (w *hidingWriter) WriteHeader(status int) {
	if status != http.StatusNotFound {
		w.ResponseWriter.WriteHeader(status)
		return
	}
	w.hidden = true
	answerError(w.ResponseWriter, http.StatusForbidden, "AccessDenied", "Access Denied")
}

// Write implements http.ResponseWriter.
func (w *hidingWriter) Write(body []byte) (int, error) {
	if w.hidden {
		return len(body), nil
	}
	return w.ResponseWriter.Write(body)
}

// answerError answers as S3 does.
func answerError(answer http.ResponseWriter, status int, code, message string) {
	var body bytes.Buffer
	body.WriteString(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>` + code + `</Code><Message>` + message + `</Message></Error>`)
	answer.Header().Set("Content-Type", "application/xml")
	answer.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	answer.WriteHeader(status)
	_, _ = body.WriteTo(answer) // the client is told enough by the status
}
