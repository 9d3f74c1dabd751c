package mock

import (
	"slices"
	"sync"
)

// armory is the faults of a server with what each has counted.
type armory struct {
	mutex *sync.Mutex
	armed []*armedFault
}

type armedFault struct {
	Fault
	kind  Kind
	count int
}

// arm checks the faults against those that the vendor has, and fills in their
// defaults.
func arm(vendor Vendor, faults []Fault) (armory, error) {
	armory := armory{mutex: &sync.Mutex{}}
	for _, fault := range faults {
		kind, ok := findKind(vendor, fault.Name)
		if !ok {
			return armory, &UnknownFaultError{Vendor: vendor, Name: fault.Name}
		}
		if fault.On != "" && !slices.Contains(Endpoints(vendor), fault.On) {
			return armory, &UnknownEndpointError{Vendor: vendor, Fault: fault.Name, Endpoint: fault.On}
		}
		if fault.When.isZero() {
			fault.When = kind.Default
		}
		if fault.Delay == 0 {
			fault.Delay = kind.Delay
		}
		armory.armed = append(armory.armed, &armedFault{Fault: fault, kind: kind})
	}
	return armory, nil
}

// strike counts a request of an endpoint, and returns the faults that hit it.
// what holds all that a request counts as.
func (a armory) strike(endpoint string, what []Counted) Strikes {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	var strikes Strikes
	for _, fault := range a.armed {
		if !slices.Contains(what, fault.kind.Counts) || !fault.concerns(endpoint) {
			continue
		}
		fault.count++
		if fault.When.Strikes(fault.count) {
			strikes = append(strikes, fault.Fault)
		}
	}
	return strikes
}

// concerns tells whether the fault may hit an endpoint.
func (f *armedFault) concerns(endpoint string) bool {
	if f.On == "" {
		return endpoint != TokenEndpoint || f.kind.Counts == Tokens
	}
	return f.On == endpoint
}

// find returns the fault of a name that concerns a resource, nil if there is
// none.
func (a armory) find(name, resource string) *Fault {
	for _, fault := range a.armed {
		if fault.Name == name && fault.concerns(resource) {
			return &fault.Fault
		}
	}
	return nil
}

// Strikes are the faults that hit one request.
type Strikes []Fault

// Has tells whether a fault of the name strikes.
func (s Strikes) Has(name string) bool {
	_, ok := s.Find(name)
	return ok
}

// Find returns the fault of the name, if it strikes.
func (s Strikes) Find(name string) (Fault, bool) {
	i := slices.IndexFunc(s, func(fault Fault) bool { return fault.Name == name })
	if i < 0 {
		return Fault{}, false
	}
	return s[i], true
}

func (s Strikes) names() []string {
	var names []string
	for _, fault := range s {
		names = append(names, fault.Name)
	}
	return names
}
