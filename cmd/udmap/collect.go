package main

import (
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/zendesk"
	"github.com/udmap/udmap/collector/zoom"
)

// collectable is a vendor whose records can be collected.
type collectable struct {
	name     string // of the verb, and of the state
	title    string
	collects string
	prefix   string // of objects in S3_BUCKET, as the published script has it
	settings []collector.Setting
	// read makes a collector without stores of its settings, with what there is
	// to say about them.
	read func(lookup func(string) string, now time.Time, userAgent string) (*collector.Collector, []string, error)
}

func collectables() []collectable {
	return []collectable{
		{
			name: "zoom", title: "Zoom", collects: "operation logs and sign-in records",
			prefix: "zoom/operationlogs/", settings: zoom.Settings(),
			read: func(lookup func(string) string, now time.Time, userAgent string) (*collector.Collector, []string, error) {
				config, err := zoom.ReadConfig(lookup, now)
				if err != nil {
					return nil, nil, err
				}
				config.UserAgent = userAgent
				made, err := zoom.New(config, http.DefaultTransport)
				return made, nil, err
			},
		},
		{
			name: "zendesk", title: "Zendesk", collects: "audit logs and tickets",
			prefix: "zendesk/crm/", settings: zendesk.Settings(),
			read: func(lookup func(string) string, now time.Time, userAgent string) (*collector.Collector, []string, error) {
				config, err := zendesk.ReadConfig(lookup, now)
				if err != nil {
					return nil, nil, err
				}
				config.UserAgent = userAgent
				made, err := zendesk.New(config, http.DefaultTransport)
				return made, config.Warnings, err
			},
		},
	}
}

// newCollectCommand makes the verb that collects raw records.
func newCollectCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "collect",
		Short: "Collect raw records of Zoom or Zendesk, each exactly once",
		Long: `Ask a vendor's API for the records that are new, and write them into a folder or
an S3 bucket, each exactly once, whatever ends a run and whoever else runs.

Exit codes: 0 collected · 1 the API refused something, or another run was
quicker · 2 wrong usage or settings · 3 the state cannot be used, or something
could not be read or written · 130 interrupted`,
		Example: `  # without an account, against an imitation of the API
  udmap mock zoom -- udmap collect zoom --to logs`,
		GroupID: groupLogs,
		Args:    rejectUnknownVerb,
		RunE: func(*cobra.Command, []string) error {
			return usagef("name a vendor: zoom or zendesk; udmap collect --help shows how")
		},
	}
	for _, vendor := range collectables() {
		command.AddCommand(newCollectVendorCommand(a, vendor))
	}
	return command
}

// newCollectVendorCommand makes the verb for one vendor.
func newCollectVendorCommand(a *app, vendor collectable) *cobra.Command {
	request := collectRequest{vendor: vendor}
	command := &cobra.Command{
		Use:   vendor.name,
		Short: "Collect " + vendor.collects + " of " + vendor.title,
		Long: "Collect " + vendor.collects + " of " + vendor.title + `: each record exactly once, as the API
sent it, one a line, in objects named YYYY/MM/DD/RESOURCE-HASH.json.gz.

A run goes on where the one before it ended, which the state tells. The state of
a folder is in its .udmap, that of a bucket in udmap-state/` + vendor.name + `.json of the bucket,
unless --state or STATE_KEY names another place.

Each flag in capitals below can be set by the environment variable of that name
instead. Secrets have no flag: set the variable, or NAME_FILE to the name of a
file that holds it.
` + secretList(vendor) + `
Without --to, objects go to S3_BUCKET below S3_PREFIX (default ` + vendor.prefix + `).

Exit codes: 0 collected · 1 the API refused something, or another run was
quicker · 2 wrong usage or settings · 3 the state cannot be used, or something
could not be read or written · 130 interrupted`,
		Example: collectExamples(vendor.name),
		Args:    noArguments,
	}
	flags := command.Flags()
	flags.StringVar(&request.to, "to", "", "write objects to the folder or s3://bucket/prefix `PLACE`")
	flags.StringVar(&request.state, "state", "", "keep the state in the file or s3://bucket/key `PLACE`")
	flags.StringVar(&request.until, "until", "", "read up to the day or time `WHEN` only")
	flags.BoolVar(&request.dryRun, "dry-run", false, "tell what would be asked, and from where, without asking or writing")
	flags.DurationVar(&request.every, "every", 0, "run again each `DURATION`, such as 15m, until interrupted")
	given := map[string]*pflag.Flag{}
	for _, setting := range vendor.settings {
		if !setting.Secret {
			given[setting.Variable] = addSetting(flags, setting)
		}
	}
	request.lookup = func(variable string) string {
		if flag, found := given[variable]; found && flag.Changed {
			return flag.Value.String()
		}
		return a.env(variable)
	}
	command.RunE = func(command *cobra.Command, _ []string) error {
		return a.collect(command.Context(), request)
	}
	return command
}

// addSetting makes a flag of a setting. Its default is left to the environment.
func addSetting(flags *pflag.FlagSet, setting collector.Setting) *pflag.Flag {
	usage := setting.Help + " (`" + setting.Variable + "`"
	if setting.Default != "" {
		usage += ", default " + setting.Default
	}
	name := settingFlag(setting.Variable)
	flags.String(name, "", usage+")")
	return flags.Lookup(name)
}

// settingFlag is the name of a setting's flag: people ask for records since a
// day.
func settingFlag(variable string) string {
	if variable == "START" {
		return "since"
	}
	return collector.Setting{Variable: variable}.Flag()
}

// secretList lists the secrets of a vendor, indented so that Markdown leaves
// them alone.
func secretList(vendor collectable) string {
	var list strings.Builder
	for _, setting := range vendor.settings {
		if setting.Secret {
			list.WriteString("\n    " + setting.Variable + "  " + setting.Help)
		}
	}
	return list.String() + "\n"
}

func collectExamples(vendor string) string {
	return `  # without an account, against an imitation of the API
  udmap mock ` + vendor + ` -- udmap collect ` + vendor + ` --to logs
  # what would be asked?
  udmap mock ` + vendor + ` -- udmap collect ` + vendor + ` --to logs --dry-run
  # with an account, into a bucket, every quarter of an hour:
  #   udmap collect ` + vendor + ` --to s3://example-logs/` + vendor + ` --every 15m`
}
