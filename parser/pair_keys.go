package parser

import (
	"encoding/binary"
	"strings"
)

// pairKeys finds a pair's key among those that a table reads. Most keys are
// short and stand right where a segment starts, with a colon and a space
// behind them: those are found before anybody looks for the colon.
type pairKeys struct {
	all    keySet
	heads  [keyHeads]uint8 // by head: one more than the place of a short key
	factor uint32          // of the head
	short  []shortKey
}

// shortKey is a key that one or two comparisons of eight bytes find.
type shortKey struct {
	place       int    // among all keys
	length      int    // with the colon and the space behind it
	first, last uint64 // its eight bytes at either end, with the same
	mask        uint64 // of those of them that count in first
	next        uint8  // the next key with the same head, as in heads
}

const (
	keyHeads      = 64
	leastShortKey = 4 // with the colon and the space
	mostShortKey  = 16
)

// head is a number for the first four bytes of a segment.
func (k *pairKeys) head(first uint64) uint32 {
	return uint32(first) * k.factor >> 26
}

// spread looks for a factor that gives every key a head of its own, so that there
// is one to compare with a segment. Keys with the same first four bytes share one
// whatever the factor is.
func (k *pairKeys) spread() {
	most := 0
	for attempt := range uint32(256) {
		heads := map[uint32]bool{}
		for i := range k.short {
			heads[uint32(k.short[i].first)*factorOf(attempt)>>26] = true
		}
		if len(heads) > most {
			most, k.factor = len(heads), factorOf(attempt)
		}
	}
	for i := range k.short {
		head := &k.heads[k.head(k.short[i].first)]
		k.short[i].next = *head
		*head = uint8(i + 1)
	}
}

func factorOf(attempt uint32) uint32 { return (2*attempt + 1) * 0x9E3779B1 }

// newPairKeys makes the set of the keys, which must differ.
func newPairKeys(keys []string) pairKeys {
	k := pairKeys{all: newKeySet(keys)}
	for place, key := range keys {
		if len(k.short) < keyHeads && isShortKey(key) {
			k.addShort(key+": ", place)
		}
	}
	k.spread()
	return k
}

// isShortKey tells of a key that is found by its bytes alone: wherever a
// segment starts with them, a colon and a space, this is the segment's key.
func isShortKey(key string) bool {
	length := len(key) + len(": ")
	return length >= leastShortKey && length <= mostShortKey && strings.TrimSpace(key) == key &&
		!strings.Contains(key, ": ") && !strings.Contains(key, separator)
}

func (k *pairKeys) addShort(text string, place int) {
	var ends [mostShortKey]byte
	copy(ends[:], text)
	key := shortKey{place: place, length: len(text), first: binary.LittleEndian.Uint64(ends[:]), mask: ^uint64(0)}
	if len(text) < 8 {
		key.mask = 1<<(8*len(text)) - 1
	} else {
		key.last = binary.LittleEndian.Uint64(ends[len(text)-8:])
	}
	k.short = append(k.short, key)
}

// atStart returns the place of the short key that a text has at an offset, or
// none, and the offset of the colon behind it.
func (k *pairKeys) atStart(text []byte, start int) (place, colon int) {
	if start+8 > len(text) {
		return none, 0
	}
	first := eightBytesAt(text, start)
	for i := k.heads[k.head(first)]; i != 0; {
		key := &k.short[i-1]
		end := start + key.length
		if (first^key.first)&key.mask == 0 && (key.length <= 8 || end <= len(text) && eightBytesAt(text, end-8) == key.last) {
			return key.place, end - len(": ")
		}
		i = key.next
	}
	return none, 0
}

// eightBytesAt returns the eight bytes of a text from an offset on.
func eightBytesAt(text []byte, at int) uint64 {
	return binary.LittleEndian.Uint64(text[at : at+8 : at+8])
}
