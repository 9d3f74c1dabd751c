package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/mock"
	"github.com/udmap/udmap/internal/mock/mockzendesk"
	"github.com/udmap/udmap/internal/mock/mockzoom"
)

// imitation is a vendor that the verb imitates.
type imitation struct {
	vendor      mock.Vendor
	name        string
	serves      string
	new         func(mock.Options) (*mock.Server, error)
	environment func(base string) []string // NAME=VALUE
	plans       []string                   // the default first
}

func imitations() []imitation {
	return []imitation{
		{
			vendor: mock.Zoom, name: "Zoom", serves: "operation logs and sign-in records, with OAuth",
			new: mockzoom.New, environment: mockzoom.Environment, plans: mockzoom.Plans(),
		},
		{
			vendor: mock.Zendesk, name: "Zendesk", serves: "audit logs, incremental tickets and access logs, with OAuth and API tokens",
			new: mockzendesk.New, environment: mockzendesk.Environment, plans: mockzendesk.Plans(),
		},
	}
}

// newMockCommand makes the verb that imitates the vendors' APIs.
func newMockCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "mock",
		Short: "Imitate the log API of Zoom or Zendesk on this machine",
		Long: `Serve the log API of a vendor on this machine, closely enough to try a collector
without an account: authentication, paging, order, delays, quotas, error bodies,
and, if asked, what goes wrong in practice. The records are made up, and the same
seed makes the same ones.

Exit codes: 0 stopped · 1 the command behind -- failed · 2 wrong usage · 3 the
address cannot be listened on · 130 the command behind -- was interrupted`,
		Example: `  udmap mock zoom -- printenv ZOOM_API_URL`,
		GroupID: groupLogs,
		Args:    rejectUnknownVerb,
		RunE: func(*cobra.Command, []string) error {
			return usagef("name a vendor: zoom or zendesk; udmap mock --help shows how")
		},
	}
	for _, imitation := range imitations() {
		command.AddCommand(newMockVendorCommand(a, imitation))
	}
	return command
}

// newMockVendorCommand makes the verb for one vendor.
func newMockVendorCommand(a *app, imitation imitation) *cobra.Command {
	request := mockRequest{imitation: imitation, plan: choice{values: imitation.plans, chosen: imitation.plans[0]}}
	command := &cobra.Command{
		Use:   string(imitation.vendor) + " [-- COMMAND [ARGUMENT]…]",
		Short: "Imitate " + imitation.name + ": " + imitation.serves,
		Long: "Imitate " + imitation.name + ": " + imitation.serves + `.

Without a COMMAND, print the environment variables that lead a collector to the
mock, and serve until interrupted (Ctrl-C). With one, run it with these variables
set, and stop when it ends. When it stops, the mock tells what it was asked.

--fault NAME makes something go wrong. Behind the name and a colon, parted by
commas, may stand when: always, first=N, every=N, at=N; where: on=` +
			strings.Join(mock.Endpoints(imitation.vendor), "|") + `;
and by how much: delay=DURATION. The faults, each with when it strikes unless told:

` + faultList(imitation.vendor) + `
Exit codes: 0 stopped · 1 the COMMAND failed · 2 wrong usage · 3 the address cannot
be listened on · 130 the COMMAND was interrupted`,
		Example: mockExamples(imitation.vendor),
	}
	flags := command.Flags()
	flags.StringVar(&request.listen, "listen", "127.0.0.1:0", "listen on `HOST:PORT` of this machine; port 0 is any that is free")
	flags.Uint64Var(&request.options.Seed, "seed", 1, "make the records of seed `N`")
	flags.IntVar(&request.options.Records, "records", 1000, "serve `N` records of each kind")
	flags.IntVar(&request.days, "days", 7, "spread the records over the last `N` days and today, the rest of it included")
	request.plan.addTo(command, "plan", "the plan of the account, which sets its quotas")
	flags.StringArrayVar(&request.faults, "fault", nil, "make `NAME[:WHEN…]` go wrong, as listed above; may be repeated")
	// The error is that there is no such flag.
	_ = command.RegisterFlagCompletionFunc("fault",
		cobra.FixedCompletions(mock.FaultNames(imitation.vendor), cobra.ShellCompDirectiveNoFileComp))
	command.Args = func(command *cobra.Command, args []string) error {
		if len(args) > 0 && command.ArgsLenAtDash() != 0 {
			return usagef("mock %s takes no argument, but got %q; a command to run stands behind --", imitation.vendor, args[0])
		}
		return nil
	}
	command.RunE = func(command *cobra.Command, args []string) error {
		request.command = args
		return a.mock(command.Context(), request)
	}
	return command
}

