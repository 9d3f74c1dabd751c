package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/reprocess"
)

// reprocess is one call of the verb.
func (a *app) reprocess(ctx context.Context, request reprocessRequest) error {
	if err := request.check(); err != nil {
		return err
	}
	include, err := request.chosenClasses()
	if err != nil {
		return err
	}
	builtIn, err := a.builtInVersions()
	if err != nil {
		return err
	}
	limits, warnings, err := request.readLimits(builtIn)
	if err != nil {
		return err
	}
	for _, warning := range warnings {
		fmt.Fprintf(a.stderr, "udmap: warning: %s\n", warning)
	}
	bucket, prefix, err := splitPlace(request.place)
	if err != nil {
		return usageError{err}
	}
	places, err := request.open(ctx, bucket)
	if err != nil {
		return err
	}
	run := reprocessing{app: a, request: request, bucket: bucket, places: places, plan: reprocess.NewPlan(include...)}
	return run.run(ctx, reprocess.Survey{
		Raw: places.raw, Events: places.udm, Rejected: places.rejected,
		Prefix: prefix, UDMPrefix: request.udmPrefix, RejectedPrefix: request.rejPrefix,
		StateKeys: request.stateKeys, Limits: limits,
	})
}

// reprocessing is the verb reprocess whose flags are read.
type reprocessing struct {
	*app
	request reprocessRequest
	bucket  string // of the raw objects
	places  buckets
	plan    *reprocess.Plan
	tag     string // of the manifest, once it is in S3
}

func (r *reprocessing) run(ctx context.Context, survey reprocess.Survey) error {
	manifest, err := r.createManifest()
	if err != nil {
		return err
	}
	defer func() { _ = manifest.Discard() }() // what is left of it is of no use
	job, err := r.createJob()
	if err != nil {
		return err
	}
	defer func() { _ = job.Discard() }() // likewise
	if err := r.survey(ctx, survey, manifest); err != nil {
		return err
	}
	if r.plan.Chosen.Objects > 0 && r.request.manifest != "" {
		if r.tag, err = manifest.Publish(ctx); err != nil {
			return err
		}
		if err := r.writeJob(job); err != nil {
			return err
		}
	}
	return r.print()
}

// survey writes the chosen objects down as they are found.
func (r *reprocessing) survey(ctx context.Context, survey reprocess.Survey, manifest io.Writer) error {
	progress := r.newReprocessProgress()
	defer progress.end()
	for object, err := range survey.Objects(ctx) {
		if err != nil {
			return err
		}
		if r.plan.Add(object) {
			if _, err := io.WriteString(manifest, reprocess.ManifestLine(r.bucket, object.Key)); err != nil {
				return err
			}
		}
		progress.show(r.plan)
	}
	return nil
}

// createJob begins the file of the job before anything is read, which can take
// hours, so that one that cannot be written is known at once.
func (r *reprocessing) createJob() (committer, error) {
	if r.request.jobFile == "" {
		return noFile{io.Discard}, nil
	}
	return createNamed("--job", r.request.jobFile)
}

func (r *reprocessing) writeJob(file committer) error {
	if r.request.jobFile == "" {
		return nil
	}
	job := r.request.job
	job.Bucket, job.Key, _ = r.request.remoteManifest()
	job.Tag = r.tag
	job.Description = fmt.Sprintf("udmap reprocess %s: %s", r.request.place, count(r.plan.Chosen.Objects, "object"))
	document, err := job.Document()
	if err != nil {
		return err
	}
	if _, err := file.Write(document); err != nil {
		return err
	}
	return file.Commit()
}

// manifestFile is a manifest in the making. Publish puts it where it is to be,
// and gives the tag that it has there, if it has one.
type manifestFile interface {
	io.Writer
	Publish(ctx context.Context) (tag string, err error)
	Discard() error
}

func (r *reprocessing) createManifest() (manifestFile, error) {
	_, key, isRemote := r.request.remoteManifest()
	switch {
	case isRemote:
		return newRemoteManifest(r.places.manifest, key)
	case r.request.manifest != "":
		file, err := createNamed("--manifest", r.request.manifest)
		return localManifest{file}, err
	}
	return localManifest{noFile{io.Discard}}, nil
}

// committer is a file that appears once it is whole.
type committer interface {
	io.Writer
	Commit() error
	Discard() error
}

// noFile is one that was not asked for.
type noFile struct{ io.Writer }

// Commit does nothing.
func (noFile) Commit() error { return nil }

// Discard does nothing.
func (noFile) Discard() error { return nil }

// localManifest is a file.
type localManifest struct{ committer }

// Publish puts the file in its place.
func (m localManifest) Publish(context.Context) (string, error) { return "", m.Commit() }

// remoteManifest is kept in a temporary file until it is whole, so that nobody
// starts a job with half of it.
type remoteManifest struct {
	*os.File
	store *objectstore.S3
	key   string
}

func newRemoteManifest(store *objectstore.S3, key string) (*remoteManifest, error) {
	file, err := os.CreateTemp("", "udmap-manifest-*.csv")
	return &remoteManifest{file, store, key}, err
}

// Publish writes the manifest into the bucket.
func (m *remoteManifest) Publish(ctx context.Context) (string, error) {
	if _, err := m.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	info, err := m.store.Put(ctx, m.key, m.File, objectstore.Options{ContentType: "text/csv"})
	return info.Tag, err
}

// Discard removes the temporary file.
func (m *remoteManifest) Discard() error { return errors.Join(m.Close(), os.Remove(m.Name())) }
