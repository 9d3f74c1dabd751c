package mock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is something that goes wrong, and when. What each one does says
// [Kinds].
type Fault struct {
	// Name is one of those of Kinds.
	Name string
	// When it strikes. The zero value stands for the default of its kind.
	When Schedule
	// On confines it to one endpoint, by name, "" for all.
	On string
	// Delay is by how much slow, late-events and midnight delay, 0 for their
	// default.
	Delay time.Duration
}

// Schedule says which of things counted from 1 are struck: requests, or records
// in the order of their time. What several fields name, all of them strike.
type Schedule struct {
	Always bool
	First  int   // the first so many
	Every  int   // each so-manieth
	At     []int // these
}

// Strikes tells whether number n, counted from 1, is struck.
func (s Schedule) Strikes(n int) bool {
	return s.Always || n <= s.First || s.Every > 0 && n%s.Every == 0 || slices.Contains(s.At, n)
}

// isZero tells whether the schedule says nothing.
func (s Schedule) isZero() bool {
	return !s.Always && s.First == 0 && s.Every == 0 && len(s.At) == 0
}

// String writes the schedule as [ParseFault] reads it.
func (s Schedule) String() string {
	var parts []string
	if s.Always {
		parts = append(parts, "always")
	}
	if s.First > 0 {
		parts = append(parts, "first="+strconv.Itoa(s.First))
	}
	if s.Every > 0 {
		parts = append(parts, "every="+strconv.Itoa(s.Every))
	}
	for _, n := range s.At {
		parts = append(parts, "at="+strconv.Itoa(n))
	}
	return strings.Join(parts, ",")
}

// UnknownFaultError is a name that is none of a fault of the vendor.
type UnknownFaultError struct {
	Vendor Vendor
	Name   string
}

func (e *UnknownFaultError) Error() string {
	return fmt.Sprintf("%s has no fault %q", e.Vendor, e.Name)
}

// UnknownEndpointError is a fault that is confined to an endpoint that the vendor
// does not have.
type UnknownEndpointError struct {
	Vendor   Vendor
	Fault    string
	Endpoint string
}

func (e *UnknownEndpointError) Error() string {
	return fmt.Sprintf("fault %s: %s has no endpoint %q, only %s",
		e.Fault, e.Vendor, e.Endpoint, strings.Join(Endpoints(e.Vendor), ", "))
}

// ParseFault reads a fault as people write it: its name, and behind a colon,
// parted by commas, when and where it strikes. An example is
// "429-iso:every=50,on=operation_logs". It fails with an [UnknownFaultError] for
// a name that the vendor does not have, and with an [UnknownEndpointError] for an
// endpoint that it does not have.
func ParseFault(vendor Vendor, text string) (Fault, error) {
	name, settings, hasSettings := strings.Cut(text, ":")
	if _, ok := findKind(vendor, name); !ok {
		return Fault{}, &UnknownFaultError{Vendor: vendor, Name: name}
	}
	fault := Fault{Name: name}
	if !hasSettings {
		return fault, nil
	}
	for setting := range strings.SplitSeq(settings, ",") {
		if err := fault.set(setting); err != nil {
			return Fault{}, fmt.Errorf("fault %s: %w", name, err)
		}
	}
	if fault.On != "" && !slices.Contains(Endpoints(vendor), fault.On) {
		return Fault{}, &UnknownEndpointError{Vendor: vendor, Fault: name, Endpoint: fault.On}
	}
	return fault, nil
}

// set takes one setting of a fault.
func (f *Fault) set(setting string) (err error) {
	key, value, _ := strings.Cut(setting, "=")
	switch key {
	case "always":
		f.When.Always = true
	case "first":
		f.When.First, err = parseCount(key, value)
	case "every":
		f.When.Every, err = parseCount(key, value)
	case "at":
		var n int
		n, err = parseCount(key, value)
		f.When.At = append(f.When.At, n)
	case "on":
		f.On = value
	case "delay":
		if f.Delay, err = time.ParseDuration(value); err != nil || f.Delay <= 0 {
			err = fmt.Errorf("delay must be a duration such as 20h or 1s500ms, not %q", value)
		}
	default:
		err = fmt.Errorf("%q is none of always, first=N, every=N, at=N, on=ENDPOINT, delay=DURATION", setting)
	}
	return err
}

func parseCount(key, value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return 0, fmt.Errorf("%s must be a whole number from 1 on, not %q", key, value)
	}
	return n, nil
}