func mockExamples(vendor mock.Vendor) string {
	if vendor == mock.Zoom {
		return `  # leave it running in one terminal, and paste what it prints into another:
  #   udmap mock zoom --listen 127.0.0.1:8400
  # or let it run for one command, with each fifth request refused
  udmap mock zoom --fault 429-iso:every=5 -- printenv ZOOM_API_URL`
	}
	return `  # leave it running in one terminal, and paste what it prints into another:
  #   udmap mock zendesk --listen 127.0.0.1:8401
  # or let it run for one command, with late records and cursors that are refused
  udmap mock zendesk --fault late-events --fault page-token-expired:at=2 -- printenv ZENDESK_BASE_URL`
}

// faultList lists the faults of a vendor, a line each, indented so that Markdown
// leaves them alone.
func faultList(vendor mock.Vendor) string {
	var list strings.Builder
	for _, kind := range mock.Kinds(vendor) {
		when := kind.Default.String()
		if kind.Delay > 0 {
			when += ",delay=" + strings.TrimSuffix(strings.TrimSuffix(kind.Delay.String(), "0s"), "0m")
		}
		fmt.Fprintf(&list, "    %-20s  %s (%s of %s)\n", kind.Name, kind.Summary, when, kind.Counts)
	}
	return list.String()
}

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
	served := make(chan error, 1)
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	go func() { served <- web.Serve(listener) }()
	environment := request.imitation.environment("http://" + listener.Addr().String())

	if len(request.command) > 0 {
		err = a.runBeside(ctx, request.command, environment)
	} else {
		err = a.announce(request.imitation, environment)
		if err == nil {
			select {
			case <-ctx.Done():
			case err = <-served:
			}
		}
	}
	err = errors.Join(err, web.Close())
	fmt.Fprintln(a.stderr, "udmap: "+describeRequests(request.imitation, server.Requests()))
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
	host, _, err := net.SplitHostPort(address)
	if err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback()) {
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
		return a.printJSON(map[string]any{"vendor": imitation.vendor, "environment": variables})
	}
	fmt.Fprintf(a.stderr, "udmap: a mock of %s listens; Ctrl-C stops it. Set these in the terminal of the collector:\n", imitation.name)
	_, err := fmt.Fprintln(a.stdout, "export "+strings.Join(environment, "\nexport "))
	return err
}

// runBeside runs a command with the variables set. An interrupt goes on to it.
func (a *app) runBeside(ctx context.Context, words, environment []string) error {
	command := exec.CommandContext(ctx, words[0], words[1:]...)
	command.Env = append(command.Environ(), environment...)
	command.Stdin, command.Stdout, command.Stderr = a.stdin, a.stdout, a.stderr
	command.Cancel = func() error { return command.Process.Signal(interrupt) }
	command.WaitDelay = 10 * time.Second
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

// describeRequests counts what a mock was asked, and the faults that struck.
func describeRequests(imitation imitation, requests []mock.Request) string {
	faults := map[string]int{}
	for _, request := range requests {
		for _, name := range request.Faults {
			faults[name]++
		}
	}
	var struck []string
	for name, count := range faults {
		struck = append(struck, fmt.Sprintf("%s %d", name, count))
	}
	slices.Sort(struck)
	return fmt.Sprintf("the mock of %s answered %s; faults: %s", imitation.name,
		plural(len(requests), "request"), cmp.Or(strings.Join(struck, ", "), "none"))
}
