package main

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/locate"
	"github.com/udmap/udmap/internal/reprocess"
	"github.com/udmap/udmap/parser"
)

// check refuses what cannot be meant, before anything is read.
func (r *reprocessRequest) check() error {
	bucket, prefix, err := splitPlace(r.place)
	if err != nil {
		return usageError{err}
	}
	manifestBucket, key, isRemote := r.remoteManifest()
	switch {
	case r.udmPrefix == "" && r.udmBucket == "", r.rejPrefix == "" && r.rejBucket == "":
		return usagef("--udm-prefix and --rejected-prefix must not be empty where outputs lie in the bucket of the raw objects")
	case isRemote && (key == "" || strings.HasSuffix(key, "/")):
		return usagef("--manifest %s names no object: give s3://bucket/key", r.manifest)
	case isRemote && manifestBucket == bucket && strings.HasPrefix(key, prefix):
		return usagef("--manifest %s lies among the raw objects of %s, and would be taken for one: choose another place", r.manifest, r.place)
	case r.jobFile == "" && r.isJobAsked:
		return usagef("--function-arn, --role-arn, --account and --priority are of a job: name its file with --job")
	case r.jobFile == "":
		return nil
	case !isRemote:
		return usagef("--job needs the manifest in S3, where the job reads it: give --manifest s3://bucket/key")
	case r.job.FunctionARN == "" || r.job.RoleARN == "":
		return usagef("--job needs --function-arn and --role-arn: which function is called, and by which role")
	}
	if err := r.job.Check(); err != nil {
		return usageError{err}
	}
	return nil
}

// splitPlace takes a place of raw objects apart. The prefix is empty or ends
// with a slash.
func splitPlace(place string) (bucket, prefix string, err error) {
	rest, isBucket := strings.CutPrefix(place, "s3://")
	if !isBucket {
		return "", "", fmt.Errorf("%s is no place in S3, where the job would read: give s3://bucket/prefix", place)
	}
	bucket, prefix, _ = strings.Cut(rest, "/")
	if prefix != "" && !strings.HasSuffix(prefix, "/") {
		prefix += "/"
	}
	return bucket, prefix, nil
}

// remoteManifest takes the place of the manifest apart if it is in S3.
func (r *reprocessRequest) remoteManifest() (bucket, key string, isRemote bool) {
	rest, isRemote := strings.CutPrefix(r.manifest, "s3://")
	if !isRemote {
		return "", "", false
	}
	bucket, key, _ = strings.Cut(rest, "/")
	return bucket, key, true
}

// chosenClasses reads --include.
func (r *reprocessRequest) chosenClasses() ([]reprocess.Class, error) {
	chosen := alwaysChosen()
	for _, name := range r.include {
		if !slices.Contains(optionalClasses(), name) {
			return nil, usagef("--include %s: there is no such class to include%s", name,
				didYouMean(name, optionalClasses(), "it takes "+strings.Join(optionalClasses(), ", ")))
		}
		chosen = append(chosen, reprocess.Class(name))
	}
	return chosen, nil
}

// builtInVersions are those of the tables that are built in, by name.
func (a *app) builtInVersions() (map[string]int, error) {
	catalog, err := a.compileCatalog(tableChoice{name: autoTable}, parser.Options{})
	if err != nil {
		return nil, err
	}
	versions := map[string]int{}
	for _, plan := range catalog.Plans() {
		versions[plan.Table().Name] = plan.Table().Version
	}
	return versions, nil
}

// readLimits reads --table-older-than. Its warnings are of versions that are yet
// to come.
func (r *reprocessRequest) readLimits(builtIn map[string]int) (limits reprocess.Limits, warnings []string, err error) {
	if len(r.olderThan) == 0 {
		return reprocess.Limits{Tables: builtIn}, nil, nil
	}
	limits.Tables = map[string]int{}
	for _, value := range r.olderThan {
		table, text, isNamed := strings.Cut(value, "@")
		if !isNamed {
			table, text = "", value
		}
		version, err := strconv.Atoi(text)
		if _, known := builtIn[table]; isNamed && !known {
			names := slices.Sorted(maps.Keys(builtIn))
			return limits, nil, usagef("--table-older-than %s: no table %q is built in%s", value, table,
				didYouMean(table, names, "there are "+strings.Join(names, ", ")))
		}
		if _, isTable := builtIn[text]; !isNamed && isTable {
			return limits, nil, usagef("--table-older-than %s: below which version? write %s@%d", value, value, builtIn[text])
		}
		if err != nil || version < 1 || version > math.MaxInt32 {
			return limits, nil, usagef("--table-older-than %s: write a version, such as 3, or a table and a version, such as zoom_operation_logs@3", value)
		}
		_, twice := limits.Tables[table]
		switch {
		case twice, !isNamed && limits.Any != 0:
			return limits, nil, usagef("--table-older-than %s: it is given twice", value)
		case !isNamed:
			limits.Any = version
			continue
		}
		limits.Tables[table] = version
		if version > builtIn[table] {
			warnings = append(warnings, fmt.Sprintf("the table %s of this program has version %d: a function of this release would make outputs that are still older than %d",
				table, builtIn[table], version))
		}
	}
	return limits, warnings, nil
}

// buckets are the stores that a survey and a manifest need.
type buckets struct {
	raw, udm, rejected *objectstore.S3
	manifest           *objectstore.S3 // nil if it is not in S3
}

func (r *reprocessRequest) open(ctx context.Context, rawBucket string) (buckets, error) {
	opened := map[string]*objectstore.S3{}
	var failure error
	open := func(bucket string) *objectstore.S3 {
		if bucket == "" {
			bucket = rawBucket
		}
		if opened[bucket] == nil && failure == nil {
			store, err := locate.Open(ctx, "s3://"+bucket)
			failure = err
			opened[bucket], _ = store.(*objectstore.S3) // what Open gives for s3://
		}
		return opened[bucket]
	}
	places := buckets{raw: open(rawBucket), udm: open(r.udmBucket), rejected: open(r.rejBucket)}
	if bucket, _, isRemote := r.remoteManifest(); isRemote {
		places.manifest = open(bucket)
	}
	if failure != nil {
		return buckets{}, usageError{failure}
	}
	return places, nil
}
