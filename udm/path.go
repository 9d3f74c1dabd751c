package udm

// Path is a field of an event, seen from the root: target.user.userid. It is
// immutable; the zero Path names nothing. It has no list indexes: a step
// through a repeated field stands for each of its elements.
type Path struct {
	steps []Step
	snake string
	camel string
}

// Step is one field on a Path.
type Step struct {
	Field *Field
	// Key is the key below a struct or map field; "" for any other field and
	// for the struct or map as a whole.
	Key string
}

// Steps returns the fields from the root down. The slice must not be changed.
func (p Path) Steps() []Step { return p.steps }

// Last returns the field that the path ends at, nil for the zero Path.
func (p Path) Last() *Field {
	if len(p.steps) == 0 {
		return nil
	}
	return p.steps[len(p.steps)-1].Field
}

// IsZero reports whether p names nothing.
func (p Path) IsZero() bool { return len(p.steps) == 0 }

// String returns the path with proto names: "metadata.event_type".
func (p Path) String() string { return p.snake }

// JSON returns the path with JSON names: "metadata.eventType".
func (p Path) JSON() string { return p.camel }
