package mockzendesk

// auditShapes are audit logs as they are published, in spellings that only a
// collector which keeps the bytes keeps: orders of keys, escapes, spaces, and
// keys that nobody knows yet.
func auditShapes() []string {
	return []string{
		`{"url":"https://example.zendesk.com/api/v2/audit_logs/{ID}.json","id":{ID},"action_label":"Updated","actor_id":{PERSON},"actor_name":"Alex Admin","source_id":{PERSON},"source_type":"user","source_label":"Robin Example","action":"update","change_description":"Role changed from Administrator to End User","ip_address":"192.0.2.{HOST}","created_at":"{TIME}"}`,
		`{"url":"https://example.zendesk.com/api/v2/audit_logs/{ID}","id":{ID},"actor_id":{PERSON},"actor_name":"Alex Admin","source_id":{NUMBER},"source_type":"api_token","source_label":"API token: number {NUMBER}","action":"create","change_description":"","ip_address":"2001:db8::{HOST}","created_at":"{TIME}"}`,
		`{"id":{ID}, "action":"login", "action_label":"Signed in", "actor_id":{PERSON}, "actor_name":"Alex Admin", "source_id":{PERSON}, "source_type":"user", "source_label":"Alex Admin", "change_description":"Successful sign-in using SAML from https:\/\/example.zendesk.com\/access\/saml", "ip_address":"192.0.2.{HOST}", "created_at":"{TIME}", "url":"https:\/\/example.zendesk.com\/api\/v2\/audit_logs\/{ID}.json"}`,
		`{"url":"https://example.zendesk.com/api/v2/audit_logs/{ID}.json","id":{ID},"action_label":"Deleted","actor_id":-1,"actor_name":"Zendesk","source_id":{NUMBER},"source_type":"attachment","source_label":"Attachment","action":"destroy","change_description":"","ip_address":null,"created_at":"{TIME}"}`,
		`{"url":"https://example.zendesk.com/api/v2/audit_logs/{ID}.json","id":{ID},"action_label":"Mis \u00e0 jour","actor_id":{PERSON},"actor_name":"Zo\u00eb Example","source_id":{NUMBER},"source_type":"account_setting","source_label":"Require Two Factor","action":"update","change_description":"Explore role changed from not set to Admin\nGuide role changed from not set to <b>Viewer<\/b>","ip_address":"192.0.2.{HOST}","created_at":"{TIME}","workspace":{"weight":1.50}}`,
	}
}

// ticketShapes are tickets as they are published.
func ticketShapes() []string {
	return []string{
		`{"url":"https://example.zendesk.com/api/v2/tickets/{ID}.json","id":{ID},"external_id":null,"via":{"channel":"web","source":{"from":{},"to":{},"rel":null}},"created_at":"{CREATED}","updated_at":"{UPDATED}","generated_timestamp":{GENERATED},"type":"incident","subject":"Help, my printer {NUMBER} is on fire!","raw_subject":"Help, my printer {NUMBER} is on fire!","description":"The fire is very colorful.","priority":"high","status":"{STATUS}","recipient":"support@example.com","requester_id":{PERSON},"submitter_id":{PERSON},"assignee_id":{PERSON},"organization_id":509974,"group_id":98738,"collaborator_ids":[35334,234],"follower_ids":[],"email_cc_ids":[],"forum_topic_id":null,"problem_id":null,"has_incidents":false,"is_public":true,"due_at":null,"tags":["enterprise","other_tag"],"custom_fields":[{"id":27642,"value":"745"}],"satisfaction_rating":{"score":"offered"},"sharing_agreement_ids":[],"custom_status_id":4044376,"fields":[{"id":27642,"value":"745"}],"followup_ids":[],"ticket_form_id":360000084116,"brand_id":360000358316,"allow_channelback":false,"allow_attachments":true,"from_messaging_channel":false}`,
		`{"id":{ID}, "url":"https:\/\/example.zendesk.com\/api\/v2\/tickets\/{ID}.json", "subject":"Voicemail from: Caller +1 (555) 010-0101, {NUMBER}", "status":"{STATUS}", "generated_timestamp":{GENERATED}, "created_at":"{CREATED}", "updated_at":"{UPDATED}", "via":{"channel":"voice","source":{"rel":"voicemail","from":{"formatted_phone":"+1 (555) 010-0101","phone":"+15550100101"},"to":{"phone":"+15550100102","brand_id":360000358316}}}, "priority":null, "requester_id":{PERSON}, "submitter_id":{PERSON}, "assignee_id":null, "tags":[], "custom_fields":[], "description":"Call at 2:52:39 PM\nZ\u00fcrich"}`,
	}
}

// accessShapes are access logs as they are published.
func accessShapes() []string {
	return []string{
		`{"id":"{ID}","timestamp":"{TIME}","user_id":{PERSON},"ip_address":"192.0.2.{HOST}","method":"POST","url":"/api/v2/search?query={NUMBER}","status":200,"authorization_type":"basic","client":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)","referer":"/agent/dashboard","bytes_sent":1234,"category":"Search","summary":"Search tickets"}`,
		`{"authorization_type":"bearer","bytes_sent":5678,"category":"Ticket","client":"Zendesk/1.0","graphql":{"operation_name":"ticket","operation_type":"QUERY","query":"query ticket($id: ID!) { ticket(id: $id) { id } }","variables":"{\"id\":\"{NUMBER}\"}"},"id":"{ID}","ip_address":"2001:db8::{HOST}","method":"POST","referer":"/agent/tickets/{NUMBER}","status":200,"summary":"View ticket","timestamp":"{TIME}","url":"/graphql","user_id":"{PERSON}"}`,
	}
}
