package udm_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/protojudge"
	"github.com/udmap/udmap/udm"
)

func TestValidatorAgreesWithProtojson(t *testing.T) {
	validator := udm.NewValidator(nil)
	for _, wildIn := range []int{0, 20} {
		rapid.Check(t, func(t *rapid.T) {
			g := generator{t: t, wildIn: wildIn}
			event := g.text(g.message(udm.Default().Root(), 0))
			requireAgreement(t, validator, event)
		})
	}
}

// requireAgreement holds the validator against protojson: an error for all
// that it refuses, and no finding that an encoding is wrong where it is right.
func requireAgreement(t require.TestingT, validator *udm.Validator, event []byte) {
	found := validator.Validate(event)
	inner, wrapped := unwrap(event)
	refusal := protojudge.Judge(inner)
	if refusal != nil {
		require.True(t, found.HasErrors(), "protojson refuses and the validator does not: %v\n%s", refusal, event)
		return
	}
	if !json.Valid(event) || wrapped {
		return // protojson takes a number such as 1e, which JSON does not
	}
	for _, finding := range found.Errors() {
		switch group := groupOf(finding.ID); {
		case finding.ID == "UDM002", finding.ID == "UDM003": // bounds of the API, not of proto JSON
		default:
			require.NotContains(t, []udm.RuleGroup{udm.GroupInput, udm.GroupEncoding}, group, "%s\n%s", finding, event)
		}
	}
}

func groupOf(id string) udm.RuleGroup {
	for _, rule := range udm.ValidatorRules() {
		if rule.ID == id {
			return rule.Group
		}
	}
	return ""
}

// unwrap takes the event out of the object that events:import wants.
func unwrap(event []byte) (inner []byte, wrapped bool) {
	var outer map[string]json.RawMessage
	if err := json.Unmarshal(event, &outer); err != nil || len(outer) != 1 || len(outer["udm"]) == 0 || outer["udm"][0] != '{' {
		return event, false
	}
	return outer["udm"], true
}

func TestEncoderAgreesWithProtojson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t: t}
		event := g.text(g.message(udm.Default().Root(), 0))
		names := rapid.SampledFrom([]udm.FieldNames{udm.CamelCase, udm.SnakeCase}).Draw(t, "names")

		want, err := protojudge.Canonical(event, names)
		require.NoError(t, err)
		got, err := udm.Encoder{Names: names}.Append(nil, event)
		require.NoError(t, err, "%s", event)
		require.JSONEq(t, string(want), string(got), "%s", event)
	})
}

func TestEncoderForgetsOrderAndSpelling(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t: t}
		event := g.message(udm.Default().Root(), 0)
		one, err := udm.Encoder{}.Append(nil, g.text(event))
		require.NoError(t, err)
		other, err := udm.Encoder{}.Append(nil, g.text(event))
		require.NoError(t, err)
		require.Equal(t, string(one), string(other))
	})
}

func TestEncoderRefusesWhatProtojsonRefuses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := generator{t: t, wildIn: 20}
		requireEncoding(t, g.text(g.message(udm.Default().Root(), 0)))
	})
}

// requireEncoding holds the encoder against protojson: the same events are
// refused, and what it writes is an event, and stays as it is when it is read
// again.
func requireEncoding(t require.TestingT, event []byte) {
	refusal := protojudge.Judge(event)
	before := []byte("before")
	out, err := udm.Encoder{}.Append(before, event)
	if refusal != nil || !json.Valid(event) {
		var failure *udm.EncodeError
		require.ErrorAs(t, err, &failure, "protojson: %v\n%s", refusal, event)
		require.Equal(t, "before", string(out))
		return
	}
	if err != nil {
		require.ErrorContains(t, err, "nested more than", "%s", event)
		return
	}
	first := out[len(before):]
	require.NoError(t, protojudge.Judge(first), "%s", first)
	second, err := udm.Encoder{}.Append(nil, first)
	require.NoError(t, err)
	require.Equal(t, string(first), string(second))
}
