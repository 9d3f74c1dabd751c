package parser_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/udmap/udmap/parser"
)

// A catalog is compiled once; a mapper of it then turns record after record
// into events. A record that gives none says why.
func Example() {
	records := []string{
		`{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","action":"Add","category_type":"Group","operation_detail":"Add Group Engineers"}`,
		`{"time":"yesterday","operator":"admin@example.com","action":"Add","category_type":"Group","operation_detail":"Add Group Designers"}`,
		`{"time":"2026-03-12T06:15:02Z","email":"jo@example.com","type":"Sign in","ip_address":"192.0.2.8","client_type":"Browser","version":"-"}`,
	}

	catalog, findings := parser.BuiltIn(parser.Options{})
	if catalog == nil {
		fmt.Println(findings)
		return
	}

	mapper := catalog.NewMapper()
	var event []byte
	for _, record := range records {
		var err error
		event, err = mapper.Append(event[:0], []byte(record))
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(string(event))
	}

	// Output:
	// {"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"USER_UNCATEGORIZED","vendorName":"ZOOM","productName":"ZOOM_OPERATION_LOGS","productEventType":"Add","description":"Add Group Engineers","logType":"ZOOM_OPERATION_LOGS"},"additional":{"category_type":"Group"},"principal":{"user":{"emailAddresses":["admin@example.com"]}}}
	// record rejected: time: time is missing, empty or unreadable
	// {"metadata":{"eventTimestamp":"2026-03-12T06:15:02Z","eventType":"USER_LOGIN","vendorName":"ZOOM","productName":"ZOOM_OPERATION_LOGS","productEventType":"Sign in","logType":"ZOOM_OPERATION_LOGS"},"additional":{"type":"Sign in","client_type":"Browser"},"principal":{"user":{"emailAddresses":["jo@example.com"]},"asset":{"ip":["192.0.2.8"]},"ip":["192.0.2.8"]},"target":{"user":{"emailAddresses":["jo@example.com"]},"application":"Zoom"},"extensions":{"auth":{"mechanism":["MECHANISM_OTHER"]}}}
}

// A table of one's own: read it from a file, compile it, and give it every
// record.
func ExampleCompile() {
	const file = "../testdata/examples/door_log.yaml"
	source, err := os.ReadFile(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	table, findings := parser.Load(file, source)
	if table == nil {
		fmt.Println(findings)
		return
	}
	plan, findings := parser.Compile(table, parser.Options{})
	if plan == nil {
		fmt.Println(findings)
		return
	}

	record := `{"at":1773296067,"badge":"4711","message":"Opened  - Floor: 3 - Reader: North - Direction: in"}`
	event, err := parser.Only(plan).NewMapper().Append(nil, []byte(record))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(event))

	// Output:
	// {"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"USER_RESOURCE_ACCESS","vendorName":"ACME","productName":"Door"},"principal":{"user":{"userid":"4711"}},"target":{"location":{"floorName":"3"},"resource":{"attribute":{"labels":[{"key":"Reader","value":"North"},{"key":"Direction","value":"in"}]}}}}
}

// A table that does not compile says where and why, with all of its faults at
// once.
func ExampleCheck() {
	const source = `table: door_log
log_type: DOOR_LOG
rows:
  - {id: D1, from: at,    to: metadata.event_timestamp, as: timestmp, required: true}
  - {id: D2, from: badge, to: principal.user.user_id}
event_type:
  - {id: D3, value: USER_RESOURCE_ACESS}
`
	_, findings := parser.Check("door_log.yaml", []byte(source))
	for _, finding := range findings {
		fmt.Println(finding)
	}

	// Output:
	// door_log.yaml:4:61: error MAP014: "timestmp" is nothing that "as" may say (did you mean "timestamp"?)
	// door_log.yaml:5:46: error MAP020: principal.user.user_id is no UDM field: no field "user_id" in User (did you mean "userid"?)
	// door_log.yaml:7:21: error MAP060: "USER_RESOURCE_ACESS" is no event type (did you mean "USER_RESOURCE_ACCESS"?)
}

// A converter takes a whole raw object as it was collected: here a page of a
// vendor's API, in which one record has no time.
func ExampleConverter() {
	catalog, findings := parser.BuiltIn(parser.Options{})
	if catalog == nil {
		fmt.Println(findings)
		return
	}
	page := strings.NewReader(`{"next_page_token":"","operation_logs":[
{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","action":"Add","category_type":"Role","operation_detail":"Add Role Help Desk"},
{"operator":"admin@example.com","action":"Delete","category_type":"Role","operation_detail":"Delete Role Help Desk"}]}`)
	var events, rejected strings.Builder

	converter := parser.NewConverter(catalog, parser.ConverterOptions{})
	ledger, err := converter.Convert(context.Background(), "page.json", page, &events, &rejected)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d records = %d events + %d rejected + %d skipped\n",
		ledger.Records, ledger.Events, ledger.Rejected, ledger.Skipped)
	fmt.Println("reasons:", ledger.Reasons)
	fmt.Println("event types:", ledger.EventTypes)
	fmt.Print(rejected.String())

	// Output:
	// 2 records = 1 events + 1 rejected + 0 skipped
	// reasons: map[time:1]
	// event types: map[USER_UNCATEGORIZED:1]
	// {"object":"page.json","record_number":2,"line":3,"offset":183,"reason":"time","detail":"time is missing, empty or unreadable","row":"ZO17","table":"zoom_operation_logs","record":"{\"operator\":\"admin@example.com\",\"action\":\"Delete\",\"category_type\":\"Role\",\"operation_detail\":\"Delete Role Help Desk\"}"}
}

// Explain tells of one record which row filled which field with what, why
// every other row set nothing, and which raw fields went nowhere.
func ExampleCatalog_Explain() {
	catalog, findings := parser.BuiltIn(parser.Options{})
	if catalog == nil {
		fmt.Println(findings)
		return
	}

	explanation, err := catalog.Explain([]byte(`{"time":"2026-03-12T06:14:27Z","operator":"robot 7","action":"Update",` +
		`"category_type":"User","operation_detail":"Update User jo@example.com  - First Name: Jo - Shoe Size: 44"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, field := range explanation.Fields {
		fmt.Printf("%s = %s (%s)\n", field.Path, field.Value, field.Row)
	}
	for _, row := range explanation.Idle {
		if row.Reason != parser.IdleNoField {
			fmt.Printf("%s set nothing: %s, %s\n", row.Row, row.Reason, row.Detail)
		}
	}
	for _, unused := range explanation.Unused {
		fmt.Printf("%s went nowhere: %s\n", unused.Path, unused.Raw)
	}

	// Output:
	// metadata.event_timestamp = 2026-03-12T06:14:27Z (ZO17)
	// metadata.event_type = USER_UNCATEGORIZED (ZO24b)
	// metadata.vendor_name = ZOOM (ZO22)
	// metadata.product_name = ZOOM_OPERATION_LOGS (ZO23)
	// metadata.product_event_type = Update (ZO01)
	// metadata.description = Update User jo@example.com  - First Name: Jo - Shoe Size: 44 (ZO12)
	// metadata.log_type = ZOOM_OPERATION_LOGS (ZO21)
	// additional.category_type = User (ZO03)
	// principal.user.userid = robot 7 (ZO14)
	// target.user.first_name = Jo (ZO08)
	// target.user.email_addresses[0] = jo@example.com (ZO29)
	// ZO13 set nothing: no match, "robot 7" is no email
	// detail.Shoe Size went nowhere: 44
}
