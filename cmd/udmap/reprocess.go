package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/reprocess"
)

// reprocessRequest is what the command line asks for.
type reprocessRequest struct {
	place      string
	olderThan  []string // TABLE@VERSION or VERSION
	include    []string // classes
	udmBucket  string
	udmPrefix  string
	rejBucket  string
	rejPrefix  string
	stateKeys  []string
	manifest   string
	jobFile    string
	job        reprocess.Job
	isJobAsked bool // a flag of the job is given
}

// newReprocessCommand makes the verb that finds what a corrected table changes.
func newReprocessCommand(a *app) *cobra.Command {
	request := reprocessRequest{}
	command := &cobra.Command{
		Use:   "reprocess s3://BUCKET/PREFIX",
		Short: "Find the raw objects that a corrected table is to be applied to, and make a job of them",
		Long: `Find the raw objects of a bucket whose UDM objects an older table made, and tell
how many they are, their bytes, and which versions of tables made what is there
now. With --manifest, write them down for S3 Batch Operations, and with --job the
job that hands each of them to the normalizer's function, which makes its outputs
anew: install the function with the corrected table first. Objects are listed and
metadata of outputs is read; nothing of a bucket is changed but the manifest. The
prefix is a folder: zoom does not take in zoom-test/.

Which outputs are older, --table-older-than says: zoom_operation_logs@3 are those
of that table below version 3, a bare 3 those of every table below 3. Without it,
they are those that a table built into this program has outgrown. Each raw object
is in one class; the first two are chosen, and --include adds others:

  older     a table that mapped one of its records is older
  changed   its outputs are of an earlier content
  missing   it was never normalized
  refused   it was rejected as a whole, such as for its size
  unmapped  no table mapped a record of it: all were rejected or skipped
  unknown   its UDM object does not say how it was made: not by the function
  current   none of these

Exit codes: 0 told, also if there is nothing to do · 2 wrong usage · 3 a bucket
could not be read or the manifest not written · 130 interrupted`,
		Example: `  udmap reprocess --help
  # what the tables of this program would make anew:
  #   udmap reprocess s3://example-logs/zoom/operationlogs
  # everything that version 1 or 2 of a table has made, as a job:
  #   udmap reprocess s3://example-logs/zoom --table-older-than zoom_operation_logs@3 --manifest s3://example-jobs/zoom.csv --job job.json --function-arn arn:aws:lambda:eu-central-1:123456789012:function:udmap-normalizer --role-arn arn:aws:iam::123456789012:role/udmap-batch
  #   aws s3control create-job --cli-input-json file://job.json
  # logs that were there before the function was:
  #   udmap reprocess s3://example-logs/zoom --include missing --manifest zoom.csv`,
		GroupID: groupLogs,
		Args:    onePlace,
	}
	request.addFlags(command)
	command.RunE = func(command *cobra.Command, places []string) error {
		request.place = places[0]
		request.isJobAsked = slices.ContainsFunc(jobFlags(), command.Flags().Changed)
		return a.reprocess(command.Context(), request)
	}
	return command
}

func onePlace(_ *cobra.Command, places []string) error {
	if len(places) != 1 {
		return usagef("name one place of raw objects, such as s3://example-logs/zoom/operationlogs, not %d", len(places))
	}
	return nil
}

func (r *reprocessRequest) addFlags(command *cobra.Command) {
	flags := command.Flags()
	flags.StringArrayVar(&r.olderThan, "table-older-than", nil,
		"choose what a table below a `VERSION` made: TABLE@VERSION, once for each table, or VERSION for any (default the built-in versions)")
	flags.StringArrayVar(&r.include, "include", nil, "choose a `CLASS` too: "+strings.Join(optionalClasses(), ", ")+"; once for each")
	flags.StringVar(&r.udmPrefix, "udm-prefix", "udm/", "what the function puts in front of the keys of UDM objects (UDM_PREFIX)")
	flags.StringVar(&r.rejPrefix, "rejected-prefix", "rejected/", "what the function puts in front of the keys of rejected objects (REJECTED_PREFIX)")
	flags.StringVar(&r.udmBucket, "udm-bucket", "", "`BUCKET` of UDM objects (UDM_BUCKET; default that of the raw objects)")
	flags.StringVar(&r.rejBucket, "rejected-bucket", "", "`BUCKET` of rejected objects (REJECTED_BUCKET; default that of the raw objects)")
	flags.StringArrayVar(&r.stateKeys, "state-key", nil, "`KEY` of an object that is no log, as in STATE_KEYS; once for each")
	flags.StringVar(&r.manifest, "manifest", "", "write the chosen objects into `PLACE`, as S3 Batch Operations reads them: s3://bucket/key, or a file")
	flags.StringVar(&r.jobFile, "job", "", "write the job for aws s3control create-job --cli-input-json into `FILE`; the manifest must be in S3")
	flags.StringVar(&r.job.FunctionARN, "function-arn", "", "`ARN` of the normalizer's function, for --job")
	flags.StringVar(&r.job.RoleARN, "role-arn", "", "`ARN` of the role of the job, for --job")
	flags.StringVar(&r.job.Account, "account", "", "`ACCOUNT` of the job, for --job (default that of the function)")
	flags.IntVar(&r.job.Priority, "priority", 10, "priority of the job among others: higher ones come first, for --job")
	// The error is that there is no such flag.
	_ = command.RegisterFlagCompletionFunc("include", cobra.FixedCompletions(optionalClasses(), cobra.ShellCompDirectiveNoFileComp))
}

// jobFlags are the flags that mean nothing without --job.
func jobFlags() []string { return []string{"function-arn", "role-arn", "account", "priority"} }

// alwaysChosen are the classes that are made anew without being asked for.
func alwaysChosen() []reprocess.Class {
	return []reprocess.Class{reprocess.Older, reprocess.Changed}
}

// optionalClasses are those that --include takes.
func optionalClasses() []string {
	var names []string
	for _, class := range reprocess.Classes() {
		if class != reprocess.Current && !slices.Contains(alwaysChosen(), class) {
			names = append(names, string(class))
		}
	}
	return names
}
