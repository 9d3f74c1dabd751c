package parser

import (
	"bytes"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// None of these is parallel: they measure the whole process.

// repeated reads a text as often as it takes to make so many bytes.
func repeated(text string, size int) io.Reader {
	chunk := []byte(strings.Repeat(text, 1+(64<<10)/len(text)))
	var readers []io.Reader
	for range 1 + size/len(chunk) {
		readers = append(readers, bytes.NewReader(chunk))
	}
	return io.MultiReader(readers...)
}

func TestConvertHoldsLittleOfALargeObject(t *testing.T) {
	const megabyte = 1 << 20
	record := strings.Replace(entry("a"), "}", `,"text":"`+strings.Repeat("text ", 50)+`"}`, 1)
	lines := func(size int) io.Reader { return repeated(strings.Repeat(record+"\n", 9)+"{\"id\":1}\n", size) }
	for _, test := range []struct {
		name    string
		object  io.Reader
		workers int
		gzip    bool
		bound   uint64
	}{
		{"lines", lines(200 * megabyte), 2, false, 16 * megabyte},
		{"lines, one worker", lines(20 * megabyte), 1, true, 8 * megabyte},
		{"lines, three workers", lines(20 * megabyte), 3, true, 24 * megabyte},
		{"an array without line feeds", io.MultiReader(strings.NewReader("["), repeated(record+",", 20*megabyte)), 2, true, 16 * megabyte},
		{"a record far beyond the bound", io.MultiReader(lines(megabyte), strings.NewReader(`{"id":"`), repeated("x", 20*megabyte), lines(megabyte)), 2, true, 48 * megabyte},
		{"garbage far beyond the bound", io.MultiReader(lines(megabyte), repeated("?\n", 20*megabyte), lines(megabyte)), 2, true, 48 * megabyte},
	} {
		t.Run(test.name, func(t *testing.T) {
			catalog := entryCatalog(t)
			before, most, reports := heapInUse(), uint64(0), 0
			converter := NewConverter(catalog, ConverterOptions{Workers: test.workers, Gzip: test.gzip, Progress: func(Progress) {
				if reports++; reports%16 == 0 {
					most = max(most, inUse())
				}
			}})
			ledger, err := converter.Convert(t.Context(), "large", test.object, io.Discard, io.Discard)
			require.NoError(t, err)
			require.Positive(t, most)
			require.Greater(t, ledger.BytesIn, int64(20*megabyte))
			require.Less(t, most-min(before, most), test.bound)
		})
	}
}

// heapInUse returns the memory in use without garbage.
func heapInUse() uint64 {
	runtime.GC()
	return inUse()
}

func inUse() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapInuse
}

func TestConvertAllocatesNothingPerRecord(t *testing.T) {
	lines := entry("a") + "\n{\"id\":1}\n?\n" + `["` + "\xff" + "\"]\n"
	converter := NewConverter(entryCatalog(t), ConverterOptions{})
	// The least of several rounds: under the race detector a sync.Pool drops
	// one in four of what it is given, and the next round makes it anew.
	allocations := func(times int) float64 {
		object := []byte(strings.Repeat(lines, times))
		least := math.Inf(1)
		for range 20 {
			least = min(least, testing.AllocsPerRun(1, func() {
				ledger, err := converter.Convert(t.Context(), "x", bytes.NewReader(object), io.Discard, io.Discard)
				require.NoError(t, err)
				require.EqualValues(t, 4*times, ledger.Records)
			}))
		}
		return least
	}
	few, many := allocations(1_000), allocations(4_000)
	require.Less(t, many-few, 10.0, "in 12,000 records more")
}

// What each block left behind would be collected seldom, and be resident until then.
func TestConvertAllocatesNothingPerBlock(t *testing.T) {
	const blockBytes = 256
	for _, workers := range []int{1, 2, 3} {
		converter := NewConverter(entryCatalog(t), ConverterOptions{Workers: workers, blockBytes: blockBytes})
		allocations := func(blocks int) float64 {
			object := []byte(strings.Repeat(entry("a")+"\n", blocks*blockBytes/len(entry("a"))))
			return testing.AllocsPerRun(5, func() {
				_, err := converter.Convert(t.Context(), "x", bytes.NewReader(object), io.Discard, io.Discard)
				require.NoError(t, err)
			})
		}
		const few, many = 100, 2_000
		// What is pooled is made anew now and then, but not for each block.
		require.Less(t, allocations(many)-allocations(few), (many-few)/4.0, "of %d workers", workers)
	}
}
