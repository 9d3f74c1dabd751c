package mock

// RecordSet is a set of records of one resource, by their numbers.
type RecordSet []uint64

const wordSize = 64

func newRecordSet(count int) RecordSet { return make(RecordSet, (count+wordSize-1)/wordSize) }

// Add puts records into the set.
func (s RecordSet) Add(numbers ...int) {
	for _, n := range numbers {
		s[n/wordSize] |= 1 << (n % wordSize)
	}
}

// Has tells whether a record is in the set.
func (s RecordSet) Has(n int) bool { return s[n/wordSize]&(1<<(n%wordSize)) != 0 }

// Join puts the records of another set of the same resource into this one.
func (s RecordSet) Join(other RecordSet) {
	for i, word := range other {
		s[i] |= word
	}
}
