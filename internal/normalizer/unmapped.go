package normalizer

import (
	"bufio"
	"bytes"
	"io"
	"slices"

	"github.com/udmap/udmap/internal/inflate"
)

// The most that Unmapped looks at, and the length from which a record is passed
// over.
const (
	sampledRecords     = 20
	sampledRecordBytes = 64 << 10
)

// Unmapped names the raw fields of which something is nowhere in the events of
// the first records of an object, and which no table drops on purpose: a vendor
// has perhaps added them. It looks at objects of one record a line, as collectors
// write them, of which the content may be cut off; of others it finds nothing.
func (n *Normalizer) Unmapped(content io.Reader) []string {
	inflated, err := inflate.NewReader(content)
	if err != nil {
		return nil
	}
	coverage := n.tables.NewCoverage()
	lines := bufio.NewReaderSize(inflated, sampledRecordBytes)
	for range sampledRecords {
		line, err := lines.ReadSlice('\n')
		if err != nil { // the last line may be cut off
			break
		}
		coverage.Add(bytes.TrimSpace(line))
	}
	var fields []string
	for _, table := range coverage.Tables() {
		for _, field := range table.Fields {
			if field.Use.IsLost() {
				fields = append(fields, field.Path)
			}
		}
	}
	slices.Sort(fields)
	return slices.Compact(fields)
}
