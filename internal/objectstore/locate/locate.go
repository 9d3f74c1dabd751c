// Package locate opens the store at a place that a user names.
package locate

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/udmap/udmap/internal/awssettings"
	"github.com/udmap/udmap/internal/objectstore"
)

// Open returns the store at a location: a folder, which need not be there, or
// s3://bucket/prefix. The keys of a store in a bucket are what follows the
// prefix and a slash. How AWS is reached, [objectstore.NewClient] tells.
func Open(ctx context.Context, location string) (objectstore.Store, error) {
	scheme, place, isURL := strings.Cut(location, "://")
	switch {
	case location == "":
		return nil, fmt.Errorf("there is no location: %s", allowedLocations)
	case isURL && scheme == "s3":
		return openBucket(ctx, location, place)
	case isURL:
		return nil, fmt.Errorf("location %q: %s:// is not known: %s", location, scheme, allowedLocations)
	case strings.HasPrefix(strings.ToLower(location), "s3:"):
		return nil, fmt.Errorf("location %q looks like a bucket: %s", location, allowedLocations)
	}
	return objectstore.NewDirectory(location)
}

const allowedLocations = "give a folder, such as logs/zoom, or s3://bucket/prefix"

// bucketName is the syntax of the names of buckets and of the aliases of access
// points.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

func openBucket(ctx context.Context, location, place string) (objectstore.Store, error) {
	bucket, prefix, _ := strings.Cut(place, "/")
	if !bucketName.MatchString(bucket) {
		return nil, fmt.Errorf("location %q: %q is no name of a bucket, which has 3 to 63 lower-case letters, digits, dots and hyphens: %s",
			location, bucket, allowedLocations)
	}
	client, err := newClient(ctx)
	if err != nil {
		return nil, fmt.Errorf("location %q: %w", location, err)
	}
	return objectstore.NewS3(client, bucket, prefix), nil
}

func newClient(ctx context.Context) (*s3.Client, error) {
	settings, err := awssettings.Load(ctx)
	if err != nil {
		return nil, err
	}
	return objectstore.NewClient(ctx, settings)
}
