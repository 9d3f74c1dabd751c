package udm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

// addEvents seeds a fuzz target with every event of the rules' cases that is
// not meant to be huge.
func addEvents(f *testing.F) {
	f.Helper()
	for _, cases := range ruleCases {
		for _, event := range append(cases.breaks, cases.keeps...) {
			if len(event) < 2000 {
				f.Add([]byte(event))
			}
		}
	}
}

func FuzzValidate(f *testing.F) {
	addEvents(f)
	validator := udm.NewValidator(nil)
	f.Fuzz(func(t *testing.T, event []byte) {
		requireAgreement(t, validator, event)
		for _, finding := range validator.Validate(event) {
			require.LessOrEqual(t, finding.Position.Offset, len(event))
			require.Positive(t, finding.Position.Line)
			require.Positive(t, finding.Position.Column)
		}
	})
}

func FuzzEncoder(f *testing.F) {
	addEvents(f)
	f.Fuzz(func(t *testing.T, event []byte) { requireEncoding(t, event) })
}
