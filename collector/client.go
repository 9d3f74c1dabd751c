package collector

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxPageBytes bounds an answer. A page of 1,000 large tickets has some 5 MB.
const maxPageBytes = 16 << 20

// maxPause is the longest that a run waits because the API asks for it; for
// longer, it ends.
const maxPause = 10 * time.Minute

// Judge knows how a vendor answers.
type Judge interface {
	// Limits reads what the headers of an answer tell of rate limits.
	Limits(header http.Header, now time.Time) Limits
	// Refuse explains an answer that is no success.
	Refuse(status int, header http.Header, body []byte, now time.Time) *Refusal
}

// ClientOptions say how a Client asks.
type ClientOptions struct {
	Base      *url.URL          // where the API is; requests go nowhere else
	Transport http.RoundTripper // nil is that of net/http
	Judge     Judge
	Authorize Authorize
	Pace      *Pace
	Timeout   time.Duration // of one attempt, with the body
	Retries   int           // of one request
	UserAgent string
	Secrets   []string // never shown
}

// Authorize adds credentials to a request. Renew asks for new ones, because the
// API did not take those it gave before.
type Authorize func(request *http.Request, renew bool) error

// Traffic is what a Client has sent and waited.
type Traffic struct {
	Requests int           // attempts
	Retries  int           // of them, repetitions
	Limited  int           // answers that it was one too many
	Waited   time.Duration // for rate limits and between attempts
}

// Client sends requests to one API: at its pace, with patience where that helps,
// with credentials that go nowhere else.
type Client struct {
	options ClientOptions
	http    *http.Client
	secrets *strings.Replacer
	traffic Traffic
	renewed bool // new credentials were asked for, and no request has succeeded since

	authorization string // of the last request
	body          []byte // of the last answer
}

// NewClient returns a client.
func NewClient(o ClientOptions) *Client {
	return &Client{options: o, http: GuardedClient(o.Transport, o.Base), secrets: newRedactor(o.Secrets)}
}

// Traffic is what was sent so far.
func (c *Client) Traffic() Traffic { return c.traffic }

// Get asks for a path below the base, and gives the body of the answer to read,
// which is valid until the next call. Read tells ErrPage of a body that is not
// what was asked for: that can be an error page of a proxy, and is asked for
// again. Errors wrap a *Refusal where the API refused.
func (c *Client) Get(ctx context.Context, path string, query url.Values, read func(body []byte) error) error {
	for attempt := 1; ; attempt++ {
		err := c.attempt(ctx, path, query, read)
		if err == nil {
			return nil
		}
		wait, again := c.judge(ctx, err, attempt)
		if !again {
			return err
		}
		c.traffic.Retries++
		begun := time.Now()
		sleepErr := sleep(ctx, wait)
		c.traffic.Waited += time.Since(begun)
		if sleepErr != nil {
			return fmt.Errorf("%w, and before: %w", sleepErr, err)
		}
	}
}

// attempt sends one request, at its time.
func (c *Client) attempt(ctx context.Context, path string, query url.Values, read func(body []byte) error) error {
	waited, err := c.options.Pace.Wait(ctx)
	c.traffic.Waited += waited
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.options.Timeout, fmt.Errorf("no whole answer within %s", c.options.Timeout))
	defer cancel()
	c.traffic.Requests++
	err = c.send(ctx, path, query, read)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return err
}

func (c *Client) send(ctx context.Context, path string, query url.Values, read func(body []byte) error) error {
	target := c.options.Base.JoinPath(path)
	target.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.options.UserAgent)
	if err := c.options.Authorize(request, false); err != nil {
		return c.redact(err)
	}
	c.authorization = request.Header.Get("Authorization")
	answer, err := c.http.Do(request)
	if err != nil {
		return c.redact(err)
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	if err := c.readBody(answer.Body); err != nil {
		return c.redact(fmt.Errorf("read the answer: %w", err))
	}
	now := time.Now()
	c.options.Pace.Learn(c.options.Judge.Limits(answer.Header, now))
	if answer.StatusCode != http.StatusOK {
		return c.refuse(answer, now)
	}
	c.renewed = false
	if err := read(c.body); err != nil {
		return c.redact(err)
	}
	return nil
}

