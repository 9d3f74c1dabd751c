package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
)

// Records with and without each of so many fields have more outlines than are
// kept, and so do the objects of a list. What was drawn before, and whether there
// is room for another, changes no event.
func TestMoreOutlinesThanAreKept(t *testing.T) {
	t.Parallel()
	const fields = 12
	var table strings.Builder
	table.WriteString("table: outlines\nlog_type: OUTLINES\nrows:\n")
	table.WriteString("  - {id: O1, from: at, to: metadata.event_timestamp, required: true}\n")
	table.WriteString("  - {id: O2, value: ACME, to: metadata.vendor_name}\n")
	table.WriteString("  - {id: O3, value: Outlines, to: metadata.product_name}\n")
	for k := range fields {
		fmt.Fprintf(&table, "  - {id: OR%d, from: f%d, to: additional.f%d}\n", k, k, k)
		fmt.Fprintf(&table, "  - {id: OE%d, each: list, from: f%d, to: security_result.detection_fields, key: f%d}\n", k, k, k)
	}
	table.WriteString("event_type:\n  - {id: O4, value: GENERIC_EVENT}\n")

	plan := compile(t, load(t, "outlines.yaml", []byte(table.String())))
	used := parser.Only(plan).NewMapper()
	for range 2 {
		for set := range 1 << fields {
			var members, labels []string
			for k := range fields {
				if set>>k&1 == 1 {
					members = append(members, fmt.Sprintf(`"f%d":"%d"`, k, set))
					labels = append(labels, fmt.Sprintf(`{"key":"f%d","value":"%d"}`, k, set))
				}
			}
			object := strings.Join(members, ",")
			record := fmt.Sprintf(`{"at":1773296067,"list":[{%s}]}`, object)
			want := `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"GENERIC_EVENT","vendorName":"ACME","productName":"Outlines"}`
			if set > 0 {
				record = fmt.Sprintf(`{"at":1773296067,%s,"list":[{%s}]}`, object, object)
				want += fmt.Sprintf(`,"additional":{%s},"securityResult":[{"detectionFields":[%s]}]`, object, strings.Join(labels, ","))
			}
			event, err := used.Append(nil, []byte(record))
			require.NoError(t, err, "%s", record)
			require.Equal(t, want+"}", string(event), "%s", record)
		}
	}
}
