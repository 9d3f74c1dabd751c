package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/vendors"
	"github.com/udmap/udmap/internal/awssettings"
	"github.com/udmap/udmap/internal/secret"
)

// newCollectCommand makes the verb that brings logs from the vendors.
func newCollectCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "collect",
		Short: "Collect raw logs from Zoom or Zendesk, each record exactly once",
		Long: `Collect raw logs from a vendor's API into a folder or an S3 bucket, each record
exactly once: whenever a run ends, and whoever else runs, the next one goes on
where it stopped. docs/collecting.md tells how that is kept.

Exit codes: 0 collected, or stopped in time · 1 a resource failed and others did
not, or records were rejected · 2 wrong usage or settings · 3 the API, the state
or the store could not be read or written · 130 interrupted`,
		Example: `  udmap mock zoom -- udmap collect zoom --to logs/zoom`,
		GroupID: groupLogs,
		Args:    rejectUnknownVerb,
		RunE: func(*cobra.Command, []string) error {
			return usagef("name a vendor: zoom or zendesk; udmap collect --help shows how")
		},
	}
	for _, vendor := range vendors.All() {
		command.AddCommand(newCollectVendorCommand(a, vendor))
	}
	return command
}

// collectRequest is what the command line asks for.
type collectRequest struct {
	vendor vendors.Vendor
	to     string
	state  string
	dryRun bool
	once   bool
	every  time.Duration
	budget time.Duration

	flags map[string]*settingFlag // of settings, by variable
}

// newCollectVendorCommand makes the verb for one vendor.
func newCollectVendorCommand(a *app, vendor vendors.Vendor) *cobra.Command {
	request := collectRequest{vendor: vendor, flags: map[string]*settingFlag{}}
	command := &cobra.Command{
		Use:   vendor.Name,
		Short: "Collect " + vendor.Lists,
		Long: "Collect " + vendor.Lists + `.

Objects are gzip, one record a line as the API sent it, by day. What is collected
is kept in a state beside them. Each flag that names a variable in capitals stands
for it; secrets are taken from variables, from files or from AWS, never from the
command line. All that is wrong with settings is told at once, before the vendor
is asked anything.

Exit codes: 0 collected, or stopped in time · 1 a resource failed and others did
not, or records were rejected · 2 wrong usage or settings · 3 the API, the state
or the store could not be read or written · 130 interrupted`,
		Example: collectExamples(vendor.Name),
		Args:    noArguments,
	}
	request.addFlags(command)
	command.RunE = func(command *cobra.Command, _ []string) error {
		return a.collect(command.Context(), request)
	}
	return command
}

func collectExamples(vendor string) string {
	return `  # try it without an account: one run against a server that imitates the vendor
  udmap mock ` + vendor + ` -- udmap collect ` + vendor + ` --to logs/` + vendor + `
  # what would be asked, from where the state stands
  udmap mock ` + vendor + ` -- udmap collect ` + vendor + ` --to logs/` + vendor + ` --dry-run
  # the last days too, and UDM events beside the raw records
  udmap mock ` + vendor + ` -- udmap collect ` + vendor + ` --to logs/` + vendor + ` --since "$(date -d '2 days ago' +%F)" --normalize
  # for good, into a bucket:
  #   udmap collect ` + vendor + ` --to s3://example-bucket/` + vendor + ` --every 15m`
}

