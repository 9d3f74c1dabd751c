package mappings_test

// auditLog makes an audit-log record. The four fields that decide its event
// type take every combination in turn.
func (w *wildRecords) auditLog() string {
	turn := w.turn
	w.turn++
	inTurn := func(values []string) string {
		value := values[turn%len(values)]
		turn /= len(values)
		return value
	}
	return w.object([][2]string{
		{"action", inTurn([]string{
			`"login"`, `"exported"`, `"create"`, `"update"`, `"destroy"`, `"soft_destroy"`, `"frobnicate"`, `"UPDATE"`, `""`, "null", "7", "",
		})},
		{"actor_id", inTurn([]string{"360786799676", "-1", `"-1"`, "1234567890123456789", "0", `"jo"`, "null", "[]", ""})},
		{"ip_address", inTurn([]string{
			`"192.0.2.1"`, `"2001:db8::1"`, "null", "", `"192.0.2.1, 198.51.100.7"`, `"rubbish"`, `"unknown, 2001:db8::2 ,"`,
			`"::ffff:192.0.2.1"`, `"fe80::1%eth0"`, `"192.0.2.1:443"`, `"192.0.2.0/24"`, `"999.1.1.1"`, `["192.0.2.1"]`,
		})},
		{"source_type", inTurn([]string{
			`"user"`, `"user_setting"`, `"account"`, `"account_setting"`, `"permission_set"`, `"custom_role"`, `"group"`, `"group_membership"`,
			`"organization_membership"`, `"organization"`, `"apitoken"`, `"api_token"`, `"oauth_client"`, `"oauth_token"`, `"ticket"`, `"rule"`,
			`"attachment"`, `"zendesk/app_market/app"`, `"custom_field/field"`, `"User"`, `"some_future_type"`, `"*"`, `""`, "null", "{}", "",
		})},
		{"actor_name", w.of(`"Alex Admin"`, `"Zendesk"`, `"Robin Example"`)},
		{"source_id", w.id()},
		{"source_label", w.pick(w.of(`"Robin Example"`, `"Suspension state: Robin: Example"`, `"Account: Account"`, `"Group: Tier 2"`), w.text())},
		{"change_description", w.pick(
			`""`, w.text(),
			w.of(`"Role changed from End User to Administrator"`, `"Owner changed from Alex Admin to Robin Example"`,
				`"Password changed"`, `"password changed from not set to set"`,
				`"Successful sign-in using Zendesk password"`, `"Failed sign-in"`, `"Name changed from A to B\nExplore role changed from not set to Admin"`),
		)},
		{"action_label", w.of(`"Updated"`, `"Aktualisiert"`)},
		{"created_at", w.time()},
		{"id", w.id()},
		{"url", w.url()},
	})
}

// ticket makes a ticket, one in four a sparse one.
func (w *wildRecords) ticket() string {
	fields := [][2]string{
		{"id", w.id()},
		{"status", w.of(`"open"`, `"new"`, `"deleted"`, `"Deleted"`, `"closed"`)},
		{"requester_id", w.id()},
		{"submitter_id", w.id()},
		{"created_at", w.time()},
		{"updated_at", w.time()},
		{"generated_timestamp", w.of("1777971600", "1777971659", "1777971660", "1777971661", `"1777971600"`, "1304553600")},
		{"url", w.url()},
		{"via", w.of(w.via(), w.via(), `{"channel":"web"}`, `{}`)},
		{"subject", w.of(`"Help, my printer is on fire!"`, `"SCRUBBED"`)},
	}
	if w.IntN(4) > 0 {
		fields = append(fields, w.ticketDetails()...)
	}
	for w.IntN(3) == 0 {
		fields[w.IntN(len(fields))][1] = ""
	}
	return w.object(fields)
}

