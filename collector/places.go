package collector

import (
	"cmp"
	"strings"
)

// Places are where a collector keeps what it collects, and what it remembers:
// folders or files, or s3://bucket/….
type Places struct {
	Raw       string // a folder, or a bucket and a prefix
	State     string // a file, or a bucket and a key
	OldState  string // where the published script keeps its state if nothing else is configured
	UDM       string // a folder, or a bucket and a prefix
	Rejected  string // likewise
	Normalize bool   // write UDM and rejected records
	Warnings  []string
}

// PlaceSettings are those of ReadPlaces, for a prefix of objects by default.
func PlaceSettings(prefix string) []Setting {
	return []Setting{
		{Variable: "S3_BUCKET", Help: "bucket that objects go to, unless --to says where"},
		{Variable: "S3_PREFIX", Default: prefix, Help: "what the keys of objects begin with"},
		{Variable: "STATE_KEY", Help: "key of the state in the bucket; beside the prefix if not set"},
		{Variable: "UDM_PREFIX", Help: "in a bucket, what is put in front of the keys of UDM objects, udm/ if not set; else a folder, beside the raw objects if not set"},
		{Variable: "REJECTED_PREFIX", Help: "the same for rejected records, rejected/ if not set"},
		{Variable: "NORMALIZE", Default: "false", Help: "write UDM events beside the raw records"},
	}
}

// scriptStateKey is the name of the published scripts' state, in their prefix.
const scriptStateKey = "state.json"

// ReadPlaces reads the settings of PlaceSettings. A place for raw objects and one
// for the state, if they are not empty, stand for bucket, prefix and key. The
// error is a *SettingsError that names all that is wrong.
func ReadPlaces(prefix string, lookup func(variable string) string, raw, state string) (Places, error) {
	s := NewSettings(PlaceSettings(prefix), lookup)
	p := Places{Raw: raw, State: state, Normalize: s.Boolean("NORMALIZE")}
	bucket := ""
	if raw == "" {
		bucket = s.Required("S3_BUCKET", "the bucket that objects go to (or --to with a folder or s3://bucket/prefix)")
		prefix := s.prefix("S3_PREFIX")
		p.Raw = "s3://" + bucket + "/" + prefix
		p.OldState = "s3://" + bucket + "/" + prefix + scriptStateKey
	} else if place, isBucket := strings.CutPrefix(raw, "s3://"); isBucket {
		bucket, _, _ = strings.Cut(place, "/")
	}
	beside := func(variable, name string) string {
		text := s.prefix(variable)
		switch {
		case bucket != "": // as the normalizer's function has it
			return "s3://" + bucket + "/" + cmp.Or(text, name+"/") + strings.TrimPrefix(strings.TrimPrefix(p.Raw, "s3://"+bucket), "/")
		case text != "":
			return text
		}
		return strings.TrimSuffix(p.Raw, "/") + "." + name
	}
	p.UDM, p.Rejected = beside("UDM_PREFIX", "udm"), beside("REJECTED_PREFIX", "rejected")
	if p.State == "" {
		p.State = besideState(bucket, strings.TrimPrefix(s.Text("STATE_KEY"), "/"), p.Raw)
	}
	if strings.HasPrefix(p.State, strings.TrimSuffix(p.Raw, "/")+"/") {
		p.Warnings = append(p.Warnings, "the state "+p.State+" lies among the raw objects: a feed of them reads it as a log each time it changes, "+
			"and may delete it; move it elsewhere, and set STATE_KEY (or --state)")
	}
	if p.OldState == p.State {
		p.OldState = ""
	}
	return p, s.Err()
}

// besideState is the place of the state, if it is not said otherwise.
func besideState(bucket, key, raw string) string {
	switch {
	case key == "":
		return strings.TrimSuffix(raw, "/") + ".state.json"
	case bucket == "":
		return key
	}
	return "s3://" + bucket + "/" + key
}

// Boolean returns true or false.
func (s *Settings) Boolean(variable string) bool {
	switch text := strings.ToLower(s.Text(variable)); text {
	case "true", "1", "yes":
		return true
	case "false", "0", "no":
		return false
	default:
		s.Refuse(variable, text, "it must be true or false")
		return false
	}
}

// prefix returns what keys begin with: empty, or with one slash at the end and
// none at the beginning.
func (s *Settings) prefix(variable string) string {
	text := strings.Trim(s.Text(variable), "/")
	if strings.Contains(text, "//") {
		s.Refuse(variable, text, "it must not have an empty part between two slashes")
	}
	if text == "" {
		return ""
	}
	return text + "/"
}
