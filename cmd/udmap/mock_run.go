package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// readHeaderTimeout ends connections that ask nothing, and graceTime a command
// that an interrupt did not.
const (
	readHeaderTimeout = 10 * time.Second
	graceTime         = 10 * time.Second
)

// mockRequest is what the command line asks for.
type mockRequest struct {
	imitation imitation
	listen    string
	days      int
	faults    []string
	plan      choice
	options   mock.Options
	command   []string
}

// mock serves until the command has ended or, without one, until ctx does.
func (a *app) mock(ctx context.Context, request mockRequest) error {
	options, err := request.mockOptions(time.Now())
	if err != nil {
		return err
	}
	if err := checkLoopback(request.listen); err != nil {
		return err
	}
	server, err := request.imitation.new(options)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", request.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w; port 0 takes any that is free", request.listen, err)
	}
	web := &http.Server{Handler: server, ReadHeaderTimeout: readHeaderTimeout}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()

	environment := request.imitation.environment("http://" + listener.Addr().String())
	if len(request.command) > 0 {
		err = a.runBeside(ctx, request.command, environment)
	} else if err = a.announce(request.imitation, environment); err == nil {
		select {
		case <-ctx.Done(): // how a server is stopped
		case err = <-ended:
		}
	}
	err = errors.Join(err, web.Close())
	a.printRequests(request.imitation, server.Requests())
	return err
}

// mockOptions checks the flags.
func (r mockRequest) mockOptions(now time.Time) (mock.Options, error) {
	options := r.options
	switch {
	case options.Records < 0:
		return options, usagef("--records must be 0 or more, not %d", options.Records)
	case r.days < 0:
		return options, usagef("--days must be 0 or more, not %d", r.days)
	}
	options.Plan = r.plan.chosen
	options.From = now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -r.days)
	for _, text := range r.faults {
		fault, err := mock.ParseFault(r.imitation.vendor, text)
		if unknown, ok := errors.AsType[*mock.UnknownFaultError](err); ok {
			return options, usagef("--fault: %w%s", err, didYouMean(unknown.Name, mock.FaultNames(unknown.Vendor),
				fmt.Sprintf("udmap mock %s --help lists them", unknown.Vendor)))
		}
		if err != nil {
			return options, usagef("--%w", err) // it begins with fault and its name
		}
		options.Faults = append(options.Faults, fault)
	}
	return options, nil
}

// checkLoopback refuses an address that others can reach: everybody knows the
// mock's credentials.
func checkLoopback(address string) error {
	host, port, err := net.SplitHostPort(address)
	_, portErr := strconv.ParseUint(port, 10, 16)
	if err == nil && portErr == nil && (host == "localhost" || net.ParseIP(host).IsLoopback()) {
		return nil
	}
	return usagef("--listen must be an address of this machine alone, such as 127.0.0.1:8400 or [::1]:8400, not %q", address)
}

// announce prints the variables: as lines for a shell, or as an object.
func (a *app) announce(imitation imitation, environment []string) error {
	if a.format == formatJSON {
		variables := map[string]string{}
		for _, variable := range environment {
			name, value, _ := strings.Cut(variable, "=")
			variables[name] = value
		}
		return a.printJSON(struct {
			Vendor      mock.Vendor       `json:"vendor"`
			Environment map[string]string `json:"environment"`
		}{imitation.vendor, variables})
	}
	if isTerminal(a.stderr) {
		fmt.Fprintf(a.stderr, "udmap: the mock of %s listens; Ctrl-C stops it. In the terminal of the collector:\n", imitation.name)
	}
	_, err := fmt.Fprintln(a.stdout, "export "+strings.Join(environment, "\nexport "))
	return err
}

// runBeside runs a command with the variables set. An interrupt goes on to it.
func (a *app) runBeside(ctx context.Context, words, environment []string) error {
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.Env = append(command.Environ(), environment...)
	command.Stdin, command.Stdout, command.Stderr = a.stdin, a.stdout, a.stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = graceTime
	err := command.Run()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return usagef("there is no command %q", words[0])
	}
	if _, ended := errors.AsType[*exec.ExitError](err); ended {
		fmt.Fprintf(a.stderr, "udmap: %s: %v\n", words[0], err)
		return errFindings
	}
	return fmt.Errorf("%s: %w", words[0], err)
}

// printRequests says on standard error what the mock was asked, and which faults
// struck.
func (a *app) printRequests(imitation imitation, requests []mock.Request) {
	if a.verbose {
		a.printEachRequest(requests)
	}
	faults := map[string]int{}
	for _, request := range requests {
		for _, name := range request.Faults {
			faults[name]++
		}
	}
	if a.format == formatJSON {
		line, err := json.Marshal(map[string]any{"requests": len(requests), "faults": faults})
		if err == nil {
			fmt.Fprintf(a.stderr, "%s\n", line)
		}
		return
	}
	var struck []string
	for _, name := range slices.Sorted(maps.Keys(faults)) {
		struck = append(struck, fmt.Sprintf("%s %d", name, faults[name]))
	}
	fmt.Fprintf(a.stderr, "udmap: the mock of %s was asked %s; faults: %s\n", imitation.name,
		count(len(requests), "time"), cmp.Or(strings.Join(struck, ", "), "none"))
}

// printEachRequest prints a line for each request: when, what, the status of the
// answer, and which faults struck.
func (a *app) printEachRequest(requests []mock.Request) {
	for _, request := range requests {
		asked := url.URL{Path: request.Path, RawQuery: request.Query.Encode()}
		line := fmt.Sprintf("%s %s %s %d %s", request.Time.UTC().Format("15:04:05.000"),
			request.Method, asked.RequestURI(), request.Status, strings.Join(request.Faults, " "))
		fmt.Fprintln(a.stderr, strings.TrimSpace(line))
	}
}
