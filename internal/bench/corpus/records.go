package corpus

// Records makes the first count records of a corpus. The slices share one
// block of memory, one record after another as in a file.
func Records(options Options, count int) [][]byte {
	return collect(count, New(options).AppendRecord)
}

func collect(count int, appendRecord func(dst []byte) []byte) [][]byte {
	var block []byte
	ends := make([]int, count)
	for i := range ends {
		block = appendRecord(block)
		ends[i] = len(block)
	}
	records := make([][]byte, count)
	start := 0
	for i, end := range ends {
		records[i] = block[start:end:end]
		start = end
	}
	return records
}

// Lines makes the first count records of a corpus, each with a line feed.
func Lines(options Options, count int) []byte {
	generator := New(options)
	var lines []byte
	for range count {
		lines = append(generator.AppendRecord(lines), '\n')
	}
	return lines
}
