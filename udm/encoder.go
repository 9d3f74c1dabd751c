package udm

import "errors"

// Encoder writes events as canonical proto JSON.
type Encoder struct {
	// Schema is the model; nil is the Default schema.
	Schema *Schema
	// Names is the spelling of keys.
	Names FieldNames
}

// Append reads one event as JSON and appends its canonical form.
func (e Encoder) Append(dst, event []byte) ([]byte, error) {
	return dst, errors.ErrUnsupported
}
