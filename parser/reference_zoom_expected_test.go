package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// What the reference and the built-in tables make of whole Zoom records,
// against expectations written by hand from the published mapping and the
// decisions on what it leaves open.

func TestReferenceMapsAWholeRecord(t *testing.T) {
	event, reject := builtIn(t).reference([]byte(`{"time":"2026-03-12T06:14:27Z","operator":"admin@example.com","category_type":"User",` +
		`"action":"Update","operation_detail":"Update User jo@example.com  - First Name: Jo - Department: IT - User Type: from Basic to Licensed` +
		` - Role Name: Help Desk"}`))
	require.Empty(t, reject)
	const whole = `{"metadata":{"eventTimestamp":"2026-03-12T06:14:27Z","eventType":"USER_UNCATEGORIZED","vendorName":"ZOOM",` +
		`"productName":"ZOOM_OPERATION_LOGS","productEventType":"Update","description":"Update User jo@example.com  - First Name: Jo` +
		` - Department: IT - User Type: from Basic to Licensed - Role Name: Help Desk","logType":"ZOOM_OPERATION_LOGS"},` +
		`"additional":{"category_type":"User"},` +
		`"principal":{"user":{"emailAddresses":["admin@example.com"]}},` +
		`"target":{"user":{"firstName":"Jo","attribute":{"labels":[{"key":"User Type","value":"Licensed"}],"roles":[{"name":"Help Desk"}]},` +
		`"emailAddresses":["jo@example.com"],"department":["IT"]}}}`
	require.Equal(t, whole, string(event)) //nolint:testifylint // the order of keys counts
}

func TestReferenceMapsZoomDetails(t *testing.T) {
	const (
		mails  = "target.user.emailAddresses"
		roles  = "target.user.attribute.roles"
		labels = "target.user.attribute.labels"
		kind   = "metadata.eventType"
	)
	engine := builtIn(t)
	for detail, want := range map[string]map[string]string{
		"Change Role  - user.name@example.com: from User to Co-Owner": {
			mails: `["user.name@example.com"]`, roles: `[{"name":"Co-Owner"}]`, labels: "", kind: `"USER_UNCATEGORIZED"`,
		},
		"Change Role  - a@example.com: from User to Admin - b@example.com: Owner - c@example.com: from User to Admin": {
			mails: `["a@example.com","b@example.com"]`, roles: `[{"name":"Admin"},{"name":"Owner"}]`,
		},
		"Assign Role  - role: Admin - a@example.com: Owner - email: user1@example.com": {
			mails: `["user1@example.com"]`, roles: `[{"name":"Admin"}]`,
		},
		"Edit  - Role Name: A - role: C - User Role: from X to B - Role Name: C": {
			roles: `[{"name":"A"},{"name":"C"},{"name":"B"}]`,
		},
		"Update User a@example.com  - Email Address: from a@example.com to b@example.com": {
			mails: `["a@example.com","b@example.com"]`,
		},
		"Assign Phone Number +10000000003 to Alex Example(user1@example.com)": {mails: `["user1@example.com"]`},
		"Update a Channel TestGroupChannel1  - Cloud Storage Retention: set to  - Name: from TestGroup1 to TestGroupChannel1": {
			"target": "", kind: `"GENERIC_EVENT"`,
		},
		"Search Chat  - Search Date: 03/02/2023 - 03/30/2023":                          {"target": "", kind: `"GENERIC_EVENT"`},
		"Add Flows: [inbox-voicemail]":                                                 {"target": "", kind: `"GENERIC_EVENT"`},
		"Edit User user.name@example.com  - Change Type: from Basic to Licensed":       {labels: ""},
		"Edit  - Type: A - Room Name: B - User Type: C - Type: D - type: no":           {labels: `[{"key":"Room Name","value":"B"},{"key":"Type","value":"A"},{"key":"Type","value":"D"},{"key":"User Type","value":"C"}]`},
		"Edit  - Department: X - User Role: Admin - Department: Y - Job Title: set to": {"target.user.department": `["X","Y"]`, "target.user.title": ""},
		"Edit  - Job Title: A - Job Title: B":                                          {"target.user.title": `"A"`},
		"Edit  - Job Title: from A to B to C":                                          {"target.user.title": `"from A to B to C"`},
		"  padded  - Location: Zürich ":                                                {"metadata.description": `"  padded  - Location: Zürich "`, "target.location.name": `"Zürich"`},
		`Update [{"userId":9007199254740993123,"assistant":"a","options":[1,true,"x"]},{"userId":"u","options":{"k":1.0}},3,{"z":1}]`: {
			"target.user.userid": `"9007199254740993123"`,
			labels:               `[{"key":"assistant","value":"a"},{"key":"options","value":"1"},{"key":"options","value":"true"},{"key":"options","value":"x"}]`,
			"about":              `[{"user":{"userid":"u","attribute":{"labels":[{"key":"options","value":"{\"k\":1.0}"}]}}}]`,
		},
	} {
		t.Run(detail, func(t *testing.T) {
			event, reject := engine.reference([]byte(`{"time":1700000000,"operation_detail":` + quoted(detail) + `}`))
			require.Empty(t, reject)
			for path, value := range want {
				require.Equal(t, value, gjson.GetBytes(event, path).Raw, "%s in %s", path, event)
			}
		})
	}
}

