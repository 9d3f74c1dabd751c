package parser

import "hash/maphash"

// memberKeys is the keys of additional that were written by objects of a list,
// or as the rest of a record. It is a hash table, so that a record with very
// many of them takes no more than its share of time.
type memberKeys struct {
	seed   maphash.Seed // nobody outside can choose keys that collide
	keys   []span       // in the event
	places []int32      // by hash: one more than the place in keys; 0 is none
}

// leastPlaces is how many places a table has at first: a power of two.
const leastPlaces = 64

func (k *memberKeys) reset() {
	if len(k.keys) > 0 {
		k.keys = k.keys[:0]
		clear(k.places)
	}
}

// add adds the key that stands in the event from start to end. It reports
// false where it is there already.
func (k *memberKeys) add(event []byte, start, end int) bool {
	if 2*len(k.keys) >= len(k.places) {
		k.grow(event)
	}
	place := k.find(event, event[start:end])
	if *place != 0 {
		return false
	}
	k.keys = append(k.keys, span{start, end})
	*place = int32(len(k.keys))
	return true
}

// find returns where a key has its place, or would have.
func (k *memberKeys) find(event, key []byte) *int32 {
	mask := uint64(len(k.places) - 1)
	for at := maphash.Bytes(k.seed, key) & mask; ; at = (at + 1) & mask {
		place := &k.places[at]
		if *place == 0 {
			return place
		}
		if known := k.keys[*place-1]; string(event[known.start:known.end]) == string(key) {
			return place
		}
	}
}

func (k *memberKeys) grow(event []byte) {
	k.places = make([]int32, max(leastPlaces, 2*len(k.places)))
	for i, known := range k.keys {
		*k.find(event, event[known.start:known.end]) = int32(i + 1)
	}
}
