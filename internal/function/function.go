// Package function is what the Lambda functions of udmap share: how one starts
// and is called, what it logs, and what it measures.
package function

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambdacontext"
)

// Handler answers one call of the function.
type Handler interface {
	Handle(ctx context.Context, call Call) ([]byte, error)
}

// Call is one call of the function.
type Call struct {
	Payload []byte
	Log     *slog.Logger // names the request in each line
	Metrics *Metrics     // written when the call ends
	Begun   time.Time
}

// Environment is where a function runs.
type Environment struct {
	Output io.Writer                // of lines that Lambda brings to CloudWatch
	Lookup func(name string) string // of variables
}

// Build makes the handler of a function.
type Build func(context.Context, Environment, *slog.Logger) (Handler, error)

// Run makes the handler and answers calls until Lambda ends the process. It
// returns the exit code, which only matters if there is no handler: then Lambda
// is told why, and shows that to whoever calls.
func Run(ctx context.Context, name string, e Environment, build Build) int {
	collectGarbage(e.Lookup)
	output := &lines{w: e.Output}
	e.Output = output
	log, err := newLogger(output, e.Lookup)
	if err != nil {
		return refuseStart(ctx, e, slog.New(slog.NewJSONHandler(output, nil)), err)
	}
	log = log.With("function", name, "function_version", e.Lookup("AWS_LAMBDA_FUNCTION_VERSION"))
	handler, err := build(ctx, e, log)
	if err != nil {
		return refuseStart(ctx, e, log, err)
	}
	lambda.StartWithOptions(&adapter{name: name, handler: handler, log: log, output: output}, lambda.WithContext(ctx))
	return 0
}

// adapter is the handler as Lambda's library calls it.
type adapter struct {
	name    string
	handler Handler
	log     *slog.Logger
	output  io.Writer
}

// Invoke implements lambda.Handler.
func (a *adapter) Invoke(ctx context.Context, payload []byte) ([]byte, error) {
	log := a.log
	if about, known := lambdacontext.FromContext(ctx); known {
		log = log.With("request_id", about.AwsRequestID)
	}
	if trace, known := ctx.Value("x-amzn-trace-id").(string); known && trace != "" { // as Lambda's library calls it
		log = log.With("trace_id", trace)
	}
	call := Call{Payload: payload, Log: log, Begun: time.Now(), Metrics: NewMetrics(a.name)}
	answer, err := a.answer(ctx, call)
	if err != nil {
		log.Error("the call failed", "error", err.Error())
	}
	call.Metrics.Add(Measure{Name: Duration, Value: float64(time.Since(call.Begun).Milliseconds())})
	if writeErr := call.Metrics.Write(a.output, time.Now()); writeErr != nil {
		log.Warn("the metrics could not be written", "error", writeErr.Error())
	}
	return answer, err
}

// answer turns a panic into the error of this call, so that its metrics and its
// log are not lost with the process.
func (a *adapter) answer(ctx context.Context, call Call) (answer []byte, err error) {
	defer func() {
		if err = errors.Join(err, Recovered(call.Log, recover())); err != nil {
			call.Metrics.Add(Measure{Name: Failures, Value: 1})
		}
	}()
	return a.handler.Handle(ctx, call)
}

// Recovered makes an error of what recover returns, nil for nil, and logs where
// it happened.
func Recovered(log *slog.Logger, reason any) error {
	if reason == nil {
		return nil
	}
	log.Error("a defect of udmap: please report it", "panic", fmt.Sprint(reason), "stack", string(debug.Stack()))
	return fmt.Errorf("a defect of udmap, which the log tells of: %v", reason)
}

// refuseStart tells Lambda that the function cannot work.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-initerror
func refuseStart(ctx context.Context, e Environment, log *slog.Logger, reason error) int {
	log.Error("the function cannot start", "error", reason.Error())
	body, err := json.Marshal(map[string]string{"errorType": "Settings", "errorMessage": reason.Error()})
	if err != nil {
		return 1
	}
	url := "http://" + e.Lookup("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/init/error"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 1
	}
	request.Header.Set("Lambda-Runtime-Function-Error-Type", "Runtime.Settings")
	if response, err := http.DefaultClient.Do(request); err == nil {
		_ = response.Body.Close() // there is nothing to learn from it
	}
	return 1
}

// MemoryMB is how much memory the function has, 0 outside of Lambda.
func MemoryMB(lookup func(string) string) int {
	size, err := strconv.Atoi(lookup("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"))
	if err != nil {
		return 0
	}
	return size
}

// collectGarbage has garbage collected seldom, so that a cold start, and the call
// that waits for it, end before the first time; and, whatever the load, before
// Lambda would end the process. Half of the memory is for Go's heap; the rest is
// for the program itself, and for what the heap may grow beyond a limit that Go
// takes for a wish.
func collectGarbage(lookup func(string) string) {
	if size := MemoryMB(lookup); size > 0 {
		debug.SetMemoryLimit(int64(size) << 20 / 2)
		debug.SetGCPercent(400)
	}
}

// Timely returns a context that ends somewhat before the deadline of the call, so
// that what was done can still be answered, and from when on nothing new should
// begin. Without a deadline, that is never.
func Timely(ctx context.Context) (timely context.Context, last time.Time, cancel context.CancelFunc) {
	deadline, set := ctx.Deadline()
	if !set {
		return ctx, time.Now().Add(time.Hour), func() {}
	}
	reserve := min(max(time.Until(deadline)/10, 200*time.Millisecond), 5*time.Second)
	timely, cancel = context.WithDeadline(ctx, deadline.Add(-reserve))
	return timely, deadline.Add(-2 * reserve), cancel
}