func TestReferenceMapsZoomFields(t *testing.T) {
	engine := builtIn(t)
	for record, want := range map[string]map[string]string{
		`{"time":1700000000,"category_type":" User ","operator":" SSO "}`: {
			"additional": `{"category_type":"User"}`, "principal.user": `{"userid":"SSO"}`, "metadata.eventType": `"USER_UNCATEGORIZED"`,
		},
		`{"time":1700000000,"category_type":"","operator":" "}`: {
			"additional": "", "principal": "", "metadata.eventType": `"GENERIC_EVENT"`,
		},
		`{"time":1700000000,"category_type":7,"operator":1e2,"event_type":"operation_log"}`: {
			"additional": `{"category_type":"7"}`, "principal.user": `{"userid":"1e2"}`, "metadata.eventType": `"USER_UNCATEGORIZED"`,
		},
		`{"time":1700000000,"operator":"SSO","category_type":"User","event_type":"USER_LOGIN"}`: {"metadata.eventType": `"USER_LOGIN"`},
		`{"time":1700000000,"category_type":"User","event_type":"USER_LOGIN"}`:                  {"metadata.eventType": `"GENERIC_EVENT"`},
		`{"time":1700000000,"type":"Sign in","email":"a@example.com","ip_address":"192.0.2.8","version":"-","client_type":"-"}`: {
			"metadata.eventType": `"USER_LOGIN"`, "metadata.productVersion": "", "additional": `{"type":"Sign in"}`, "principal.ip": `["192.0.2.8"]`,
		},
	} {
		event, reject := engine.reference([]byte(record))
		require.Empty(t, reject, "of %s", record)
		for path, value := range want {
			require.Equal(t, value, gjson.GetBytes(event, path).Raw, "%s in %s", path, event)
		}
	}
}

func TestReferenceRejectsZoomRecords(t *testing.T) {
	engine := builtIn(t)
	for record, want := range map[string]string{
		`{"operation_detail":"Add BYOC +86 100 0000 0000","time":null}`: "time",
		`{"operation_detail":"x"}`:                                      "time",
		`{"operation_detail":"x","time":["2026-03-12T06:14:27Z"]}`:      "time",
		`{"operation_detail":"x","time":1,"time":1}`:                    "duplicate-key",
		`{"time":1}`: "unknown-shape",
		`["a"]`:      "not-an-object",
	} {
		_, reject := engine.reference([]byte(record))
		require.Equal(t, want, reject, "of %s", record)
	}
}
