package parser

import (
	"encoding/binary"
	"math/bits"
	"slices"
)

// keySet finds a key among those that a table reads. It is a perfect hash
// made when the table is compiled: one multiplication, one look, one
// comparison.
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
	for size, width := 4, uint8(2); width <= 12; size, width = size*2, width+1 {
		if size < len(keys) {
			continue
		}
		set := keySet{slots: make([]keySlot, size), shift: 64 - width}
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

// hash mixes the key's length with its first and its last eight bytes.
func (s *keySet) hash(key []byte) uint64 {
	var first, last uint64
	switch n := len(key); {
	case n >= 8:
		first, last = binary.LittleEndian.Uint64(key), binary.LittleEndian.Uint64(key[n-8:])
	case n >= 4:
		first, last = uint64(binary.LittleEndian.Uint32(key)), uint64(binary.LittleEndian.Uint32(key[n-4:]))
	case n > 0:
		first, last = uint64(key[0])|uint64(key[n/2])<<8, uint64(key[n-1])
	}
	return (first ^ bits.RotateLeft64(last, 29) ^ uint64(len(key))) * s.factor >> s.shift
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
