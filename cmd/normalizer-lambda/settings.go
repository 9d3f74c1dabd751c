package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
)

// settings are the variables of the function.
type settings struct {
	normalizer.Settings
	udmBucket, rejectedBucket string // empty is the bucket of the raw object
}

// variables are all that can be set; docs/functions.md lists them.
func variables() []function.Variable {
	return []function.Variable{
		{Name: "RAW_PREFIX", Required: true, Help: "what the keys of raw objects begin with; several are parted by commas"},
		{Name: "UDM_PREFIX", Default: "udm/", Help: "what is put in front of the keys of UDM objects"},
		{Name: "REJECTED_PREFIX", Default: "rejected/", Help: "what is put in front of the keys of rejected objects"},
		{Name: "UDM_BUCKET", Help: "the bucket of UDM objects; that of the raw object if not set"},
		{Name: "REJECTED_BUCKET", Help: "the bucket of rejected objects; that of the raw object if not set"},
		{Name: "STATE_KEYS", Help: "keys of objects that are no logs, parted by commas, such as the state of a collector"},
		{Name: "MAX_RECORD_BYTES", Help: "how long a record may be; a longer one is rejected"},
		{Name: "MAX_OBJECT_BYTES", Help: "how long an object may be, inflated; a longer one is rejected as a whole"},
		{Name: "LOG_LEVEL", Default: "info", Help: "the least that is logged: debug, info, warn or error"},
		{Name: "AWS_ENDPOINT_URL_S3", Help: "another S3 server than that of AWS"},
	}
}

// readSettings reads the variables. The error tells all that is wrong with them.
func readSettings(lookup func(string) string) (settings, error) {
	get := function.WithDefaults(variables(), lookup)
	maxRecord, recordErr := readBytes("MAX_RECORD_BYTES", get, math.MaxInt32)
	maxObject, objectErr := readBytes("MAX_OBJECT_BYTES", get, math.MaxInt64)
	s := settings{
		udmBucket:      get("UDM_BUCKET"),
		rejectedBucket: get("REJECTED_BUCKET"),
		Settings: normalizer.Settings{
			RawPrefixes:    words(get("RAW_PREFIX")),
			UDMPrefix:      get("UDM_PREFIX"),
			RejectedPrefix: get("REJECTED_PREFIX"),
			StateKeys:      words(get("STATE_KEYS")),
			MaxRecordBytes: int(maxRecord),
			MaxObjectBytes: maxObject,
		},
	}
	s.SameBucket = s.udmBucket == "" || s.rejectedBucket == ""
	return s, errors.Join(s.Check(), recordErr, objectErr)
}

// words are those of a list; none of an empty text.
func words(text string) []string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	list := strings.Split(text, ",")
	for i, word := range list {
		list[i] = strings.TrimSpace(word)
	}
	return list
}

// readBytes is a number of bytes, 0 if it is not set.
func readBytes(name string, get func(string) string, most int64) (int64, error) {
	text := get(name)
	if text == "" {
		return 0, nil
	}
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 1 || number > most {
		return 0, fmt.Errorf("%s is %q: it must be a number of bytes from 1 to %d", name, text, most)
	}
	return number, nil
}
