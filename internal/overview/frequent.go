package overview

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxPrincipals is how many principals are told apart exactly.
const maxPrincipals = 10_000

// frequent finds the most frequent of many names in bounded memory. Up to its
// bound it counts exactly; beyond, a new name takes the place of the least
// frequent one and its count, so that the counts are too high by as much as the
// report says, and no name that is frequent is lost (Metwally, Agrawal and El
// Abbadi: "Efficient computation of frequent and top-k elements in data
// streams", 2005).
type frequent struct {
	most   int
	byName map[name]*counter
	least  counters // a heap, with the least frequent first
	order  int64
	excess int64 // by which a count may be too high
}

type name struct{ field, value string }

type counter struct {
	name  name
	count int64
	order int64 // when it came, so that equal counts have one order
	place int   // in the heap
}

func newFrequent(most int) *frequent { return &frequent{most: most, byName: map[name]*counter{}} }

func (f *frequent) add(field, value string) {
	key := name{field, value}
	if known, there := f.byName[key]; there {
		known.count++
		heap.Fix(&f.least, known.place)
		return
	}
	f.order++
	if len(f.byName) < f.most {
		added := &counter{name: key, count: 1, order: f.order}
		f.byName[key] = added
		heap.Push(&f.least, added)
		return
	}
	replaced := f.least[0]
	delete(f.byName, replaced.name)
	f.excess = max(f.excess, replaced.count)
	replaced.name, replaced.order = key, f.order
	replaced.count++
	f.byName[key] = replaced
	heap.Fix(&f.least, 0)
}

// top returns the most frequent names, and by how much a count may be too high.
func (f *frequent) top(most int) ([]Principal, int64) {
	sorted := slices.Clone(f.least)
	slices.SortFunc(sorted, func(a, b *counter) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.name.value, b.name.value), cmp.Compare(a.name.field, b.name.field))
	})
	var top []Principal
	for _, one := range sorted[:min(most, len(sorted))] {
		top = append(top, Principal{one.name.field, one.name.value, one.count})
	}
	return top, f.excess
}

// counters implements heap.Interface.
type counters []*counter

// Len implements sort.Interface.
func (c counters) Len() int { return len(c) }

// Less implements sort.Interface.
func (c counters) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(c[i].count, c[j].count), cmp.Compare(c[i].order, c[j].order)) < 0
}

// Swap implements sort.Interface.
func (c counters) Swap(i, j int) {
	c[i], c[j] = c[j], c[i]
	c[i].place, c[j].place = i, j
}

// Push implements heap.Interface.
func (c *counters) Push(one any) {
	added, _ := one.(*counter)
	added.place = len(*c)
	*c = append(*c, added)
}

// Pop implements heap.Interface.
func (c *counters) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// maxTextBytes bounds what is kept of a text that strangers wrote.
const maxTextBytes = 200

// shorten cuts a text at a character. What it returns is a copy: the text may
// be part of a whole record, which nobody is to keep.
func shorten(text string) string {
	if len(text) <= maxTextBytes {
		return strings.Clone(text)
	}
	cut := maxTextBytes
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
