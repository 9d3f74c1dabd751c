package rivals

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

// AuditLogs maps Zendesk's audit logs by hand, by the same table as the
// engine. Its Append is for one goroutine.
type AuditLogs struct {
	*handWritten
	roleLine   *regexp.Regexp // a user's role in the account or in one of its products
	adminGiven *regexp.Regexp
	adminRole  *regexp.Regexp
	known      map[string]bool
}

// NewAuditLogs makes the mapper.
func NewAuditLogs() *AuditLogs {
	m := &AuditLogs{
		roleLine:   regexp.MustCompile(`(?i)^(.* )?role changed from `),
		adminGiven: regexp.MustCompile(`(?i)^(.* )?role changed from .* to .*(admin|administrator|owner)$`),
		adminRole:  regexp.MustCompile(`(?i)^((.* )?(admin|administrator)|owner|account owner)$`),
		known: nameSet(`url id action action_label actor_id actor_name source_id source_type source_label
			change_description ip_address created_at origin_service`),
	}
	m.handWritten = newHandWritten(m.event)
	return m
}

// auditLog is a record with what was found inside its texts.
type auditLog struct {
	raw                object
	action, sourceType string // in lower case
	actorID            string
	label              string
	change             string // as it stands
	lines              []string
	changes            []change
	addresses          []string
	hasOtherAddresses  bool
	host, platform     string
	userID, userName   string
	groupName          string
}

// change is a line "FIELD changed from OLD to NEW".
type change struct{ field, old, new string }

func (m *AuditLogs) event(raw object) (object, error) {
	at := formatTimestamp(scalar(raw, "created_at"))
	if at == "" {
		return nil, fmt.Errorf("created_at %q is no time", scalar(raw, "created_at"))
	}
	log := readAuditLog(raw)
	preferred, given := m.eventType(log)

	metadata := metadata()
	metadata["event_timestamp"] = at
	metadata["event_type"] = given
	put(metadata, "product_log_id", scalar(raw, "id"))
	if log.action != "" && log.sourceType != "" {
		metadata["product_event_type"] = scalar(raw, "source_type") + "." + scalar(raw, "action")
	}
	put(metadata, "description", log.change)

	event := object{"metadata": metadata, "target": m.target(log), "security_result": []object{m.result(log)}}
	put(event, "principal", principalOf(log))
	put(event, "extensions", extensionsOf(log))
	additional := object{}
	put(additional, "action_label", scalar(raw, "action_label"))
	if log.hasOtherAddresses {
		put(additional, "ip_address_raw", scalar(raw, "ip_address"))
	}
	if given != preferred {
		additional["event_type_degraded_from"] = preferred
	}
	putRest(additional, raw, m.known)
	put(event, "additional", additional)
	return event, nil
}

func readAuditLog(raw object) auditLog {
	log := auditLog{
		raw:        raw,
		action:     strings.ToLower(scalar(raw, "action")),
		sourceType: strings.ToLower(scalar(raw, "source_type")),
		actorID:    scalar(raw, "actor_id"),
		label:      scalar(raw, "source_label"),
		change:     text(raw, "change_description"),
		host:       hostOf(scalar(raw, "url")),
	}
	log.readChanges()
	for piece := range strings.FieldsFuncSeq(scalar(raw, "ip_address"), isBetweenAddresses) {
		if _, err := netip.ParseAddr(piece); err == nil {
			log.addresses = append(log.addresses, piece)
		} else {
			log.hasOtherAddresses = true
		}
	}
	if log.isSystem() {
		log.platform = log.host
	}
	log.readNames()
	return log
}

func isBetweenAddresses(char rune) bool { return char == ',' || char == ' ' }

// isSystem tells whether the account did it by itself, as nobody from nowhere.
func (l *auditLog) isSystem() bool { return l.actorID == "-1" && len(l.addresses) == 0 }

func (l *auditLog) readChanges() {
	for line := range strings.SplitSeq(strings.ReplaceAll(l.change, "\r\n", "\n"), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		l.lines = append(l.lines, line)
		field, values, isChange := strings.Cut(line, " changed from ")
		previous, next, hasBoth := strings.Cut(values, " to ")
		if isChange && hasBoth {
			l.changes = append(l.changes, change{strings.TrimSpace(field), strings.TrimSpace(previous), strings.TrimSpace(next)})
		}
	}
}

// readNames finds the user or group that was changed.
func (l *auditLog) readNames() {
	_, behind, isHalved := strings.Cut(l.label, ": ")
	switch l.sourceType {
	case "user":
		l.userID, l.userName = scalar(l.raw, "source_id"), l.label
	case "user_setting":
		l.userID = scalar(l.raw, "source_id")
		if strings.HasPrefix(strings.ToLower(l.label), "suspension state: ") {
			l.userName = strings.TrimSpace(behind)
		}
	case "account":
		if l.isOwnerChange() {
			for _, each := range l.changes {
				if each.field == "Owner" {
					l.userName = each.new
				}
			}
		}
	case "group":
		l.groupName = l.label
		if isHalved {
			l.groupName = strings.TrimSpace(behind)
		}
	}
}

