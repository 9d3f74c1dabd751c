package corpus

import (
	"fmt"
	"strconv"
)

// userChange draws the commonest record: one to six attributes of a user.
func (g *Generator) userChange(next *record) {
	next.category = "User"
	next.action = g.pick([]string{"Update", "Update", "Update", "Add", "Batch Add"})
	changed := g.nextSubject()
	g.text(next.action, " User ", changed.email, " ")
	attributes := g.userAttributes(changed)
	count := 1 + g.content.IntN(6)
	for _, chosen := range g.content.Perm(len(attributes))[:count] {
		g.pair(attributes[chosen].key, attributes[chosen].value)
	}
}

type attribute struct{ key, value string }

// userAttributes are the pairs that a change of this user may show. The last
// one is a key that the published mapping table does not know.
func (g *Generator) userAttributes(changed person) []attribute {
	return []attribute{
		{"First Name", changed.first},
		{"Last Name", changed.last},
		{"Department", g.pick(g.phrases.departments)},
		{"User Type", g.pick(g.phrases.userTypes)},
		{"Role Name", g.pick(g.phrases.roles)},
		{"Job Title", g.pick(g.phrases.titles)},
		{"Location", g.pick(g.phrases.places)},
		{"Display Name", changed.first + " " + changed.last},
		{"Email Address", changed.email},
		{"Room Name", g.pick(g.phrases.rooms)},
		{"Time Zone", "(GMT+1:00) Madrid"},
	}
}

// roleChange draws a change of a role's members, in the three spellings that
// the vendor uses for the role.
func (g *Generator) roleChange(next *record) {
	next.category = "Role"
	next.action = g.pick([]string{"Update", "Add", "Delete"})
	g.text(next.action, " Role Members ", g.nextSubject().email)
	switch g.content.IntN(3) {
	case 0:
		g.pair("User Role", g.pick(g.phrases.roles))
	case 1:
		g.pair("role", g.pick(g.phrases.roles))
		ticket := 10_000 + g.content.IntN(90_000)
		g.pair("Description", "Granted by "+g.pick(g.phrases.titles)+", ticket INC-"+strconv.Itoa(ticket))
	default:
		g.pair("Role Name", g.pick(g.phrases.roles))
		g.pair("Type", g.pick(g.phrases.plainTypes))
	}
}

// privilegeChange draws an embedded JSON array of one to four assistants.
func (g *Generator) privilegeChange(next *record) {
	next.category, next.action = "User Settings", "Update"
	g.text("Update Scheduling Privilege ", "[")
	for i := range 1 + g.content.IntN(4) {
		if i > 0 {
			g.text(",")
		}
		options := g.pick([]string{"schedule", "schedule,manage private", "manage"})
		g.detail = fmt.Appendf(g.detail, `{"userId":"%s","assistant":"%s","options":"%s"}`,
			g.nextUserID(), g.nextSubject().email, options)
	}
	g.text("]")
}

// settingChange draws a setting turned on or off, or a free text.
func (g *Generator) settingChange(next *record) {
	next.category = g.pick([]string{"Account", "User Settings", "Recording", "Group", "Billing"})
	next.action = g.pick([]string{"Update", "Delete", "Add"})
	if g.content.IntN(3) == 0 {
		g.text(g.pick(g.phrases.notes))
		return
	}
	g.text(g.pick(g.phrases.settings), ": from ", g.pick([]string{"On", "Off"}),
		" to ", g.pick([]string{"On", "Off", "Locked"}))
}

func (g *Generator) nextSubject() person { return g.staff.people[g.subject.Uint64()] }

// nextUserID draws an id as the vendor makes them: 22 letters of base64url.
func (g *Generator) nextUserID() []byte {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	id := make([]byte, 22)
	for i := range id {
		id[i] = alphabet[g.content.IntN(len(alphabet))]
	}
	return id
}

// text appends to the detail.
func (g *Generator) text(parts ...string) {
	for _, part := range parts {
		g.detail = append(g.detail, part...)
	}
}

// pair appends one " - key: value" to the detail.
func (g *Generator) pair(key, value string) { g.text(" - ", key, ": ", value) }
