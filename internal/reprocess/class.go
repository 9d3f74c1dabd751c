// Package reprocess finds the raw objects whose outputs a corrected table would
// make otherwise, and writes them down for S3 Batch Operations, which hands each
// to the normalizer. It reads lists and metadata only, never what is in objects.
package reprocess

import (
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/objectstore"
)

// Class is how a raw object and its outputs stand to each other.
type Class string

// The classes. Each raw object is in one of them.
const (
	Older    Class = "older"    // a table that mapped a record is older than what is asked for
	Changed  Class = "changed"  // the outputs are of an earlier content
	Missing  Class = "missing"  // there is no UDM object
	Refused  Class = "refused"  // the object was rejected as a whole, so no table took part
	Unmapped Class = "unmapped" // no table mapped a record: all were rejected or skipped
	Unknown  Class = "unknown"  // the UDM object does not say how it was made
	Current  Class = "current"  // none of these
)

// Classes lists the classes, in the order in which people read them.
func Classes() []Class {
	return []Class{Older, Changed, Missing, Refused, Unmapped, Unknown, Current}
}

// Limits are the versions of tables below which outputs are old.
type Limits struct {
	Tables map[string]int // by name of the table
	Any    int            // of the tables that Tables does not name; 0 if there is no limit
}

// isOlder tells whether one of the tables is below its limit.
func (l Limits) isOlder(tables map[string]int) bool {
	for table, version := range tables {
		limit, named := l.Tables[table]
		if !named {
			limit = l.Any
		}
		if version < limit {
			return true
		}
	}
	return false
}

// standing is what is known of the outputs of a raw object; of one that is not
// there the tag is empty.
type standing struct{ events, rejected objectstore.Info }

// classify tells the class of a raw object, and which tables made its events.
func (l Limits) classify(raw objectstore.Info, found standing) (Class, map[string]int) {
	rejected, known := normalizer.ReadProvenance(found.rejected)
	if known && rejected.Refused != "" && rejected.IsOf(raw) {
		return Refused, nil
	}
	if found.events.Tag == "" {
		return Missing, nil
	}
	events, known := normalizer.ReadProvenance(found.events)
	switch {
	case !known:
		return Unknown, nil
	case !events.IsOf(raw):
		return Changed, events.Tables
	case len(events.Tables) == 0:
		return Unmapped, nil
	case l.isOlder(events.Tables):
		return Older, events.Tables
	}
	return Current, events.Tables
}