func (l *auditLog) isOwnerChange() bool {
	return l.sourceType == "account" && strings.HasPrefix(strings.ToLower(l.change), "owner changed from ")
}

func principalOf(log auditLog) object {
	user := object{}
	put(user, "userid", log.actorID)
	put(user, "user_display_name", scalar(log.raw, "actor_name"))
	if log.actorID == "-1" {
		user["account_type"] = "SERVICE_ACCOUNT_TYPE"
	}
	principal := object{}
	put(principal, "user", user)
	if len(log.addresses) > 0 {
		principal["ip"] = log.addresses
		principal["asset"] = object{"ip": log.addresses}
	}
	put(principal, "hostname", log.platform)
	if log.isSystem() {
		principal["application"] = "Zendesk"
	}
	return principal
}

func extensionsOf(log auditLog) object {
	if log.action != "login" {
		return nil
	}
	auth := object{"mechanism": []string{"MECHANISM_OTHER"}}
	words := strings.ToLower(log.change)
	if strings.Contains(words, "password") {
		auth["mechanism"] = []string{"USERNAME_PASSWORD"}
	}
	for _, provider := range []string{"saml", "jwt", " sso", "google", "microsoft"} {
		if strings.Contains(words, provider) {
			auth["type"] = "SSO"
		}
	}
	return object{"auth": auth}
}

func (m *AuditLogs) target(log auditLog) object {
	target := object{"application": "Zendesk", "resource": resourceOf(log)}
	put(target, "application", scalar(log.raw, "origin_service"))
	put(target, "url", scalar(log.raw, "url"))
	put(target, "hostname", log.host)
	put(target, "user", m.targetUser(log))
	if log.sourceType == "group" {
		group := object{}
		put(group, "group_display_name", log.groupName)
		put(group, "product_object_id", scalar(log.raw, "source_id"))
		put(target, "group", group)
	}
	return target
}

func resourceOf(log auditLog) object {
	resource := object{}
	put(resource, "product_object_id", scalar(log.raw, "source_id"))
	put(resource, "name", log.label)
	put(resource, "resource_subtype", scalar(log.raw, "source_type"))
	put(resource, "resource_type", resourceType(log.sourceType))
	var changed labels
	for i, each := range log.changes {
		changed.add(numbered("changed_field", i), each.field)
		changed.add(numbered("old_value", i), unlessNotSet(each.old))
		changed.add(numbered("new_value", i), unlessNotSet(each.new))
	}
	if len(changed) > 0 {
		resource["attribute"] = object{"labels": changed}
	}
	return resource
}

func resourceType(sourceType string) string {
	switch sourceType {
	case "user":
		return "USER"
	case "account":
		return "SETTING"
	case "apitoken", "api_token", "oauth_client", "oauth_token":
		return "CREDENTIAL"
	case "permission_set", "custom_role":
		return "ACCESS_POLICY"
	case "attachment":
		return "STORAGE_OBJECT"
	}
	if strings.HasSuffix(sourceType, "_setting") {
		return "SETTING"
	}
	return ""
}

// targetUser is the user who was changed, with the roles that were given.
func (m *AuditLogs) targetUser(log auditLog) object {
	user := object{}
	put(user, "userid", log.userID)
	put(user, "user_display_name", log.userName)
	if log.sourceType != "user" {
		return user
	}
	var roles []object
	var notes labels
	for number, each := range log.changes {
		field := strings.ToLower(each.field)
		if field != "role" && !strings.HasSuffix(field, " role") {
			continue
		}
		if given := unlessNotSet(each.new); given != "" {
			role := object{"name": given, "description": each.field}
			if m.adminRole.MatchString(given) {
				role["type"] = "ADMINISTRATOR"
			}
			roles = append(roles, role)
		}
		notes.add(numbered("old_role", number), unlessNotSet(each.old))
		switch field {
		case "explore role", "guide role", "support role", "talk role":
			app, _, _ := strings.Cut(each.field, " ")
			notes.add(numbered("app", number), app)
		}
	}
	attribute := object{}
	put(attribute, "roles", roles)
	put(attribute, "labels", notes)
	put(user, "attribute", attribute)
	return user
}

func numbered(key string, index int) string {
	if index == 0 {
		return key
	}
	return key + "_" + strconv.Itoa(index+1)
}

func unlessNotSet(value string) string {
	if value == "not set" {
		return ""
	}
	return value
}