// readBody reads into the buffer of the answer before.
func (c *Client) readBody(body io.Reader) error {
	c.body = c.body[:0]
	for {
		if len(c.body) == cap(c.body) {
			c.body = append(c.body, make([]byte, max(64<<10, len(c.body)/2))...)[:len(c.body)]
		}
		read, err := body.Read(c.body[len(c.body):cap(c.body)])
		c.body = c.body[:len(c.body)+read]
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case len(c.body) > maxPageBytes:
			return fmt.Errorf("%w: it is longer than %d bytes", ErrPage, maxPageBytes)
		}
	}
}

// refuse makes an error of an answer.
func (c *Client) refuse(answer *http.Response, now time.Time) error {
	if answer.StatusCode/100 == 3 {
		return &Refusal{
			Status:  answer.StatusCode,
			Message: "it redirects to " + c.clean(answer.Header.Get("Location")),
			Advice:  "redirects are not followed, as credentials would go there: configure the address of the API itself",
		}
	}
	refusal := c.options.Judge.Refuse(answer.StatusCode, answer.Header, c.body, now)
	refusal.Status = answer.StatusCode
	refusal.Code = c.clean(refusal.Code)
	refusal.Message = c.clean(refusal.Message)
	refusal.RequestID = c.clean(refusal.RequestID)
	if answer.StatusCode == http.StatusTooManyRequests {
		c.traffic.Limited++
	}
	return refusal
}

// judge tells whether to try again after an error, and when.
func (c *Client) judge(ctx context.Context, err error, attempt int) (wait time.Duration, again bool) {
	refusal, refused := errors.AsType[*Refusal](err)
	switch {
	case ctx.Err() != nil, errors.Is(err, ErrOutOfTime), errors.Is(err, ErrElsewhere):
		return 0, false
	case refused && refusal.Status == http.StatusUnauthorized && !c.renewed:
		c.renewed = true
		return 0, c.renew(ctx)
	case attempt > c.options.Retries, isPermanent(err):
		return 0, false
	case !refused:
		return backOff(attempt), true
	case refusal.Daily, !refusal.Transient, time.Until(refusal.RetryAt) > maxPause:
		return 0, false
	}
	if refusal.Status == http.StatusTooManyRequests {
		c.options.Pace.Slow()
	}
	if refusal.RetryAt.IsZero() {
		return backOff(attempt), true
	}
	c.options.Pace.Pause(refusal.RetryAt)
	return time.Until(refusal.RetryAt), true
}

// renew asks for new credentials. If there are none, the API's refusal of the
// old ones stands.
func (c *Client) renew(ctx context.Context) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.options.Base.String(), nil)
	return err == nil && c.options.Authorize(request, true) == nil
}

// redact takes secrets out of an error, which keeps what it wraps.
func (c *Client) redact(err error) error {
	text := err.Error()
	if clean := c.withoutSecrets(text); clean != text {
		return redacted{clean, err}
	}
	return err
}

// clean makes a vendor's text fit to be shown.
func (c *Client) clean(text string) string { return shown(c.withoutSecrets(text)) }

// withoutSecrets takes out what was configured, and what was sent.
func (c *Client) withoutSecrets(text string) string {
	if _, credentials, found := strings.Cut(c.authorization, " "); found && credentials != "" {
		text = strings.ReplaceAll(text, credentials, "[secret]")
	}
	return c.secrets.Replace(text)
}

type redacted struct {
	text string
	err  error
}

func (r redacted) Error() string { return r.text }
func (r redacted) Unwrap() error { return r.err }
