// Package outputname derives the names of what a raw object becomes: the file
// of its events and the file of its rejected records.
package outputname

import "strings"

const (
	eventsSuffix   = ".udm.jsonl"
	rejectedSuffix = ".rejected.jsonl"
	gzipSuffix     = ".gz"
)

// Events returns the name of the events of a raw object:
// "2026/a.json.gz" becomes "2026/a.udm.jsonl.gz".
func Events(raw string, compressed bool) string {
	return withGzip(stem(raw)+eventsSuffix, compressed)
}

// Rejected returns the name of the rejected records of a raw object:
// "2026/a.json.gz" becomes "2026/a.rejected.jsonl.gz".
func Rejected(raw string, compressed bool) string {
	return withGzip(stem(raw)+rejectedSuffix, compressed)
}

// IsOutput reports whether a name is one that Events or Rejected give, so that
// whoever reads a folder can pass over what udmap wrote there.
func IsOutput(name string) bool {
	name = strings.TrimSuffix(name, gzipSuffix)
	return strings.HasSuffix(name, eventsSuffix) || strings.HasSuffix(name, rejectedSuffix)
}

func withGzip(name string, compressed bool) string {
	if compressed {
		return name + gzipSuffix
	}
	return name
}

// stem is the raw name without the suffixes that say how it is written: one of
// compression, then one of the format. A name that is nothing but a suffix
// keeps it.
func stem(raw string) string {
	return cutSuffix(cutSuffix(raw, gzipSuffix, ".zst"), ".json", ".jsonl", ".ndjson", ".log")
}

func cutSuffix(name string, suffixes ...string) string {
	for _, suffix := range suffixes {
		if cut, found := strings.CutSuffix(name, suffix); found && cut != "" && !strings.HasSuffix(cut, "/") {
			return cut
		}
	}
	return name
}
