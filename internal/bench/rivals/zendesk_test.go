package rivals_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/rivals"
)

func TestHandWrittenMappersMapTheirTables(t *testing.T) {
	cases := map[string]struct {
		mapper        mapper
		record, event string
	}{
		"audit log: roles given": {
			rivals.NewAuditLogs(),
			`{"url": "https://acme.zendesk.com/api/v2/audit_logs/17296759404950.json", "id": 17296759404950, "actor_id": 123,
			  "actor_name": "Alex Admin", "source_id": 456, "source_type": "user", "source_label": "Robin: Example", "action": "update",
			  "change_description": "Explore role changed from not set to Admin\nGroup changed from A to B to C",
			  "ip_address": "192.0.2.7, 2001:db8::1, home", "created_at": "2026-05-05T09:00:00Z", "new_field": {"a": 1}}`,
			`{"metadata": {"event_timestamp": "2026-05-05T09:00:00Z", "event_type": "USER_CHANGE_PERMISSIONS", "vendor_name": "Zendesk",
			    "product_name": "Zendesk CRM", "log_type": "ZENDESK_CRM", "product_log_id": "17296759404950", "product_event_type": "user.update",
			    "description": "Explore role changed from not set to Admin\nGroup changed from A to B to C"},
			  "principal": {"user": {"userid": "123", "user_display_name": "Alex Admin"}, "ip": ["192.0.2.7", "2001:db8::1"],
			    "asset": {"ip": ["192.0.2.7", "2001:db8::1"]}},
			  "target": {"application": "Zendesk", "url": "https://acme.zendesk.com/api/v2/audit_logs/17296759404950.json", "hostname": "acme.zendesk.com",
			    "user": {"userid": "456", "user_display_name": "Robin: Example", "attribute": {
			      "roles": [{"name": "Admin", "description": "Explore role", "type": "ADMINISTRATOR"}],
			      "labels": [{"key": "app", "value": "Explore"}]}},
			    "resource": {"product_object_id": "456", "name": "Robin: Example", "resource_subtype": "user", "resource_type": "USER", "attribute": {"labels": [
			      {"key": "changed_field", "value": "Explore role"}, {"key": "new_value", "value": "Admin"},
			      {"key": "changed_field_2", "value": "Group"}, {"key": "old_value_2", "value": "A"}, {"key": "new_value_2", "value": "B to C"}]}}},
			  "security_result": [{"action_details": "update", "summary": "Explore role changed from not set to Admin", "severity": "HIGH",
			    "description": "Explore role changed from not set to Admin\nGroup changed from A to B to C"}],
			  "additional": {"ip_address_raw": "192.0.2.7, 2001:db8::1, home", "new_field": "{\"a\":1}"}}`,
		},
		"audit log: a user was created from nowhere": {
			rivals.NewAuditLogs(),
			`{"id": 1, "actor_id": 123, "source_id": 456, "source_type": "user", "action": "create", "ip_address": null, "created_at": "2026-05-05T09:00:00Z"}`,
			`{"metadata": {"event_timestamp": "2026-05-05T09:00:00Z", "event_type": "USER_RESOURCE_CREATION", "vendor_name": "Zendesk",
			    "product_name": "Zendesk CRM", "log_type": "ZENDESK_CRM", "product_log_id": "1", "product_event_type": "user.create"},
			  "principal": {"user": {"userid": "123"}},
			  "target": {"application": "Zendesk", "user": {"userid": "456"},
			    "resource": {"product_object_id": "456", "resource_subtype": "user", "resource_type": "USER"}},
			  "security_result": [{"action_details": "create", "severity": "INFORMATIONAL"}],
			  "additional": {"event_type_degraded_from": "USER_CREATION"}}`,
		},
		"ticket by mail": {
			rivals.NewTickets(),
			`{"url": "https://acme.zendesk.com/api/v2/tickets/200.json", "id": 200, "created_at": "2026-05-02T07:59:30Z", "generated_timestamp": 1777708800,
			  "via": {"channel": "email", "source": {"from": {"address": "monica@example.com", "name": "Monica"}, "to": {"address": "help@acme.example.com"}}},
			  "subject": null, "description": "Hello", "requester_id": 7, "submitter_id": 7, "collaborator_ids": [8], "tags": ["vip"],
			  "custom_fields": [{"id": 1, "value": ["a", "b"]}, {"id": 2, "value": null}], "fields": [{"id": 1, "value": ["a", "b"]}, {"id": 2, "value": null}]}`,
			`{"metadata": {"event_timestamp": "2026-05-02T07:59:30Z", "event_type": "USER_RESOURCE_CREATION", "vendor_name": "Zendesk",
			    "product_name": "Zendesk CRM", "log_type": "ZENDESK_CRM", "product_log_id": "200-1777708800", "product_event_type": "ticket.created",
			    "description": "Hello", "url_back_to_product": "https://acme.zendesk.com/agent/tickets/200"},
			  "principal": {"user": {"userid": "7", "email_addresses": ["monica@example.com"], "user_display_name": "Monica"}},
			  "target": {"application": "Zendesk", "url": "https://acme.zendesk.com/api/v2/tickets/200.json", "hostname": "acme.zendesk.com",
			    "resource": {"product_object_id": "200", "name": "Ticket 200", "resource_subtype": "ticket", "attribute": {
			      "creation_time": "2026-05-02T07:59:30Z",
			      "labels": [{"key": "submitter_id", "value": "7"}, {"key": "requester_id", "value": "7"}, {"key": "tag", "value": "vip"},
			        {"key": "via_channel", "value": "email"}]}}},
			  "about": [{"user": {"userid": "8", "attribute": {"labels": [{"key": "role", "value": "collaborator"}]}}},
			    {"user": {"email_addresses": ["help@acme.example.com"], "attribute": {"labels": [{"key": "role", "value": "via_to"}]}}}],
			  "security_result": [{"detection_fields": [{"key": "via_channel", "value": "email"}]}],
			  "additional": {"generated_timestamp": "1777708800", "principal_role": "submitter", "custom_field_1": "a,b"}}`,
		},
		"ticket of nobody": {
			rivals.NewTickets(),
			`{"id": 48, "updated_at": "2026-10-07T15:52:09Z", "status": "deleted"}`,
			`{"metadata": {"event_timestamp": "2026-10-07T15:52:09Z", "event_type": "GENERIC_EVENT", "vendor_name": "Zendesk",
			    "product_name": "Zendesk CRM", "log_type": "ZENDESK_CRM", "product_log_id": "48", "product_event_type": "ticket.deleted"},
			  "target": {"application": "Zendesk", "resource": {"product_object_id": "48", "name": "Ticket 48", "resource_subtype": "ticket", "attribute": {
			    "last_update_time": "2026-10-07T15:52:09Z", "labels": [{"key": "status", "value": "deleted"}]}}},
			  "additional": {"event_type_degraded_from": "USER_RESOURCE_DELETION"}}`,
		},
	}
	for name, each := range cases {
		t.Run(name, func(t *testing.T) {
			event, err := each.mapper.Append(nil, []byte(each.record))
			require.NoError(t, err)
			require.JSONEq(t, each.event, string(event))
		})
	}
}

func TestHandWrittenMappersRefuseWhatHasNoTime(t *testing.T) {
	for _, mapper := range []mapper{rivals.NewAuditLogs(), rivals.NewTickets()} {
		for _, record := range []string{`{"id": 1`, `{"id": 1, "created_at": "at tea time"}`} {
			kept, err := mapper.Append([]byte("kept"), []byte(record))
			require.Error(t, err)
			require.Equal(t, "kept", string(kept))
		}
	}
}
