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

// maxSlots bounds the slots of a set; more keys than can be kept apart by then go
// into a map.
const maxSlots = 1 << 12

// newKeySet makes the set of the keys, which must differ. Find gives a key's
// place among them.
func newKeySet(keys []string) keySet {
	for size, width := 4, uint8(2); size <= maxSlots; size, width = size*2, width+1 {
		if size < len(keys) {
			continue
		}
		set := keySet{shift: 64 - width}
		for attempt := range uint64(256) {
			set.factor = (attempt*2+1)*0x9E3779B97F4A7C15 | 1
			if set.parts(keys) {
				set.place(keys, size)
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

// parts tells whether no two keys fall into one slot.
func (s *keySet) parts(keys []string) bool {
	var taken [maxSlots / 64]uint64
	for _, key := range keys {
		slot := s.hash([]byte(key))
		if taken[slot/64]&(1<<(slot%64)) != 0 {
			return false
		}
		taken[slot/64] |= 1 << (slot % 64)
	}
	return true
}

// place fills the slots.
func (s *keySet) place(keys []string, size int) {
	s.slots = make([]keySlot, size)
	for i := range s.slots {
		s.slots[i] = keySlot{index: -1}
	}
	for i, key := range keys {
		s.slots[s.hash([]byte(key))] = keySlot{key, i}
	}
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
