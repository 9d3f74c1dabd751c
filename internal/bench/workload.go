package main

import "time"

// workload is how much is measured.
type workload struct {
	rounds       int
	records      int           // mapped in memory, in each round
	tickets      int           // fewer, as they are ten times as long
	jqRecords    int           // fewer, as jq is slow
	largeRecords int           // in the one large file
	smallRecords int           // in all the small files together
	streamBytes  int64         // of the inflated stream that shows the memory
	profiled     time.Duration // that mapping each corpus is profiled for
}

// fullWorkload takes some minutes. The records are many more than a processor
// cache holds and a branch predictor remembers.
func fullWorkload() workload {
	return workload{
		rounds:       10,
		records:      100_000,
		tickets:      10_000,
		jqRecords:    20_000,
		largeRecords: 400_000,
		smallRecords: 2_000 * 300,
		streamBytes:  2 << 30,
		profiled:     3 * time.Second, // longer, and the compiler inlines what is hardly ever called
	}
}

// quickWorkload takes seconds.
func quickWorkload() workload {
	return workload{
		rounds:       2,
		records:      2_000,
		tickets:      200,
		jqRecords:    500,
		largeRecords: 5_000,
		smallRecords: 10 * 300,
		streamBytes:  8 << 20,
		profiled:     50 * time.Millisecond,
	}
}
