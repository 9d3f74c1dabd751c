package collector_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
	"github.com/udmap/udmap/internal/objectstore"
)

// A state that cannot be used stops the run before the API is asked, and stays
// as it is.
func TestAStateThatCannotBeUsed(t *testing.T) {
	good := ""
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 50}, "START=2026-03-10")
		w.requireCaughtUp(t)
		good = string(w.bucket.object(stateKey))
	})
	for name, test := range map[string]struct{ state, says string }{
		"empty":             {"", "no JSON object"},
		"truncated":         {good[:len(good)/2], "no JSON object"},
		"something behind":  {good + "{}", "no JSON object"},
		"a list":            {"[]", "no JSON object"},
		"newer":             {strings.Replace(good, `"version":1`, `"version":2`, 1), "version 2, and this udmap knows versions up to 1"},
		"version 0":         {strings.Replace(good, `"version":1`, `"version":0`, 1), "version 0 does not exist"},
		"of another vendor": {strings.Replace(good, `"collector":"zoom"`, `"collector":"zendesk"`, 1), `that of the collector "zendesk"`},
		"unknown field":     {strings.Replace(good, `"sequence"`, `"sequenze"`, 1), "sequenze"},
		"damaged prints":    {strings.Replace(good, `"2026-03-11":"`, `"2026-03-11":"////////////////`, 1), "state cannot be used"},
		"no start":          {strings.Replace(good, `"start":"2026-03-10T00:00:00Z",`, "", 1), "has no start"},
		"no state at all":   {`{"hello": 1}`, "neither a state of udmap nor of the published script"},
		"script, no date":   {`{"cursor_date": null, "next_page_token": null}`, "no cursor_date"},
		"script, bad date":  {`{"cursor_date": "yesterday"}`, `"yesterday", not a day`},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zoom, mock.Options{Records: 50}, "START=2026-03-10")
				w.put(t, stateKey, test.state)
				summary, err := w.tryRun(t.Context(), t, nil)
				require.ErrorIs(t, err, collector.ErrState)
				require.ErrorContains(t, err, test.says)
				require.Equal(t, collector.Failed, summary.Outcome)
				require.Empty(t, w.server.Requests())
				require.Equal(t, test.state, string(w.bucket.object(stateKey)))
			})
		})
	}
}

// put writes an object of the test's.
func (w *world) put(t *testing.T, key, text string) {
	t.Helper()
	_, err := w.bucket.put(key, strings.NewReader(text), "*")
	if err != nil {
		_, err = w.bucket.put(key, strings.NewReader(text), "")
	}
	require.NoError(t, err)
}

// hidden is a bucket whose keys may not be listed: what is missing is forbidden.
type hidden struct {
	gatedBucket
	readForbidden, writeForbidden bool
}

func (h hidden) Get(ctx context.Context, key string) (io.ReadCloser, objectstore.Info, error) {
	content, info, err := h.gatedBucket.Get(ctx, key)
	if err != nil || h.readForbidden {
		return nil, objectstore.Info{}, fmt.Errorf("%s: %w", key, objectstore.ErrForbidden)
	}
	return content, info, nil
}

func (h hidden) PutIfAbsent(ctx context.Context, key string, content io.Reader, options objectstore.Options) (objectstore.Info, error) {
	if h.writeForbidden {
		return objectstore.Info{}, fmt.Errorf("%s: %w", key, objectstore.ErrForbidden)
	}
	return h.gatedBucket.PutIfAbsent(ctx, key, content, options)
}

func TestOnlyAMissingStateIsAFirstRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 50}, "START=2026-03-05")
		use := func(readForbidden, writeForbidden bool) {
			w.change = func(c *collector.Collector) {
				c.State = hidden{gatedBucket{w.bucket, nil}, readForbidden, writeForbidden}
			}
		}
		use(true, true)
		_, err := w.tryRun(t.Context(), t, nil)
		require.ErrorIs(t, err, objectstore.ErrForbidden)
		require.Empty(t, w.server.Requests(), "nothing is asked for what cannot be kept")

		use(false, false)
		w.requireCaughtUp(t) // a missing state that looks forbidden is a first run
		w.requireCollected(t, zoom.OperationLogs)

		asked := len(w.server.Requests())
		use(true, false)
		_, err = w.tryRun(t.Context(), t, nil)
		require.ErrorContains(t, err, "allow s3:GetObject")
		require.Len(t, w.server.Requests(), asked, "a state that may not be read is no first run")
		use(false, false)
		w.requireCaughtUp(t)
		w.requireCollected(t, zoom.OperationLogs)
	})
}

// A put that took effect and whose answer was lost is found to have succeeded;
// one that had none is a failure.
func TestAWriteWhoseAnswerIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 50}, "START=2026-03-05")
		w.change = func(c *collector.Collector) { c.State = forgetful{gatedBucket{w.bucket, nil}} }
		w.requireCaughtUp(t)
		w.requireCollected(t, zoom.OperationLogs)
	})
}

// forgetful tells of every write of the state that it has failed.
type forgetful struct{ gatedBucket }

func (f forgetful) PutIfMatch(ctx context.Context, key string, content io.Reader, tag string, options objectstore.Options) (objectstore.Info, error) {
	if _, err := f.gatedBucket.PutIfMatch(ctx, key, content, tag, options); err != nil {
		return objectstore.Info{}, err
	}
	return objectstore.Info{}, fmt.Errorf("%s: %w", key, objectstore.ErrChanged)
}

