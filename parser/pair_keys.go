package parser

import (
	"encoding/binary"
	"strings"
)

// pairKeys finds a pair's key among those that a table reads. Most keys are
// short and stand right where a segment starts, with a colon and a space
// behind them: those are found before anybody looks for the colon.
type pairKeys struct {
	all   keySet
	heads [keyHeads]uint8 // by keyHead: one more than the place of a short key
	short []shortKey
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

// keyHead is a number for the first four bytes of a segment.
func keyHead(first uint64) uint32 {
	return uint32(first) * 0x9E3779B1 >> 26
}

// newPairKeys makes the set of the keys, which must differ.
func newPairKeys(keys []string) pairKeys {
	k := pairKeys{all: newKeySet(keys)}
	for place, key := range keys {
		if len(k.short) < keyHeads && isShortKey(key) {
			k.addShort(key+": ", place)
		}
	}
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
	head := &k.heads[keyHead(key.first)]
	key.next = *head
	k.short = append(k.short, key)
	*head = uint8(len(k.short))
}

// atStart returns the place of the short key that a text has at an offset, or
// none, and the offset of the colon behind it.
func (k *pairKeys) atStart(text []byte, start int) (place, colon int) {
	if start+8 > len(text) {
		return none, 0
	}
	first := eightBytesAt(text, start)
	for i := k.heads[keyHead(first)]; i != 0; {
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
