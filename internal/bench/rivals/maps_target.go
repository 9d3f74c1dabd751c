package rivals

import (
	"encoding/json"
	"strings"
)

// target collects what an operation detail says of the people it concerns.
type target struct {
	noun   object
	user   object
	emails []string
	roles  []object
	labels []object
	about  []object
}

func newTarget() *target { return &target{noun: object{}, user: object{}} }

func (t *target) readDetail(detail string) {
	pairs, array := splitArray(detail, strings.Index(detail, "[{"))
	for segment := range strings.SplitSeq(pairs, " - ") {
		if key, value, found := strings.Cut(segment, ": "); found && value != "" {
			t.readPair(key, value)
		}
	}
	var elements []object
	if array != "" && json.Unmarshal([]byte(array), &elements) == nil {
		t.readElements(elements)
	}
}

func (t *target) readPair(key, value string) {
	switch key {
	case "Department":
		t.user["department"] = []string{value}
	case "Description":
		setText(t.user, "role_description", value)
	case "Display Name":
		setText(t.user, "user_display_name", value)
	case "Email Address", "email", "email2":
		t.emails = append(t.emails, value)
	case "First Name":
		setText(t.user, "first_name", value)
	case "Job Title":
		setText(t.user, "title", value)
	case "Last Name":
		setText(t.user, "last_name", value)
	case "Location":
		t.noun["location"] = object{"name": value}
	case "Role Name", "User Role", "role":
		t.roles = append(t.roles, object{"name": value})
	case "Room Name", "Type", "User Type":
		t.labels = append(t.labels, object{"key": key, "value": value})
	}
}

// readElements takes the first element for the target, each further one for
// an entry of its own.
func (t *target) readElements(elements []object) {
	for i, element := range elements {
		userID, hasUserID := element["userId"]
		labels := elementLabels(element)
		if i == 0 {
			t.labels = append(t.labels, labels...)
			if hasUserID {
				t.user["userid"] = userID
			}
			continue
		}
		user := object{}
		if hasUserID {
			user["userid"] = userID
		}
		if len(labels) > 0 {
			user["attribute"] = object{"labels": labels}
		}
		t.about = append(t.about, object{"user": user})
	}
}

func elementLabels(element object) []object {
	var labels []object
	for _, key := range []string{"assistant", "options"} {
		if value, found := element[key]; found {
			labels = append(labels, object{"key": key, "value": value})
		}
	}
	return labels
}

// build puts the collected parts together, leaving out what is empty.
func (t *target) build() object {
	attribute := object{}
	if len(t.roles) > 0 {
		attribute["roles"] = t.roles
	}
	if len(t.labels) > 0 {
		attribute["labels"] = t.labels
	}
	if len(attribute) > 0 {
		t.user["attribute"] = attribute
	}
	if len(t.emails) > 0 {
		t.user["email_addresses"] = t.emails
	}
	if len(t.user) > 0 {
		t.noun["user"] = t.user
	}
	return t.noun
}
