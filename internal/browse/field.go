package browse

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/udmap/udmap/udm"
)

// Field is what a reader wants to know of one field.
type Field struct {
	Path        string   `json:"path"` // snake case, from the root of an event
	JSONPath    string   `json:"json_path"`
	Type        string   `json:"type"` // the schema's word: "string", "User", "Metadata.EventType"
	Repeated    bool     `json:"repeated,omitempty"`
	Deprecated  bool     `json:"deprecated,omitempty"`
	PlatformSet bool     `json:"platform_set,omitempty"`
	Limits      []string `json:"limits,omitempty"` // in words
	Note        string   `json:"note,omitempty"`
	Source      string   `json:"source,omitempty"` // of the limits
}

// fieldAt describes the field that a path leads to.
func fieldAt(path, jsonPath string, field *udm.Field) Field {
	described := Field{
		Path:        path,
		JSONPath:    jsonPath,
		Type:        field.Type,
		Repeated:    field.Repeated,
		Deprecated:  field.Deprecated,
		PlatformSet: field.PlatformSet,
		Note:        field.Note,
	}
	if field.Limit != nil {
		described.Limits = limitsInWords(field.Limit)
		described.Source = field.Limit.Source
	}
	return described
}

// fieldsBelow describes the fields of a message that is reached by a path; the
// empty path is the root.
func fieldsBelow(path, jsonPath string, message *udm.Message) []Field {
	fields := make([]Field, len(message.Fields))
	for i, field := range message.Fields {
		fields[i] = fieldAt(join(path, field.Name), join(jsonPath, field.JSONName), field)
	}
	return fields
}

// TypeInWords says the type for people: "list of string".
func (f Field) TypeInWords() string {
	if f.Repeated {
		return "list of " + shortType(f.Type)
	}
	return shortType(f.Type)
}

// Remarks says in words what else there is to know, "" if nothing.
func (f Field) Remarks() string {
	var remarks []string
	if f.Deprecated {
		remarks = append(remarks, "deprecated")
	}
	if f.PlatformSet {
		remarks = append(remarks, "set by the platform")
	}
	remarks = append(remarks, f.Limits...)
	if f.Note != "" {
		remarks = append(remarks, f.Note)
	}
	return strings.Join(remarks, "; ")
}

// shortType leaves the package out of "google.protobuf.Timestamp".
func shortType(name string) string { return strings.TrimPrefix(name, "google.protobuf.") }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// limitsInWords lists the bounds on a value.
func limitsInWords(limit *udm.Limit) []string {
	var words []string
	if limit.MaxBytes > 0 {
		words = append(words, fmt.Sprintf("at most %d bytes", limit.MaxBytes))
	}
	if limit.MaxChars > 0 {
		words = append(words, fmt.Sprintf("at most %d characters", limit.MaxChars))
	}
	if limit.Min != nil {
		words = append(words, "at least "+number(*limit.Min))
	}
	if limit.Max != nil {
		words = append(words, "at most "+number(*limit.Max))
	}
	switch {
	case limit.Documented != "":
		words = append(words, limit.Documented)
	case limit.Format != "":
		words = append(words, string(limit.Format))
	}
	return words
}

func number(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }
