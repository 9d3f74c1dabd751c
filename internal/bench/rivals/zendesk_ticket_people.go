package rivals

// most is how many values of a list of people or tags are kept.
const most = 50

// labels are what a ticket says of itself.
func (m *Tickets) labels(t ticket) labels {
	var said labels
	for _, name := range []string{
		"type", "priority", "status", "custom_status_id", "brand_id", "ticket_form_id", "external_id", "problem_id",
		"forum_topic_id", "has_incidents", "is_public", "due_at", "allow_channelback", "allow_attachments",
		"from_messaging_channel",
	} {
		said.add(name, scalar(t.raw, name))
	}
	said.addAll("sharing_agreement_ids", list(t.raw, "sharing_agreement_ids"))
	said.addAll("followup_ids", list(t.raw, "followup_ids"))
	for _, name := range []string{"submitter_id", "requester_id", "assignee_id", "organization_id"} {
		said.add(name, scalar(t.raw, name))
	}
	if raw := scalar(t.raw, "raw_subject"); raw != scalar(t.raw, "subject") {
		said.add("raw_subject", raw)
	}
	said.addAll("tag", firstOf(list(t.raw, "tags")))
	said.add("satisfaction_score", scalar(t.raw, "satisfaction_rating"))
	rating := inside(t.raw, "satisfaction_rating")
	for _, name := range []string{"score", "reason", "reason_id", "id", "comment"} {
		said.add("satisfaction_"+name, scalar(rating, name))
	}
	m.addVia(&said, t)
	return said
}

// addVia adds how the ticket came, as far as it is not in principal or about.
func (m *Tickets) addVia(said *labels, t ticket) {
	via := inside(t.raw, "via")
	said.add("via_channel", scalar(via, "channel"))
	said.add("via_rel", scalar(inside(via, "source"), "rel"))
	if !m.email.MatchString(t.sender) {
		said.add("via_from_address", scalar(t.from, "address"))
	}
	if t.sender == "" {
		said.add("via_from_name", scalar(t.from, "name"))
	}
	if t.caller == "" {
		said.add("via_from_phone", scalar(t.from, "phone"))
	}
	for _, name := range []string{"id", "title", "deleted", "channel", "brand_id", "ticket_id"} {
		said.add("via_from_"+name, scalar(t.from, name))
	}
	said.addAll("via_from_ticket_ids", list(t.from, "ticket_ids"))
	said.addAll("via_from_original_recipients", list(t.from, "original_recipients"))
	said.add("via_from_subject", scalar(t.from, "subject"))
	for _, name := range []string{"name", "phone", "brand_id"} {
		said.add("via_to_"+name, scalar(t.to, name))
	}
	if address := scalar(t.to, "address"); !m.email.MatchString(address) {
		said.add("via_to_address", address)
	}
	if recipient := scalar(t.raw, "recipient"); !m.email.MatchString(recipient) {
		said.add("recipient", recipient)
	}
}

// about are the others who take part.
func (m *Tickets) about(t ticket) []object {
	var others []object
	for _, group := range [][2]string{
		{"collaborator_ids", "collaborator"}, {"follower_ids", "follower"}, {"email_cc_ids", "email_cc"},
	} {
		for _, element := range firstOf(list(t.raw, group[0])) {
			if id := scalarText(element); id != "" {
				others = append(others, inRole(group[1], object{"userid": id}))
			}
		}
	}
	if recipient := scalar(t.raw, "recipient"); m.email.MatchString(recipient) {
		others = append(others, inRole("recipient", object{"email_addresses": []string{recipient}}))
	}
	if address := scalar(t.to, "address"); m.email.MatchString(address) {
		others = append(others, inRole("via_to", object{"email_addresses": []string{address}}))
	}
	return others
}

func inRole(role string, user object) object {
	user["attribute"] = object{"labels": labels{{"role", role}}}
	return object{"user": user}
}

func firstOf(elements []any) []any { return elements[:min(len(elements), most)] }
