package rivals

import (
	"encoding/json"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// Tickets maps Zendesk's tickets by hand, by the same table as the engine. Its
// Append is for one goroutine.
type Tickets struct {
	*handWritten
	email *regexp.Regexp
	known map[string]bool
}

// NewTickets makes the mapper.
func NewTickets() *Tickets {
	m := &Tickets{
		email: regexp.MustCompile(emailPattern),
		known: nameSet(`url id external_id via created_at updated_at generated_timestamp type subject raw_subject
			description priority status recipient requester_id submitter_id assignee_id organization_id group_id
			collaborator_ids follower_ids email_cc_ids forum_topic_id problem_id has_incidents is_public due_at tags
			custom_fields satisfaction_rating sharing_agreement_ids custom_status_id fields followup_ids
			ticket_form_id brand_id allow_channelback allow_attachments from_messaging_channel origin_service`),
	}
	m.handWritten = newHandWritten(m.event)
	return m
}

// ticket is a record with what was found out about it.
type ticket struct {
	raw              object
	id, status       string
	createdAt        string
	isNew            bool
	person, role     string
	from, to         object // of via.source
	sender, caller   string // whose address and number are in via, if it is the person's
	host             string
	description      string
	isDescriptionCut bool
}

const longestDescription = 1024

func (m *Tickets) event(raw object) (object, error) {
	ticket := readTicket(raw)
	metadata, err := ticket.metadata()
	if err != nil {
		return nil, err
	}
	preferred := ticket.eventType()
	given := preferred
	if ticket.person == "" {
		given = "GENERIC_EVENT"
	}
	metadata["event_type"] = given

	event := object{"metadata": metadata, "target": m.target(ticket)}
	put(event, "principal", m.principal(ticket))
	put(event, "about", m.about(ticket))
	put(event, "security_result", resultOf(ticket))
	additional := ticket.additional()
	if given != preferred {
		additional["event_type_degraded_from"] = preferred
	}
	putRest(additional, raw, m.known)
	put(event, "additional", additional)
	return event, nil
}

func readTicket(raw object) ticket {
	source := inside(raw, "via", "source")
	t := ticket{
		raw:       raw,
		id:        scalar(raw, "id"),
		status:    strings.ToLower(scalar(raw, "status")),
		createdAt: scalar(raw, "created_at"),
		from:      inside(source, "from"),
		to:        inside(source, "to"),
		host:      hostOf(scalar(raw, "url")),
	}
	t.isNew = t.status != "deleted" && t.isFresh()
	t.findPerson()
	t.description = scalar(raw, "description")
	if len(t.description) > longestDescription {
		end := longestDescription
		for !utf8.RuneStart(t.description[end]) {
			end--
		}
		t.description, t.isDescriptionCut = t.description[:end], true
	}
	return t
}

// isFresh tells whether the ticket was read within a minute of its creation,
// or was never touched since.
func (t *ticket) isFresh() bool {
	generated := scalar(t.raw, "generated_timestamp")
	if generated == "" {
		return t.createdAt != "" && scalar(t.raw, "updated_at") == t.createdAt
	}
	from, err := timestamp(t.createdAt)
	if err != nil {
		return false
	}
	to, err := timestamp(generated)
	return err == nil && to.Sub(from) <= time.Minute
}

// findPerson finds the user whose ticket it is.
func (t *ticket) findPerson() {
	submitter, requester := scalar(t.raw, "submitter_id"), scalar(t.raw, "requester_id")
	switch {
	case t.isNew && submitter != "":
		t.person, t.role = submitter, "submitter"
	case requester != "":
		t.person, t.role = requester, "requester"
	case submitter != "":
		t.person, t.role = submitter, "submitter"
	}
	if requester == "" {
		return
	}
	if scalar(inside(t.raw, "via"), "channel") == "email" && submitter == requester {
		t.sender = scalar(t.from, "address")
	}
	if t.person == requester {
		t.caller = scalar(t.from, "phone")
	}
}

func (t *ticket) metadata() (object, error) {
	at := ""
	if t.isNew {
		at = t.createdAt
	}
	for _, name := range []string{"generated_timestamp", "updated_at", "created_at"} {
		if at == "" {
			at = scalar(t.raw, name)
		}
	}
	if at = formatTimestamp(at); at == "" {
		return nil, errors.New("the ticket has no readable time")
	}
	metadata := metadata()
	metadata["event_timestamp"] = at
	logID := t.id
	if generated := scalar(t.raw, "generated_timestamp"); t.id != "" && generated != "" {
		logID += "-" + generated
	}
	put(metadata, "product_log_id", logID)
	switch {
	case t.status == "deleted":
		metadata["product_event_type"] = "ticket.deleted"
	case t.isNew:
		metadata["product_event_type"] = "ticket.created"
	default:
		metadata["product_event_type"] = "ticket.updated"
	}
	put(metadata, "description", t.description)
	if t.host != "" && t.id != "" {
		metadata["url_back_to_product"] = "https://" + t.host + "/agent/tickets/" + t.id
	}
	return metadata, nil
}

func (t *ticket) eventType() string {
	switch {
	case t.status == "deleted":
		return "USER_RESOURCE_DELETION"
	case t.isNew:
		return "USER_RESOURCE_CREATION"
	}
	return "USER_RESOURCE_UPDATE_CONTENT"
}

func (m *Tickets) principal(t ticket) object {
	user := object{}
	put(user, "userid", t.person)
	if t.sender != "" {
		if m.email.MatchString(t.sender) {
			user["email_addresses"] = []string{t.sender}
		}
		put(user, "user_display_name", scalar(t.from, "name"))
	}
	if t.caller != "" {
		user["phone_numbers"] = []string{t.caller}
	}
	principal := object{}
	put(principal, "user", user)
	return principal
}

func (m *Tickets) target(t ticket) object {
	resource := object{"resource_subtype": "ticket"}
	put(resource, "product_object_id", t.id)
	switch subject := scalar(t.raw, "subject"); {
	case subject != "":
		resource["name"] = subject
	case t.id != "":
		resource["name"] = "Ticket " + t.id
	}
	attribute := object{}
	put(attribute, "creation_time", formatTimestamp(t.createdAt))
	put(attribute, "last_update_time", formatTimestamp(scalar(t.raw, "updated_at")))
	put(attribute, "labels", m.labels(t))
	put(resource, "attribute", attribute)

	target := object{"application": "Zendesk", "resource": resource}
	put(target, "application", scalar(t.raw, "origin_service"))
	put(target, "url", scalar(t.raw, "url"))
	put(target, "hostname", t.host)
	if assignee := scalar(t.raw, "assignee_id"); assignee != "" {
		target["user"] = object{"userid": assignee}
	}
	if group := scalar(t.raw, "group_id"); group != "" {
		target["group"] = object{"product_object_id": group}
	}
	return target
}

func resultOf(t ticket) []object {
	result := object{}
	if channel := scalar(inside(t.raw, "via"), "channel"); channel != "" {
		result["detection_fields"] = labels{{"via_channel", channel}}
	}
	put(result, "priority_details", scalar(t.raw, "priority"))
	if len(result) == 0 {
		return nil
	}
	return []object{result}
}

func (t *ticket) additional() object {
	additional := object{}
	if t.isDescriptionCut {
		additional["description_cut"] = "true"
	}
	put(additional, "generated_timestamp", scalar(t.raw, "generated_timestamp"))
	put(additional, "principal_role", t.role)
	for _, each := range list(t.raw, "custom_fields") {
		field, _ := each.(object)
		if id := scalar(field, "id"); id != "" {
			put(additional, "custom_field_"+id, joined(field["value"]))
		}
	}
	fields := t.raw["fields"]
	if fields != nil && !reflect.DeepEqual(fields, t.raw["custom_fields"]) {
		if encoded, err := json.Marshal(fields); err == nil {
			additional["ticket_fields"] = string(encoded)
		}
	}
	return additional
}

// joined is the text of a custom field's value, a list's with commas.
func joined(value any) string {
	elements, isList := value.([]any)
	if !isList {
		return scalarText(value)
	}
	var texts []string
	for _, element := range elements {
		if text := scalarText(element); text != "" {
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, ",")
}
