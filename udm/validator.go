package udm

// Validator judges events. It is immutable and safe for concurrent use.
type Validator struct {
	schema *Schema
}

// NewValidator returns a validator for events of the schema.
func NewValidator(s *Schema) *Validator { return &Validator{schema: s} }

// Validate judges one event, a bare UDM object in proto JSON.
func (v *Validator) Validate(event []byte) Diagnostics { return nil }