func TestTheStateOfZoomsScriptIsTakenOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 500, From: mustTime("2026-03-10T00:00:00Z")})
		w.put(t, stateKey, `{"cursor_date": "2026-03-10", "next_page_token": "old", "updated_at": "2026-03-12T11:45:00"}`)
		summary := w.run(t)
		require.Equal(t, collector.CaughtUp, summary.Outcome)
		require.Contains(t, summary.Warnings[0], "records are read from 2026-03-10 on")
		w.requireCollected(t, zoom.OperationLogs)
		for _, request := range w.server.Requests() {
			require.NotEqual(t, "old", request.Query.Get("next_page_token"))
		}
		require.Empty(t, w.run(t).Warnings, "it is taken over once")
	})
}

func TestTheStateOfZendesksScriptIsTakenOver(t *testing.T) {
	const script = `{"audit_logs": {"next_url": %s}, "incremental_tickets": {"next": %s}}`
	for name, test := range map[string]struct{ audit, tickets, says string }{
		"at its end":        {"null", "null", "read from 2026-03-11T12:00:00Z on"},
		"on page 101":       {`"https://api.example.com/api/v2/audit_logs.json?page=101"`, "null", "read from 2026-03-11T12:00:00Z on"},
		"leading elsewhere": {`"https://elsewhere.example.com/steal"`, `"https://elsewhere.example.com/?cursor=abc"`, "leads to another host"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, mock.Zendesk, mock.Options{Records: 500, From: mustTime("2026-03-11T12:00:00Z")})
				w.put(t, stateKey, fmt.Sprintf(script, test.audit, test.tickets))
				summary := w.run(t)
				require.Equal(t, collector.CaughtUp, summary.Outcome)
				require.Contains(t, strings.Join(summary.Warnings, "\n"), test.says)
				w.requireCollected(t, zendesk.AuditLogs, mockzendesk.Tickets)
				for _, request := range w.server.Requests() {
					require.Equal(t, "api.example.com", request.Host)
					require.NotEqual(t, "abc", request.Query.Get("cursor"))
				}
			})
		})
	}
}

// Where the script kept its state is looked up only if there is no state of
// ours, and is left as it is.
func TestTheStateOfTheScriptIsFoundWhereItWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 500, From: mustTime("2026-03-10T00:00:00Z")})
		const old = `{"cursor_date": "2026-03-10", "next_page_token": null, "updated_at": "2026-03-12T11:45:00"}`
		w.put(t, "zoom/state.json", old)
		w.change = func(c *collector.Collector) {
			c.OldState, c.OldStateKey = gatedBucket{w.bucket, nil}, "zoom/state.json"
		}
		w.requireCaughtUp(t)
		w.requireCollected(t, zoom.OperationLogs)
		require.JSONEq(t, old, string(w.bucket.object("zoom/state.json")))
		w.put(t, "zoom/state.json", "damaged")
		w.requireCaughtUp(t)
	})
}

// What a run is asked to tell, it tells, and neither asks nor writes.
func TestAPlanWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		waitUntil(noon)
		w := newWorld(t, mock.Zoom, mock.Options{Records: 50}, "START=2026-03-10", slow)
		plan := w.plan(t)
		require.True(t, plan.FirstRun)
		require.Equal(t, []string{"2026-03-10", "2026-03-11", "2026-03-12"}, plan.Resources[zoom.OperationLogs].Days)
		require.Empty(t, w.bucket.keys(""))
		require.Empty(t, w.server.Requests())

		gate := &gate{}
		for point := 1; w.tryState(t).Intent == nil || len(w.bucket.keys(rawPrefix)) > 0; point++ {
			w.bucket = newBucket()
			gate.point, gate.passed, gate.dead = point, 0, false
			_, _ = w.tryRun(t.Context(), t, gate)
		}
		plan = w.plan(t)
		require.False(t, plan.FirstRun)
		require.Contains(t, plan.Pending, "raw/2026/03/1")
		require.Empty(t, w.bucket.keys(rawPrefix))
	})
}

// tryState is the state, empty if there is none.
func (w *world) tryState(t *testing.T) (state collector.State) {
	t.Helper()
	if text := w.bucket.object(stateKey); text != nil {
		require.NoError(t, json.NewDecoder(bytes.NewReader(text)).Decode(&state))
	}
	return state
}

// A run that ends amid its time commits what it has, and each run makes progress.
func TestABudget(t *testing.T) {
	for _, vendor := range []mock.Vendor{mock.Zoom, mock.Zendesk} {
		t.Run(string(vendor), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				waitUntil(noon)
				w := newWorld(t, vendor, mock.Options{Records: 6000}, "START=2026-03-05", "REQUESTS_PER_MINUTE=10", "PAGE_SIZE=300")
				for runs := 1; ; runs++ {
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					begun := time.Now()
					summary, err := w.tryRun(ctx, t, nil)
					cancel()
					require.NoError(t, err)
					require.LessOrEqual(t, time.Since(begun), time.Minute)
					if summary.Outcome == collector.CaughtUp {
						require.Greater(t, runs, 2)
						break
					}
					require.Equal(t, collector.OutOfTime, summary.Outcome)
					require.Positive(t, summary.New)
				}
				if vendor == mock.Zoom {
					w.requireCollected(t, zoom.OperationLogs)
				} else {
					w.requireCollected(t, zendesk.AuditLogs, mockzendesk.Tickets)
				}
			})
		})
	}
}
