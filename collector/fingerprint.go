package collector

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
)

// fingerprint stands for a record in the state: 64 bits of an HMAC over what
// makes it the same record. The key is drawn once for each state, so that who
// can write into logs cannot look for two records with one fingerprint, of which
// the second would be dropped. Without such an adversary, 400,000 records have
// two with the same fingerprint once in two hundred million states.
type fingerprint uint64

// fingerprintKeyBytes is the length of the key of a state.
const fingerprintKeyBytes = 16

// fingerprinter makes fingerprints.
type fingerprinter struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

func newFingerprinter(key []byte) *fingerprinter {
	return &fingerprinter{mac: hmac.New(sha256.New, key)}
}

func (f *fingerprinter) of(identity []byte) fingerprint {
	f.mac.Reset()
	f.mac.Write(identity)
	return fingerprint(binary.BigEndian.Uint64(f.mac.Sum(f.sum[:0])))
}

// sighting is what is known of the records with one fingerprint.
type sighting struct {
	seen   uint32 // how many are collected
	listed uint32 // how often the listing that is read has shown one
}

// bucket holds what is forgotten together, such as the records of a day.
type bucket map[fingerprint]sighting

// size is how many records the bucket stands for.
func (b bucket) size() int {
	size := 0
	for _, sighting := range b {
		size += int(sighting.seen)
	}
	return size
}

// encode writes the fingerprints of collected records in ascending order, as
// the differences between them in base 128. A record that was collected twice
// is there twice: a difference of 0. 100,000 records take some 700 kB.
func (b bucket) encode() []byte {
	sorted := slices.Sorted(maps.Keys(b))
	encoded := make([]byte, 0, 7*len(sorted))
	previous := fingerprint(0)
	for _, fingerprint := range sorted {
		for range b[fingerprint].seen {
			encoded = binary.AppendUvarint(encoded, uint64(fingerprint-previous))
			previous = fingerprint
		}
	}
	return encoded
}

var errFingerprints = errors.New("fingerprints are damaged")

// decodeBucket reads what encode wrote.
func decodeBucket(encoded []byte) (bucket, error) {
	b := make(bucket, len(encoded)/7)
	last := fingerprint(0)
	for len(encoded) > 0 {
		difference, length := binary.Uvarint(encoded)
		next := last + fingerprint(difference)
		if length <= 0 || next < last {
			return nil, errFingerprints
		}
		sighting := b[next]
		sighting.seen++
		b[next] = sighting
		last, encoded = next, encoded[length:]
	}
	return b, nil
}

// memory is what a resource remembers of the records that it collected, by the
// label of the bucket.
type memory struct {
	buckets map[string]bucket
	size    int // records in all buckets
}

func decodeMemory(encoded map[string][]byte) (*memory, error) {
	m := &memory{buckets: make(map[string]bucket, len(encoded))}
	for label, text := range encoded {
		b, err := decodeBucket(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", label, err)
		}
		m.buckets[label] = b
		m.size += b.size()
	}
	return m, nil
}

func (m *memory) encode() map[string][]byte {
	encoded := make(map[string][]byte, len(m.buckets))
	for label, b := range m.buckets {
		if text := b.encode(); len(text) > 0 {
			encoded[label] = text
		}
	}
	return encoded
}

// bucket returns the bucket with the label, which it makes if need be.
func (m *memory) bucket(label string) bucket {
	b, found := m.buckets[label]
	if !found {
		b = bucket{}
		m.buckets[label] = b
	}
	return b
}

// forget drops the buckets whose label is to be forgotten.
func (m *memory) forget(isPast func(label string) bool) {
	for label, b := range m.buckets {
		if isPast(label) {
			m.size -= b.size()
			delete(m.buckets, label)
		}
	}
}

// has tells whether a record with the fingerprint is collected.
func (m *memory) has(label string, f fingerprint) bool { return m.buckets[label][f].seen > 0 }

// begin forgets what the listing before showed.
func (m *memory) begin() {
	for _, b := range m.buckets {
		for f, s := range b {
			if s.listed > 0 {
				s.listed = 0
				b[f] = s
			}
		}
	}
}
