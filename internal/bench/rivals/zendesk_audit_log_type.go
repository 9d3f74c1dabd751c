package rivals

import (
	"slices"
	"strings"
)

// eventType decides what type of event a record would be by the table, and
// what it is given for want of a field that the type requires.
func (m *AuditLogs) eventType(log auditLog) (preferred, given string) {
	for _, candidate := range m.candidates(log) {
		if preferred == "" {
			preferred = candidate
		}
		if log.canBe(candidate) {
			return preferred, candidate
		}
	}
	return "GENERIC_EVENT", "GENERIC_EVENT"
}

// candidates are the preferred type and what it degrades to.
func (m *AuditLogs) candidates(log auditLog) []string {
	const (
		creation = "USER_RESOURCE_CREATION"
		update   = "USER_RESOURCE_UPDATE_CONTENT"
		deletion = "USER_RESOURCE_DELETION"
		generic  = "GENERIC_EVENT"
	)
	isDeletion := log.action == "destroy" || log.action == "soft_destroy"
	isWrite := log.action == "create" || log.action == "update"
	byAction := func(created, updated, deleted string) []string {
		switch {
		case log.action == "create":
			return []string{created, generic}
		case log.action == "update":
			return []string{updated, generic}
		case isDeletion:
			return []string{deleted, generic}
		case log.canBe("USER_UNCATEGORIZED") && log.hasActor():
			return []string{"USER_UNCATEGORIZED"}
		}
		return []string{generic}
	}

	switch {
	case log.action == "login":
		return []string{"USER_LOGIN", generic}
	case log.action == "exported":
		return []string{"USER_RESOURCE_ACCESS", generic}
	}
	switch log.sourceType {
	case "user":
		switch {
		case log.action == "create":
			return []string{"USER_CREATION", creation, generic}
		case isDeletion:
			return []string{"USER_DELETION", deletion, generic}
		case log.action == "update" && slices.ContainsFunc(log.lines, m.roleLine.MatchString):
			return []string{"USER_CHANGE_PERMISSIONS", generic}
		case log.action == "update" && slices.ContainsFunc(log.lines, isPasswordLine):
			return []string{"USER_CHANGE_PASSWORD", update, generic}
		}
	case "user_setting":
		if strings.HasPrefix(strings.ToLower(log.label), "suspension state") {
			return []string{"USER_CHANGE_PERMISSIONS", generic}
		}
		return []string{"SETTING_MODIFICATION", update, generic}
	case "account", "account_setting":
		switch {
		case log.isOwnerChange() && log.canBe("USER_CHANGE_PERMISSIONS"):
			return []string{"USER_CHANGE_PERMISSIONS"}
		case isWrite:
			return []string{"SETTING_MODIFICATION", update, generic}
		case isDeletion:
			return []string{"SETTING_DELETION", update, generic}
		}
	case "permission_set", "custom_role":
		return byAction(creation, "USER_RESOURCE_UPDATE_PERMISSIONS", deletion)
	case "group":
		switch {
		case log.action == "create":
			return []string{"GROUP_CREATION", creation, generic}
		case log.action == "update":
			return []string{"GROUP_MODIFICATION"}
		case isDeletion:
			return []string{"GROUP_DELETION"}
		}
	case "group_membership", "organization_membership":
		if isWrite || isDeletion {
			return []string{"GROUP_MODIFICATION"}
		}
	}
	return byAction(creation, update, deletion)
}

func isPasswordLine(line string) bool {
	return strings.HasPrefix(strings.ToLower(line), "password")
}

// canBe tells whether the record has what the usage guide requires of an event
// type.
func (l *auditLog) canBe(eventType string) bool {
	hasMachine := len(l.addresses) > 0 || l.platform != ""
	hasUser := l.userID != "" || l.userName != ""
	switch eventType {
	case "USER_LOGIN", "USER_CREATION", "USER_DELETION", "USER_UNCATEGORIZED":
		return hasUser && hasMachine
	case "USER_CHANGE_PERMISSIONS", "USER_CHANGE_PASSWORD":
		return hasUser
	case "SETTING_MODIFICATION", "SETTING_DELETION":
		return hasMachine
	case "GROUP_CREATION":
		return l.actorID != "" && l.groupName != ""
	}
	if strings.HasPrefix(eventType, "USER_RESOURCE_") {
		return l.hasActor() && (scalar(l.raw, "source_id") != "" || l.label != "" || l.sourceType != "")
	}
	return true
}

func (l *auditLog) hasActor() bool { return l.actorID != "" || scalar(l.raw, "actor_name") != "" }

// result says what the change means for security.
func (m *AuditLogs) result(log auditLog) object {
	result := object{"severity": m.severity(log)}
	put(result, "action_details", scalar(log.raw, "action"))
	put(result, "description", log.change)
	if len(log.lines) > 0 {
		result["summary"] = log.lines[0]
	}
	words := strings.ToLower(log.change)
	switch {
	case log.action != "login":
	case strings.HasPrefix(words, "successful sign-in"):
		result["action"] = []string{"ALLOW"}
	case strings.HasPrefix(words, "failed"), strings.HasPrefix(words, "unsuccessful"):
		result["action"] = []string{"FAIL"}
		result["category"] = []string{"AUTH_VIOLATION"}
	}
	return result
}

func (m *AuditLogs) severity(log auditLog) string {
	words := strings.ToLower(log.change)
	setting := strings.ToLower(log.label)
	switch {
	case log.isOwnerChange():
		return "HIGH"
	case log.sourceType == "user" && slices.ContainsFunc(log.lines, m.adminGiven.MatchString):
		return "HIGH"
	case log.action == "create" && (log.sourceType == "apitoken" || log.sourceType == "api_token"):
		return "HIGH"
	case log.sourceType != "account_setting":
		return "INFORMATIONAL"
	case strings.HasPrefix(words, "disabled") && isProtection(setting):
		return "HIGH"
	case strings.Contains(setting, "assumption") && !strings.HasPrefix(words, "disabled"):
		return "MEDIUM"
	case strings.Contains(setting, "mobile app access") && strings.HasPrefix(words, "enabled"):
		return "MEDIUM"
	}
	return "INFORMATIONAL"
}

func isProtection(setting string) bool {
	return slices.ContainsFunc(
		[]string{"two-factor", "two factor", "single sign-on", "sso", "redaction"},
		func(word string) bool { return strings.Contains(setting, word) },
	)
}
