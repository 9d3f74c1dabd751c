package udm_test

import (
	"fmt"

	"github.com/udmap/udmap/udm"
)

// A path is resolved against the schema: each step knows its field.
func ExampleSchema_ParsePath() {
	path, err := udm.Default().ParsePath("target.user.emailAddresses")
	if err != nil {
		fmt.Println(err)
		return
	}
	field := path.Last()
	fmt.Println(path)
	fmt.Println(path.JSON())
	fmt.Println(field.Kind, "list:", field.Repeated)
	// Output:
	// target.user.email_addresses
	// target.user.emailAddresses
	// string list: true
}

// A path that does not exist says what was probably meant.
func ExamplePathError() {
	_, err := udm.Default().ParsePath("target.usr.userid")
	fmt.Println(err)
	// Output:
	// target.usr.userid: no field "usr" in Noun; did you mean "user"?
}

func ExampleValidator_Validate() {
	event := `{
  "metadata": {
    "eventTimestamp": "2026-03-12T06:14:27Z",
    "eventType": "user_login",
    "vendorName": "ACME",
    "productName": "Door"
  },
  "principal": {"ip": "192.0.2.1"}
}`
	for _, finding := range udm.NewValidator(udm.Default()).Validate([]byte(event)) {
		fmt.Println(finding.Severity, finding.ID, finding.Field)
		fmt.Printf("  line %d, column %d: %s\n", finding.Position.Line, finding.Position.Column, finding.Detail)
		fmt.Println(" ", finding.Hint)
	}
	// Output:
	// error UDM016 metadata.event_type
	//   line 4, column 18: "user_login" is no value of Metadata.EventType
	//   did you mean "USER_LOGIN"?
	// error UDM014 principal.ip
	//   line 8, column 23: Noun.ip is a list of string, this is a string
	//   write a list, also for a single value
}

// The encoder brings any spelling and order of keys into one form.
func ExampleEncoder_Append() {
	event := `{"principal": {"ip": ["192.0.2.1"], "hostname": null}, "metadata": {"event_type": "GENERIC_EVENT"}}`
	canonical, err := udm.Encoder{}.Append(nil, []byte(event))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(canonical))
	// Output:
	// {"metadata":{"eventType":"GENERIC_EVENT"},"principal":{"ip":["192.0.2.1"]}}
}

func ExampleSchema_EventType() {
	eventType, _ := udm.Default().EventType("USER_RESOURCE_ACCESS")
	for _, rule := range eventType.Required {
		fmt.Printf("%s: %s\n", rule.Kind, rule.Path+rule.Noun)
	}
	// Output:
	// present: metadata.event_timestamp
	// present: metadata.event_type
	// user_identifier: principal
	// present: target.resource
}
