package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/udmap/udmap/collector"
	"github.com/udmap/udmap/collector/vendors"
	"github.com/udmap/udmap/internal/function"
	"github.com/udmap/udmap/internal/normalizer"
	"github.com/udmap/udmap/internal/secret"
)

func userAgent() string { return "udmap/" + function.Version() + " (+https://github.com/udmap/udmap)" }

// settings are those of one call.
type settings struct {
	places    collector.Places
	bucket    string
	prefix    string // of raw objects
	collector *collector.Collector
	outputs   normalizer.Settings // of NORMALIZE
	warnings  []string
}

// variables are all that can be set for a source; docs/functions.md lists them.
// Outputs of NORMALIZE go where the normalizer's go.
func variables(source vendors.Vendor) []function.Variable {
	known := []function.Variable{
		{Name: "SOURCE", Required: true, Help: "the vendor: zoom or zendesk"},
		{Name: "LOG_LEVEL", Default: "info", Help: "the least that is logged: debug, info, warn or error"},
		{Name: "AWS_ENDPOINT_URL_S3", Help: "another S3 server than that of AWS"},
	}
	for _, setting := range slices.Concat(collector.PlaceSettings(source.Prefix), source.Settings) {
		variable := function.Variable{Name: setting.Variable, Default: setting.Default, Help: setting.Help, Secret: setting.Secret}
		switch setting.Variable {
		case "S3_BUCKET":
			variable.Required, variable.Help = true, "bucket that objects go to"
		case "UDM_PREFIX":
			variable.Default, variable.Help = "udm/", "what is put in front of the keys of UDM objects"
		case "REJECTED_PREFIX":
			variable.Default, variable.Help = "rejected/", "what is put in front of the keys of rejected objects"
		}
		known = append(known, variable)
	}
	return known
}

// readSettings reads the variables, and asks AWS for the secrets that they name by
// reference. The error tells all that is wrong with them.
func readSettings(ctx context.Context, lookup func(string) string, now time.Time) (settings, error) {
	source, known := vendors.Find(strings.ToLower(strings.TrimSpace(lookup("SOURCE"))))
	if !known {
		return settings{}, fmt.Errorf("SOURCE is %q: it must be zoom or zendesk", lookup("SOURCE"))
	}
	var s settings
	var placesErr, buildErr, outputsErr error
	s.places, placesErr = collector.ReadPlaces(source.Prefix, lookup, "", "")
	s.collector, s.warnings, buildErr = source.Build(lookup, userAgent(), now, collector.WithSecretsFrom(fetchSecret(ctx, lookup)))
	s.warnings = slices.Concat(s.places.Warnings, s.warnings)
	s.bucket, s.prefix = split(s.places.Raw)
	if s.places.Normalize {
		get := function.WithDefaults(variables(source), lookup)
		s.outputs = normalizer.Settings{
			RawPrefixes: []string{s.prefix}, SameBucket: true,
			UDMPrefix: get("UDM_PREFIX"), RejectedPrefix: get("REJECTED_PREFIX"),
		}
		outputsErr = s.outputs.Check()
	}
	return s, errors.Join(placesErr, buildErr, outputsErr)
}

// fetchSecret reads secrets that AWS keeps, with the keys of the function's role.
func fetchSecret(ctx context.Context, lookup func(string) string) collector.FetchSecret {
	return func(reference string) (string, error) {
		client, err := secret.NewFunctionClient(lookup)
		if err != nil {
			return "", err
		}
		return client.Fetch(ctx, reference)
	}
}

// split parts s3://bucket/key.
func split(place string) (bucket, key string) {
	bucket, key, _ = strings.Cut(strings.TrimPrefix(place, "s3://"), "/")
	return bucket, key
}
