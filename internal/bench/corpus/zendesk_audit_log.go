package corpus

import (
	"fmt"
	"strings"
)

// auditLog is one audit-log record before it is written.
type auditLog struct {
	action, label string
	actor         user
	sourceType    string
	sourceLabel   string
	sourceID      int64
	change        string
	address       any
}

// systemActor is whom the account itself acts as.
func systemActor() user { return user{id: -1} }

// appendAuditLog appends the next record, its fields in the order in which the
// API was seen to write them.
func (z *zendeskAccount) appendAuditLog(dst []byte) []byte {
	next := z.nextAuditLog()
	actorName := next.actor.name()
	if next.actor == systemActor() {
		actorName = "Zendesk"
	}
	id := z.nextID()
	return appendMembers(dst, members{
		{"url", fmt.Sprintf("%sapi/v2/audit_logs/%d.json", zendeskAddress, id)},
		{"id", id},
		{"action_label", next.label},
		{"actor_id", next.actor.id},
		{"source_id", next.sourceID},
		{"source_type", next.sourceType},
		{"source_label", next.sourceLabel},
		{"action", next.action},
		{"change_description", next.change},
		{"ip_address", next.address},
		{"created_at", stamp(z.nextTime())},
		{"actor_name", actorName},
	})
}

// nextAuditLog draws what happened.
func (z *zendeskAccount) nextAuditLog() auditLog {
	next := auditLog{action: "update", label: "Updated", actor: z.agent(), address: z.address(), sourceID: z.objectID()}
	switch share := z.draw.IntN(100); {
	case share < 33:
		z.login(&next)
	case share < 62:
		z.changeUser(&next)
	case share < 66:
		z.addOrRemove(&next, "user", z.customer())
	case share < 70:
		z.suspend(&next)
	case share < 78:
		z.changeSetting(&next)
	case share < 87:
		rule := z.phrases.rules[z.draw.IntN(len(z.phrases.rules))]
		next.sourceType, next.sourceLabel, next.change = rule[0], rule[1], "Conditions changed"
	case share < 92:
		z.cleanUp(&next)
	case share < 94:
		z.changeCredential(&next)
	case share < 96:
		next.sourceType = z.pick([]string{"group", "group_membership", "permission_set", "brand"})
		next.sourceLabel = z.pick(z.phrases.groups)
		next.change = z.changeLine("Name", z.phrases.groups)
	case share < 99:
		next.sourceType, next.sourceLabel = "organization", "Organization: "+z.pick(z.phrases.organizations)
		next.change = z.changeLine("Group", z.phrases.groups)
	default:
		next.action, next.label = "exported", "Exported"
		next.sourceType, next.sourceLabel, next.change = "account", "Account: Account", "CSV export requested"
	}
	return next
}

func (z *zendeskAccount) login(next *auditLog) {
	next.action, next.label = "login", "Signed in"
	next.sourceType, next.sourceID, next.sourceLabel = "user", next.actor.id, next.actor.name()
	next.change = z.pick(z.phrases.signIns)
	if z.oneIn(40) {
		next.change = "Failed sign-in"
	}
}

// changeUser draws a change of up to four lines, many of a role.
func (z *zendeskAccount) changeUser(next *auditLog) {
	z.concern(next, "user", z.customer())
	var lines []string
	for _, kind := range z.draw.Perm(6)[:z.draw.IntN(5)] {
		lines = append(lines, z.userChangeLine(kind))
	}
	if len(lines) == 0 {
		lines = []string{z.pick(z.phrases.notes)}
	}
	next.change = strings.Join(lines, "\n")
}

func (z *zendeskAccount) userChangeLine(kind int) string {
	switch kind {
	case 0:
		return z.changeLine("Role", z.phrases.roles)
	case 1:
		return z.changeLine(z.pick([]string{"Explore", "Guide", "Support", "Talk"})+" role", z.phrases.roles)
	case 2:
		return z.changeLine("Organization", z.phrases.organizations)
	case 3:
		return z.changeLine("Default group", z.phrases.groups)
	case 4:
		return "Email address changed from " + z.customer().email + " to " + z.customer().email
	default:
		return "Name changed from " + z.customer().name() + " to " + z.customer().name()
	}
}

// changeLine draws a line whose old value is sometimes none.
func (z *zendeskAccount) changeLine(field string, values []string) string {
	previous := z.pick(values)
	if z.oneIn(5) {
		previous = "not set"
	}
	return field + " changed from " + previous + " to " + z.pick(values)
}

func (z *zendeskAccount) suspend(next *auditLog) {
	suspended := z.customer()
	z.concern(next, "user_setting", suspended)
	next.action, next.sourceLabel = "create", "Suspension state: "+suspended.name()
	next.change = z.pick([]string{"Suspended", "Unsuspended"})
}

func (z *zendeskAccount) changeSetting(next *auditLog) {
	next.sourceType, next.sourceLabel = "account_setting", z.pick(z.phrases.settings)
	next.action = z.pick([]string{"create", "update"})
	next.change = z.pick(z.phrases.states)
	if z.oneIn(50) {
		next.sourceType, next.sourceLabel, next.action = "account", "Account: Account", "update"
		next.change = "Owner changed from " + next.actor.name() + " to " + z.agent().name()
	}
}

// cleanUp draws what the account deletes by itself, and tickets that agents
// delete.
func (z *zendeskAccount) cleanUp(next *auditLog) {
	next.action, next.label, next.sourceID = "destroy", "Deleted", z.nextID()
	if z.oneIn(3) {
		next.sourceType, next.sourceLabel = "ticket", fmt.Sprintf("Ticket: %d", z.draw.IntN(100_000))
		return
	}
	next.actor, next.address = systemActor(), nil
	next.sourceType, next.sourceLabel = "attachment", "Attachment"
}

func (z *zendeskAccount) changeCredential(next *auditLog) {
	next.sourceType = z.pick([]string{"apitoken", "api_token", "oauth_client"})
	next.sourceLabel = "API token: " + z.pick([]string{"SIEM collector", "ETL", "Jo's laptop"})
	next.action, next.label = z.pick([]string{"create", "destroy"}), "Updated"
}

func (z *zendeskAccount) addOrRemove(next *auditLog, sourceType string, subject user) {
	z.concern(next, sourceType, subject)
	switch z.draw.IntN(4) {
	case 0, 1:
		next.action, next.label, next.change = "create", "Created", "Role: "+z.pick(z.phrases.roles)
	case 2:
		next.action, next.label = "destroy", "Deleted"
	default:
		next.action, next.label = "soft_destroy", "Deleted"
	}
}

// concern says whom a record is about.
func (*zendeskAccount) concern(next *auditLog, sourceType string, subject user) {
	next.sourceType, next.sourceID, next.sourceLabel = sourceType, subject.id, subject.name()
}
