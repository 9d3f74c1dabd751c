package parser_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// Which event types the reference gives, against expectations written by hand.

func TestReferenceChoosesEventTypes(t *testing.T) {
	table := &parser.Table{EventTypes: []parser.EventTypeLine{
		{From: "event_type"},
		{Value: "USER_UNCATEGORIZED", When: parser.Condition{Any: []string{"operator"}}},
		{Value: "GENERIC_EVENT"},
	}}
	for record, want := range map[string]string{
		`{}`:                 "GENERIC_EVENT",
		`{"operator":"SSO"}`: "USER_UNCATEGORIZED",
		`{"operator":""}`:    "GENERIC_EVENT",
		`{"operator":"SSO","event_type":" USER_LOGIN "}`:          "USER_LOGIN",
		`{"operator":"SSO","event_type":"operation_log"}`:         "USER_UNCATEGORIZED",
		`{"operator":"SSO","event_type":"user_login"}`:            "USER_UNCATEGORIZED",
		`{"operator":"SSO","event_type":["USER_LOGIN"]}`:          "USER_UNCATEGORIZED",
		`{"operator":"SSO","event_type":"EVENTTYPE_UNSPECIFIED"}`: "USER_UNCATEGORIZED",
		`{"operator":"SSO","event_type":15001}`:                   "USER_UNCATEGORIZED",
	} {
		event, reject := referenceMap(table, udm.Default(), []byte(record))
		require.Empty(t, reject)
		require.Equal(t, `{"metadata":{"eventType":"`+want+`"}}`, string(event), "of %s", record)
	}
}

func TestReferenceDegradesEventTypes(t *testing.T) {
	table := parser.Table{
		Needs: []parser.Need{
			{EventType: "USER_LOGIN", When: parser.Condition{All: []string{"user", "ip"}}},
			{EventType: "USER_UNCATEGORIZED", When: parser.Condition{Any: []string{"user"}}},
			{EventType: "STATUS_UPDATE", When: parser.Condition{Any: []string{"ip"}}},
		},
		EventTypes: []parser.EventTypeLine{
			{Value: "USER_LOGIN", Else: []string{"USER_UNCATEGORIZED", "STATUS_UPDATE"}, When: parser.Condition{Any: []string{"login"}}},
			{From: "type"},
			{Value: "USER_UNCATEGORIZED", When: parser.Condition{Any: []string{"other"}}},
			{Value: "GENERIC_EVENT"},
		},
		Rows: []parser.Row{
			from("<degraded from>", "additional.event_type_degraded_from"),
			with(from("<degraded from>", "metadata.description"), func(r *parser.Row) { r.Map = []parser.Mapped{{Pattern: "user_*", Constant: "user"}} }),
		},
	}
	const degraded = `","description":"user"},"additional":{"event_type_degraded_from":"USER_LOGIN"}}`
	for record, want := range map[string]string{
		`{"login":1,"user":"u","ip":"i"}`:    `USER_LOGIN"}}`,
		`{"login":1,"user":"u"}`:             `USER_UNCATEGORIZED` + degraded,
		`{"login":1,"user":["u"],"ip":"i"}`:  `STATUS_UPDATE` + degraded,
		`{"login":1}`:                        `GENERIC_EVENT"}}`,
		`{"login":1,"other":1}`:              `GENERIC_EVENT"}}`,
		`{"other":1,"user":"u"}`:             `USER_UNCATEGORIZED"}}`,
		`{"type":"USER_LOGIN"}`:              `USER_LOGIN"}}`,
		`{"login":1,"type":"STATUS_UPDATE"}`: `STATUS_UPDATE"}}`,
	} {
		require.Equal(t, `{"metadata":{"eventType":"`+want, eventOf(&table, record), "of %s", record)
	}
}
