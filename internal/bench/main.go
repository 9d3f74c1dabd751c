// Command bench measures what udmap promises about speed and memory, and
// fails if a promise is not kept:
//
//	go run ./internal/bench [-only REGEX] [-quick] [-report-only] [-rounds N]
//	go run ./internal/bench -profile FILE [-quick]
//
// The second form measures nothing: it writes the profile that the Go compiler is
// given.
//
// docs/benchmarks.md says how to read the table that it prints. The exit code
// is 0 if every limit is kept, 1 if one is not, 2 for wrong usage and 3 if
// something could not be measured because it failed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
)

const (
	exitKept   = 0
	exitMissed = 1
	exitUsage  = 2
	exitFailed = 3
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	quick := flags.Bool("quick", false, "measure very little: shows that the benchmark runs, its figures mean nothing")
	rounds := flags.Int("rounds", 0, "`number` of rounds, of which the best counts (default 10, with -quick 2)")
	only := flags.String("only", "", "take only the measures whose name matches the `regular expression`")
	reportOnly := flags.Bool("report-only", false, "exit with 0 even if a limit is not kept")
	profile := flags.String("profile", "", "measure nothing, but write to a `file` the profile that udmap is compiled with")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return exitKept
		}
		return exitUsage
	}
	chosen, err := regexp.Compile(*only)
	if err != nil {
		fmt.Fprintf(stderr, "bench: -only: %v\n", err)
		return exitUsage
	}

	work := fullWorkload()
	if *quick {
		work = quickWorkload()
	}
	if *rounds > 0 {
		work.rounds = *rounds
	}
	if *profile != "" {
		if err := writeProfile(ctx, work, *profile); err != nil {
			fmt.Fprintf(stderr, "bench: %v\n", err)
			return exitFailed
		}
		return exitKept
	}
	findings, err := measureAll(ctx, work, chosen, stderr)
	if err != nil {
		fmt.Fprintf(stderr, "bench: %v\n", err)
		return exitFailed
	}
	if err := writeReport(stdout, findings); err != nil {
		fmt.Fprintf(stderr, "bench: %v\n", err)
		return exitFailed
	}
	if !*reportOnly && anyMissed(findings) {
		return exitMissed
	}
	return exitKept
}

// measureAll takes the chosen measures one after another and says on progress
// which one it is at.
func measureAll(ctx context.Context, work workload, chosen *regexp.Regexp, progress io.Writer) ([]finding, error) {
	measures := []struct {
		name string
		take func(context.Context, workload) ([]finding, error)
	}{
		{"mapping", measureMapping},
		{"allocations", measureAllocations},
		{"zendesk", measureZendesk},
		{"gzip", measureGzip},
		{"cores", measureCores},
		{"memory", measureMemory},
	}
	var findings []finding
	for _, measure := range measures {
		if !chosen.MatchString(measure.name) {
			continue
		}
		fmt.Fprintf(progress, "measuring %s\n", measure.name)
		found, err := measure.take(ctx, work)
		if err != nil {
			return nil, fmt.Errorf("measure %s: %w", measure.name, err)
		}
		findings = append(findings, found...)
	}
	if len(findings) == 0 {
		return nil, fmt.Errorf("no measure has a name that matches %q", chosen)
	}
	return findings, nil
}