func (w *wildRecords) ticketDetails() [][2]string {
	customFields := w.of(w.list(250, w.customField))
	fields := [][2]string{
		{"description", w.pick(w.of(`"The fire is very colorful."`), w.text())},
		{"raw_subject", w.of(`"Help, my printer is on fire!"`, `"{{dc.printer_on_fire}}"`)},
		{"recipient", w.of(`"help@acme.example.com"`, `"Support <help@acme.example.com>"`, `"nobody"`)},
		{"custom_fields", customFields},
		{"fields", w.of(customFields, w.list(9, w.customField))},
		{"tags", w.of(w.list(120, func() string { return w.of(`"vip"`, `"billing"`, `"emea"`) }))},
		{"satisfaction_rating", w.of(`"offered"`, `{"score":"good","id":1234,"comment":"Great!"}`, w.object([][2]string{
			{"score", w.odd()},
			{"reason", w.odd()},
			{"reason_id", w.id()},
			{"id", w.id()},
			{"comment", w.odd()},
		}))},
	}
	for _, name := range []string{"collaborator_ids", "follower_ids", "email_cc_ids", "sharing_agreement_ids", "followup_ids"} {
		fields = append(fields, [2]string{name, w.of(w.list(120, w.id))})
	}
	for _, name := range []string{"assignee_id", "organization_id", "group_id", "problem_id", "forum_topic_id", "custom_status_id", "brand_id", "ticket_form_id"} {
		fields = append(fields, [2]string{name, w.id()})
	}
	for _, name := range []string{"has_incidents", "is_public", "allow_channelback", "allow_attachments", "from_messaging_channel"} {
		fields = append(fields, [2]string{name, w.of("true", "false")})
	}
	return append(fields,
		[2]string{"type", w.of(`"incident"`, "null")},
		[2]string{"priority", w.of(`"high"`, "null")},
		[2]string{"external_id", w.of(`"CRM-77"`)},
		[2]string{"due_at", w.time()},
	)
}

func (w *wildRecords) via() string {
	place := func() string {
		return w.of("{}", w.object([][2]string{
			{"address", w.of(`"monica@example.com"`, `"monica"`)},
			{"name", w.of(`"Monica"`)},
			{"phone", w.of(`"+15550100101"`, `"anonymous"`)},
			{"formatted_phone", w.of(`"+1 (555) 010-0101"`)},
			{"original_recipients", w.of(w.list(9, w.text))},
			{"ticket_ids", w.of(w.list(9, w.id))},
			{"deleted", w.of("false")},
			{"subject", w.odd()},
			{"brand_id", w.id()},
		}))
	}
	return w.object([][2]string{
		{"channel", w.of(`"email"`, `"email"`, `"voice"`, `"web"`, `"rule"`)},
		{"source", w.of(w.object([][2]string{{"from", place()}, {"to", place()}, {"rel", w.of("null", `"voicemail"`)}}))},
	})
}

func (w *wildRecords) customField() string {
	return w.pick(w.odd(), w.object([][2]string{
		{"id", w.id()},
		{"value", w.pick(w.odd(), "null", `"text"`, "true", `["a","b"]`, "12.5")},
	}))
}

// access makes a record of an access log.
func (w *wildRecords) access() string {
	return w.object([][2]string{
		{"method", w.of(`"GET"`, `"HEAD"`, `"POST"`, `"PUT"`, `"PATCH"`, `"DELETE"`, `"OPTIONS"`, `"get"`)},
		{"user_id", w.id()},
		{"authorization_type", w.of(`"basic"`, `"bearer"`)},
		{"graphql", w.of("null", "null", `{"operation_name":"ticket","operation_type":"QUERY","query":"query {}","variables":"{}"}`, `{"operation_type":"MUTATION","variables":{"id":1}}`)},
		{"id", w.of(`"01H6PWD1WQFC6EYJCJWFJ59EVE"`)},
		{"timestamp", w.time()},
		{"url", w.url()},
		{"ip_address", w.of(`"198.51.100.23"`, `"2001:db8::1"`, `"192.0.2.1, rubbish"`)},
		{"status", w.of("200", "204", "301", "401", "403", "404", "500", `"200"`, "999999999999")},
		{"bytes_sent", w.of("1234", "0", "-1", "18446744073709551616")},
		{"client", w.of(`"Zendesk/1.0"`)},
		{"referer", w.of(`"/agent/dashboard"`, `"https://acme.zendesk.com/agent/dashboard"`)},
		{"category", w.of(`"Ticket"`)},
		{"summary", w.of(`"View ticket"`)},
		{"ticketId", w.id()},
		{"origin_service", w.of(`"Zendesk"`, `"Zendesk Support"`)},
	})
}