func (r *collectRequest) addFlags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringVar(&r.to, "to", "", "write objects into `PLACE`: a folder, or s3://bucket/prefix")
	flags.StringVar(&r.state, "state", "", "keep the state in `PLACE`: a file, or s3://bucket/key (default beside the objects)")
	flags.BoolVar(&r.dryRun, "dry-run", false, "tell what would be asked, and ask and write nothing")
	flags.BoolVar(&r.once, "once", false, "run once, which is the default")
	flags.DurationVar(&r.every, "every", 0, "run again and again, `TIME` after the last run began, such as 15m")
	flags.DurationVar(&r.budget, "budget", 0, "stop in good order before a run has taken `TIME`, such as 300s")
	for _, setting := range slices.Concat(collector.PlaceSettings(r.vendor.Prefix), r.vendor.Settings) {
		value := new(settingFlag)
		r.flags[setting.FlagVariable()] = value
		flags.Var(value, setting.FlagName(), describeSetting(setting))
		if setting.Default == "false" {
			flags.Lookup(setting.FlagName()).NoOptDefVal = "true"
		}
		if setting.Secret {
			name, variable := setting.ReferenceFlag()
			r.flags[variable] = new(settingFlag)
			flags.Var(r.flags[variable], name, "`ARN` of the secret or parameter of AWS that holds it ("+variable+")")
		}
	}
}

// settingFlag is the value of a flag that stands for a variable, which is read
// where variables are.
type settingFlag string

// String returns the value as it was given.
func (f *settingFlag) String() string { return string(*f) }

// Type names the kind of value in --help.
func (f *settingFlag) Type() string { return "VALUE" }

// Set takes the value.
func (f *settingFlag) Set(value string) error {
	*f = settingFlag(value)
	return nil
}

// describeSetting is the usage of a setting's flag.
func describeSetting(setting collector.Setting) string {
	usage := setting.Help
	if setting.Secret {
		usage = "`FILE` that holds it: " + usage
	}
	usage += " (" + setting.FlagVariable()
	if setting.Default != "" {
		usage += ", default " + setting.Default
	}
	return usage + ")"
}

// lookup is a setting: of its flag, else of the environment.
func (r *collectRequest) lookup(environment func(string) string) func(variable string) string {
	return func(variable string) string {
		if value, isFlag := r.flags[variable]; isFlag && *value != "" {
			return string(*value)
		}
		return environment(variable)
	}
}

// check refuses what cannot be meant.
func (r *collectRequest) check() error {
	switch {
	case r.once && r.every != 0:
		return usagef("--once and --every do not go together: leave one out")
	case r.every < 0, r.every > 0 && r.every < time.Second:
		return usagef("--every must be at least 1s, not %s", r.every)
	case r.budget < 0, r.budget > 0 && r.budget < 30*time.Second:
		return usagef("--budget must be at least 30s, not %s: a run needs some of it to commit what it has read", r.budget)
	}
	return nil
}

// collect is one call of the verb.
func (a *app) collect(ctx context.Context, request collectRequest) error {
	if err := request.check(); err != nil {
		return err
	}
	debug.SetMemoryLimit(collector.MemoryLimit)
	now := time.Now()
	lookup := request.lookup(a.env)
	places, placesErr := collector.ReadPlaces(request.vendor.Prefix, lookup, request.to, request.state)
	made, warnings, err := request.vendor.Build(lookup, userAgent(), now, collector.WithSecretsFrom(fetchSecret(ctx)))
	if err := errors.Join(placesErr, err); err != nil {
		return usageError{fmt.Errorf("the settings cannot be used:\n%w", err)}
	}
	for _, warning := range slices.Concat(places.Warnings, warnings) {
		fmt.Fprintf(a.stderr, "udmap: warning: %s\n", warning)
	}
	run := &collection{app: a, request: request, collector: made}
	if err := run.open(ctx, places); err != nil {
		return err
	}
	if request.dryRun {
		return run.printPlan(ctx)
	}
	return run.repeat(ctx)
}

// fetchSecret reads secrets that AWS keeps, with the settings that all AWS
// programs take.
func fetchSecret(ctx context.Context) collector.FetchSecret {
	return func(reference string) (string, error) {
		settings, err := awssettings.Load(ctx)
		if err != nil {
			return "", err
		}
		return secret.NewClient(settings).Fetch(ctx, reference)
	}
}

// userAgent tells vendors who asks.
func userAgent() string { return "udmap/" + readBuild().Version + " (+https://github.com/udmap/udmap)" }
