package main

// workload is how much is measured.
type workload struct {
	rounds    int
	records   int // mapped in memory, in each round
	jqRecords int // fewer, as jq is slow
}

// fullWorkload takes some minutes. The records are many more than a processor
// cache holds and a branch predictor remembers.
func fullWorkload() workload {
	return workload{
		rounds:    10,
		records:   100_000,
		jqRecords: 20_000,
	}
}

// quickWorkload takes seconds.
func quickWorkload() workload {
	return workload{
		rounds:    2,
		records:   2_000,
		jqRecords: 500,
	}
}
