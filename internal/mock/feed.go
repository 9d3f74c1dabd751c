package mock

import (
	"math/rand/v2"
	"sort"
	"time"
)

// Feed is when the records of a resource happen and when they appear. Records
// are numbered from 0 in order of time; many share a second, as records of bulk
// jobs do.
type Feed struct {
	Count int // of records, from the first to the last second

	seed     uint64
	from     time.Time
	seconds  int64 // from the first to behind the last
	lag      time.Duration
	late     *Fault
	midnight *Fault
	twins    *Fault
}

// The size of a burst of records in one second, and how rare bursts are: one in
// so many.
const (
	burst    = 4
	burstOne = 3
)

// Time is when record n happened, in whole seconds.
func (f *Feed) Time(n int) time.Time {
	n = f.Original(n)
	if f.Random(n/burst).IntN(burstOne) == 0 {
		n -= n % burst
	}
	return f.from.Add(time.Duration(f.seconds*int64(n)/int64(max(1, f.Count))) * time.Second)
}

// Original is the number of the record that record n is a twin of, n itself for
// all but twins.
func (f *Feed) Original(n int) int {
	if f.twins != nil && n%2 == 1 && f.twins.When.Strikes(n/2+1) {
		return n - 1
	}
	return n
}

// Appears is when record n appears in listings.
func (f *Feed) Appears(n int) time.Time {
	n = f.Original(n)
	happened := f.Time(n)
	appears := happened.Add(f.lag)
	if f.late != nil && f.late.When.Strikes(n+1) {
		appears = happened.Add(f.late.Delay)
	}
	if f.midnight != nil && f.midnight.When.Strikes(n+1) {
		midnight := happened.Truncate(24 * time.Hour).Add(24 * time.Hour)
		if midnight.Sub(happened) <= f.midnight.Delay && appears.Before(midnight.Add(f.midnight.Delay)) {
			appears = midnight.Add(f.midnight.Delay)
		}
	}
	return appears
}

// Between returns the numbers of the records that happened at from or later and
// before until: low and those up to high, without high.
func (f *Feed) Between(from, until time.Time) (low, high int) {
	low = sort.Search(f.Count, func(n int) bool { return !f.Time(n).Before(from) })
	high = sort.Search(f.Count, func(n int) bool { return !f.Time(n).Before(until) })
	return low, max(low, high)
}

// Random returns the source of chance of record n, always the same.
func (f *Feed) Random(n int) *rand.Rand {
	return rand.New(rand.NewPCG(f.seed, uint64(n)))
}
