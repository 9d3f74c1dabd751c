package parser

import "slices"

// keySet finds a key among those that a table reads. It is a perfect hash
// made when the table is compiled: one multiplication over the key's length
// and a few of its bytes, one look, one comparison.
type keySet struct {
	slots  []keySlot // a power of two of them
	factor uint64
	shift  uint8
	rest   map[string]int // in place of slots, where no factor separates the keys
}

type keySlot struct {
	key   string
	index int
}

// newKeySet makes the set of the keys, which must differ. Find gives a key's
// place among them.
func newKeySet(keys []string) keySet {
	for size, bits := 4, uint8(2); bits <= 12; size, bits = size*2, bits+1 {
		if size < len(keys) {
			continue
		}
		set := keySet{slots: make([]keySlot, size), shift: 64 - bits}
		for attempt := range uint64(256) {
			set.factor = (attempt*2+1)*0x9E3779B97F4A7C15 | 1
			if set.place(keys) {
				return set
			}
		}
	}
	rest := make(map[string]int, len(keys))
	for i, key := range keys {
		rest[key] = i
	}
	return keySet{rest: rest}
}

// place fills the slots, or reports that two keys fell into one.
func (s *keySet) place(keys []string) bool {
	for i := range s.slots {
		s.slots[i] = keySlot{index: -1}
	}
	for i, key := range keys {
		slot := &s.slots[s.hash([]byte(key))]
		if slot.index >= 0 {
			return false
		}
		*slot = keySlot{key, i}
	}
	return true
}

func (s *keySet) hash(key []byte) uint64 {
	n := len(key)
	if n == 0 {
		return 0
	}
	sample := uint64(n) | uint64(key[0])<<16 | uint64(key[n-1])<<24 | uint64(key[n/2])<<32 | uint64(key[n/4])<<40
	return sample * s.factor >> s.shift
}

// find returns the key's place, or -1 where it is not in the set.
func (s *keySet) find(key []byte) int {
	if s.rest != nil {
		if i, found := s.rest[string(key)]; found {
			return i
		}
		return -1
	}
	if slot := &s.slots[s.hash(key)]; slot.key == string(key) {
		return slot.index
	}
	return -1
}

// keyList collects distinct keys in the order they come.
type keyList []string

// add returns the key's place, adding the key where it is new.
func (l *keyList) add(key string) int {
	if i := slices.Index(*l, key); i >= 0 {
		return i
	}
	*l = append(*l, key)
	return len(*l) - 1
}
