package main

import (
	"fmt"
	"strings"

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
set, and stop when it ends. When it stops, the mock tells what it was asked,
with --verbose each request.

--fault NAME makes something go wrong. Behind the name and a colon, parted by
commas, may stand when it strikes (always, first=N, every=N, at=N), by how much
(delay=DURATION), and where alone, on=ENDPOINT:
` + strings.Join(mock.Endpoints(imitation.vendor), ", ") + `.
The faults, each with when it strikes unless told:

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
	flags.BoolVar(&request.options.Unlimited, "no-quotas", false, "let anybody ask as often as they like")
	flags.StringArrayVar(&request.faults, "fault", nil, "make `NAME` go wrong, as listed above; may be repeated")
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

// faultList lists the faults of a vendor, indented so that Markdown leaves them
// alone.
func faultList(vendor mock.Vendor) string {
	var list strings.Builder
	for _, kind := range mock.Kinds(vendor) {
		when := kind.Default.String()
		if kind.Delay > 0 {
			when += ",delay=" + strings.NewReplacer("h0m0s", "h", "m0s", "m").Replace(kind.Delay.String())
		}
		fmt.Fprintf(&list, "    %-20s  %s\n    %-20s  %s, of %s\n", kind.Name, kind.Summary, "", when, kind.Counts)
	}
	return list.String()
}
