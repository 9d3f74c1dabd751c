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

	shortest, longest int // key, in bytes
}

type keySlot struct {
	ends  keyEnds
	key   string
	index int
}

// maxSlots bounds the slots of a set; more keys than can be kept apart by then go
// into a map.
const maxSlots = 1 << 12

// newKeySet makes the set of the keys, which must differ. Find gives a key's
// place among them.
func newKeySet(keys []string) keySet {
	set := separate(keys)
	for i, key := range keys {
		set.longest = max(set.longest, len(key))
		if i == 0 || len(key) < set.shortest {
			set.shortest = len(key)
		}
	}
	return set
}

// separate finds a factor that gives every key a slot of its own.
func separate(keys []string) keySet {
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
		slot := s.hash(endsOf([]byte(key)))
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
		s.slots[i] = keySlot{index: -1, ends: keyEnds{length: -1}}
	}
	for i, key := range keys {
		ends := endsOf([]byte(key))
		s.slots[s.hash(ends)] = keySlot{ends, key, i}
	}
}

// keyEnds is a key's length, and its first and last eight bytes: all there is of
// one with no more than sixteen.
type keyEnds struct {
	first, last uint64
	length      int
}

// mostInEnds is the length of the longest key that its ends tell from all
// others.
const mostInEnds = 16

func endsOf(key []byte) keyEnds {
	switch n := len(key); {
	case n >= 8:
		return keyEnds{binary.LittleEndian.Uint64(key), binary.LittleEndian.Uint64(key[n-8:]), n}
	case n >= 4:
		return keyEnds{uint64(binary.LittleEndian.Uint32(key)), uint64(binary.LittleEndian.Uint32(key[n-4:])), n}
	case n > 0:
		return keyEnds{uint64(key[0]) | uint64(key[n/2])<<8, uint64(key[n-1]), n}
	}
	return keyEnds{}
}

// lower returns the ends of the same key with A to Z in lower case.
func (e keyEnds) lower() keyEnds {
	return keyEnds{lower8(e.first), lower8(e.last), e.length}
}

// hash mixes the ends of a key.
func (s *keySet) hash(e keyEnds) uint64 {
	return (e.first ^ bits.RotateLeft64(e.last, 29) ^ uint64(e.length)) * s.factor >> (s.shift & 63)
}

// find returns the key's place, or -1 where it is not in the set.
func (s *keySet) find(key []byte) int {
	if s.rest != nil {
		if i, found := s.rest[string(key)]; found {
			return i
		}
		return -1
	}
	ends := endsOf(key)
	slot := &s.slots[s.hash(ends)]
	if slot.ends != ends || ends.length > mostInEnds && slot.key != string(key) {
		return -1
	}
	return slot.index
}

// findLower returns the place of a text with A to Z in lower case, or -1 where it
// is not in the set.
func (s *keySet) findLower(text []byte) int {
	if len(text) > s.longest || len(text) < s.shortest {
		return -1
	}
	if len(text) > mostInEnds || s.rest != nil {
		var room shortText
		if len(text) > len(room) {
			return -1
		}
		return s.find(room.lower(text))
	}
	ends := endsOf(text).lower()
	if slot := &s.slots[s.hash(ends)]; slot.ends == ends {
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
