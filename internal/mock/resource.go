package mock

import (
	"iter"
	"slices"
	"time"
)

// Resource is one kind of record that a vendor serves.
type Resource struct {
	Name string // as in the vendor's answers: operation_logs, tickets
	// Lag is how long after its time a record appears, unless the options say
	// another.
	Lag time.Duration
	// HasIDs says that the records have ids: twins are then one record that is
	// listed twice. Without ids they are two records.
	HasIDs bool
	// InOrder says that records appear in the order of their time, whatever
	// faults there are.
	InOrder bool
	// Make makes the bytes of record n.
	Make func(feed *Feed, n int) []byte
	// Gone tells of a record that has appeared whether another has taken its
	// place by now. Nil if that does not happen.
	Gone func(feed *Feed, n int, now time.Time) bool

	*Feed

	served RecordSet
}

// AddResource gives the server a resource with records of its own.
func (s *Server) AddResource(resource Resource) *Resource {
	count, isNamed := s.options.RecordsOf[resource.Name]
	if !isNamed {
		count = s.options.Records
	}
	switch {
	case s.options.Lag > 0:
		resource.Lag = s.options.Lag
	case s.options.Lag < 0:
		resource.Lag = 0
	}
	from := s.options.From.UTC().Truncate(time.Second)
	resource.served = newRecordSet(count)
	resource.Feed = &Feed{
		Count: count, seed: s.options.Seed ^ hash(resource.Name), lag: resource.Lag,
		from: from, seconds: int64(s.options.Until.Sub(from) / time.Second),
		twins: s.faults.find(Twins, resource.Name),
	}
	if !resource.InOrder {
		resource.late = s.faults.find(LateEvents, resource.Name)
		resource.midnight = s.faults.find(Midnight, resource.Name)
	}
	s.resources = append(s.resources, &resource)
	return &resource
}

// Record makes the bytes of record n. Those of twins are equal.
func (r *Resource) Record(n int) []byte { return r.Make(r.Feed, r.Original(n)) }

// Exists tells whether record n is listed at a time.
func (r *Resource) Exists(n int, now time.Time) bool {
	return !r.Appears(n).After(now) && (r.Gone == nil || !r.Gone(r.Feed, n, now))
}

// Place is where a page begins, and in which direction it goes on: up from the
// record Low, or down from the one below High. No page goes beyond either.
type Place struct {
	Low, High  int
	Descending bool
}

// Collect returns the numbers of up to size records that exist now, in the
// order of the place, and whether more exist behind the last of them.
func (r *Resource) Collect(place Place, size int, now time.Time) (numbers []int, more bool) {
	for n := range r.existing(place, now) {
		if len(numbers) == size {
			return numbers, true
		}
		numbers = append(numbers, n)
	}
	return numbers, false
}

// CountExisting counts the records that exist now.
func (r *Resource) CountExisting(place Place, now time.Time) int {
	count := 0
	for range r.existing(place, now) {
		count++
	}
	return count
}

func (r *Resource) existing(place Place, now time.Time) iter.Seq[int] {
	return func(yield func(int) bool) {
		_, present := r.Between(now, now.Add(time.Second)) // behind it lies the future
		low, high := place.Low, min(place.High, present)
		for low < high {
			n := low
			if place.Descending {
				high--
				n = high
			} else {
				low++
			}
			if r.Exists(n, now) && !yield(n) {
				return
			}
		}
	}
}

// NewSet returns an empty set of records.
func (r *Resource) NewSet() RecordSet { return newRecordSet(r.Count) }

// MarkServed notes that records were part of a complete listing.
func (r *Resource) MarkServed(numbers []int) {
	for _, n := range numbers {
		if r.HasIDs {
			n = r.Original(n)
		}
		r.served.Add(n)
	}
}

// MarkListing notes that a listing of these records was complete.
func (r *Resource) MarkListing(listing RecordSet) { r.served.Join(listing) }

// Shuffle puts the numbers of a page in any order, always the same.
func (r *Resource) Shuffle(numbers []int) {
	if len(numbers) < 2 {
		return
	}
	slices.Reverse(numbers)
	r.Random(numbers[0]).Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
}

// hash spreads the names of resources, so that each has chances of its own
// (FNV-1a).
func hash(name string) uint64 {
	sum := uint64(14695981039346656037)
	for _, letter := range []byte(name) {
		sum = (sum ^ uint64(letter)) * 1099511628211
	}
	return sum
}
