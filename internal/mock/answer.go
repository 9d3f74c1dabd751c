package mock

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Answer is what an endpoint answers.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// Sent is called when the whole body was handed to the client's connection.
	// Nil if nobody needs to know.
	Sent func()
}

// JSON makes an answer of a value.
func JSON(status int, value any) Answer {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return Text(http.StatusInternalServerError, "text/plain", err.Error())
	}
	return Text(status, "application/json; charset=utf-8", body.String())
}

// Text makes an answer of a text.
func Text(status int, contentType, text string) Answer {
	return Answer{Status: status, Header: http.Header{"Content-Type": {contentType}}, Body: []byte(text)}
}

// proxyPage is what a proxy or a captive portal puts in place of an answer.
const proxyPage = "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head>" +
	"<body><h1>Sign in to the network</h1></body></html>\n"

// standIn is the answer that a fault gives in the vendor's place.
func standIn(strikes Strikes, elsewhere string, r *http.Request) (Answer, bool) {
	switch {
	case strikes.Has(ServerError):
		return Text(http.StatusInternalServerError, "text/html", "<html><body>Internal Server Error</body></html>"), true
	case strikes.Has(Unavailable):
		return Text(http.StatusServiceUnavailable, "text/html", "<html><body>Service Unavailable</body></html>"), true
	case strikes.Has(HTML200):
		return Text(http.StatusOK, "text/html; charset=utf-8", proxyPage), true
	case strikes.Has(RedirectElsewhere):
		answer := Text(http.StatusFound, "text/html", "")
		answer.Header.Set("Location", elsewhere+r.URL.RequestURI())
		return answer, true
	}
	return Answer{}, false
}

// send writes an answer, damaged if faults say so, and tells whether the client
// got it whole.
func send(w http.ResponseWriter, r *http.Request, answer Answer, strikes Strikes) (whole bool) {
	header := w.Header()
	for name, values := range answer.Header {
		header[http.CanonicalHeaderKey(name)] = values
	}
	body, half := answer.Body, answer.Body[:len(answer.Body)/2]
	whole = true
	switch {
	case strikes.Has(ResetMidBody):
		header.Set("Content-Length", strconv.Itoa(len(body)))
		body, whole = half, false
	case strikes.Has(TruncatedGzip) && acceptsGzip(r):
		header.Set("Content-Encoding", "gzip")
		body, whole = halfOfGzip(body), false
	case strikes.Has(TruncatedJSON), strikes.Has(TruncatedGzip):
		body, whole = half, false
	}
	w.WriteHeader(answer.Status)
	_, err := w.Write(body)
	if strikes.Has(ResetMidBody) {
		reset(w)
	}
	return whole && err == nil
}

// reset cuts the connection so that the client sees it, with RST where the
// system can do so.
func reset(w http.ResponseWriter) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // not HTTP/1: net/http resets the stream of a body that is too short
	}
	if tcp, ok := connection.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // closed without it, the body is short all the same
	}
	_ = connection.Close()
}

func acceptsGzip(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")
}

func halfOfGzip(body []byte) []byte {
	var compressed bytes.Buffer
	writer := gzip.NewWriter(&compressed)
	_, _ = writer.Write(body) // memory takes it
	_ = writer.Close()
	return compressed.Bytes()[:compressed.Len()/2]
}
