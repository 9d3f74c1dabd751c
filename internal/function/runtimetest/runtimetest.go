// Package runtimetest runs the program of a Lambda function as Lambda does: it is
// a server of the Runtime API, from which the process takes calls. Only tests
// import it.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
package runtimetest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a process may take for anything.
const patience = 2 * time.Minute

// Build builds a function with the flags of a release, for this machine or for
// another architecture, and returns the path of the program.
func Build(tb testing.TB, source, architecture string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "bootstrap")
	command := exec.CommandContext(tb.Context(), "go", "build", "-tags", "lambda.norpc", "-trimpath", "-ldflags", "-s -w", "-o", path, source)
	command.Env = append(os.Environ(), "GOFLAGS=", "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+architecture)
	if output, err := command.CombinedOutput(); err != nil {
		tb.Fatalf("runtimetest: build %s: %v\n%s", source, err, output)
	}
	return path
}

// Function is a process of a function, which answers one call after another.
type Function struct {
	calls   chan call
	ended   chan struct{} // closed when the process has ended
	answers chan Answer
	process *exec.Cmd
	output  *os.File

	lock      sync.Mutex
	initError string
}

type call struct {
	id       string
	payload  []byte
	deadline time.Time
}

// Answer is what a call came to.
type Answer struct {
	Payload []byte
	Error   string // what the function failed with; empty if it did not
}

// Start starts the process with an environment of its own, and ends it with the
// test.
func Start(tb testing.TB, program string, environment ...string) *Function {
	tb.Helper()
	f := &Function{calls: make(chan call), answers: make(chan Answer), ended: make(chan struct{})}
	ctx, stop := context.WithCancel(context.Background()) //nolint:usetesting // the test's own cleanups come first
	server := httptest.NewUnstartedServer(f.api(ctx))
	server.Config.BaseContext = func(net.Listener) context.Context { return ctx }
	server.Start()
	f.process = exec.CommandContext(ctx, program)
	f.process.Env = append([]string{
		"AWS_LAMBDA_RUNTIME_API=" + server.Listener.Addr().String(),
		"AWS_LAMBDA_FUNCTION_VERSION=7", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=128", "AWS_LAMBDA_FUNCTION_NAME=test",
	}, environment...)
	// A file holds what was written before an answer as soon as the answer is there;
	// of a pipe, some might still be on its way.
	var err error
	if f.output, err = os.Create(filepath.Join(tb.TempDir(), "output")); err != nil {
		tb.Fatalf("runtimetest: %v", err)
	}
	f.process.Stdout, f.process.Stderr = f.output, f.output
	if err := f.process.Start(); err != nil {
		tb.Fatalf("runtimetest: start %s: %v", program, err)
	}
	go func() {
		_ = f.process.Wait() // it is killed, or the output says why
		close(f.ended)
	}()
	tb.Cleanup(func() {
		stop()
		<-f.ended
		server.Close()
		_ = f.output.Close() // the process wrote, not we
	})
	return f
}

// api is the Runtime API.
func (f *Function) api(ctx context.Context) http.Handler {
	const root = "/2018-06-01/runtime"
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+root+"/invocation/next", func(w http.ResponseWriter, r *http.Request) {
		select {
		case next := <-f.calls:
			header := w.Header()
			header.Set("Lambda-Runtime-Aws-Request-Id", next.id)
			header.Set("Lambda-Runtime-Deadline-Ms", strconv.FormatInt(next.deadline.UnixMilli(), 10))
			header.Set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:test")
			header.Set("Lambda-Runtime-Trace-Id", "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1")
			_, _ = w.Write(next.payload)
		case <-r.Context().Done():
		}
	})
	answer := func(w http.ResponseWriter, r *http.Request, failed bool) {
		body, _ := io.ReadAll(r.Body) // what is missing fails the test
		result := Answer{Payload: body}
		if failed {
			result = Answer{Error: message(body)}
		}
		select {
		case f.answers <- result:
			w.WriteHeader(http.StatusAccepted)
		case <-ctx.Done():
		}
	}
	mux.HandleFunc("POST "+root+"/invocation/{id}/response", func(w http.ResponseWriter, r *http.Request) { answer(w, r, false) })
	mux.HandleFunc("POST "+root+"/invocation/{id}/error", func(w http.ResponseWriter, r *http.Request) { answer(w, r, true) })
	mux.HandleFunc("POST "+root+"/init/error", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // as above
		f.lock.Lock()
		defer f.lock.Unlock()
		f.initError = message(body)
		w.WriteHeader(http.StatusAccepted)
	})
	return mux
}

// message is that of an error document of the Runtime API.
func message(body []byte) string {
	var document struct {
		ErrorMessage string `json:"errorMessage"`
	}
	if err := json.Unmarshal(body, &document); err != nil {
		return string(body)
	}
	return document.ErrorMessage
}

// Call has the function answer a call within a time.
func (f *Function) Call(tb testing.TB, payload []byte, within time.Duration) Answer {
	tb.Helper()
	next := call{id: fmt.Sprintf("request-%d", time.Now().UnixNano()), payload: payload, deadline: time.Now().Add(within)}
	select {
	case f.calls <- next:
	case <-f.ended:
		tb.Fatalf("runtimetest: the function has ended:\n%s", f.Output())
	case <-time.After(patience):
		tb.Fatal("runtimetest: the function takes no call")
	}
	select {
	case answer := <-f.answers:
		return answer
	case <-f.ended:
		tb.Fatalf("runtimetest: the function ended amid a call:\n%s", f.Output())
	case <-time.After(patience):
		tb.Fatal("runtimetest: the function gives no answer")
	}
	return Answer{}
}

// Refusal waits until the process has ended, and returns what it told Lambda of
// why it cannot start.
func (f *Function) Refusal(tb testing.TB) string {
	tb.Helper()
	select {
	case <-f.ended:
	case <-time.After(patience):
		tb.Fatal("runtimetest: the function has started")
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.initError
}

// Output is what the process has written so far.
func (f *Function) Output() string {
	text, err := os.ReadFile(f.output.Name())
	if err != nil {
		return "the output cannot be read: " + err.Error()
	}
	return string(text)
}

// PeakMemory is the most that has been resident of the process, in bytes.
func (f *Function) PeakMemory(tb testing.TB) int64 {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", f.process.Process.Pid))
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if text, found := strings.CutPrefix(line, "VmHWM:"); found {
			kilobytes, err := strconv.ParseInt(strings.Fields(text)[0], 10, 64)
			if err != nil {
				tb.Fatal(err)
			}
			return kilobytes << 10
		}
	}
	tb.Fatal("runtimetest: the system does not tell the peak of memory")
	return 0
}
