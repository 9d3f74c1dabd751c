package draft

// hint is a name of fields, and the UDM field that they likely belong into.
type hint struct {
	// names are what the path of a raw field, as words with a blank between, may
	// end in; those of the objects that it lies in are among the words.
	names []string
	// within are words of which one has to stand before the name, if there are any;
	// without are words of which none may stand there.
	within, without []string
	looks           lookOf
	unique          bool // it has another value in each record
	to              string
	why             string
}

// Words by which logs call who did something, and who or what it was done to.
func actors() []string {
	return []string{"actor", "user", "operator", "admin", "initiator", "author", "caller", "sender", "principal", "member", "subject", "performed", "created", "client", "source", "src", "identity"}
}

func targets() []string {
	return []string{"target", "object", "recipient", "affected", "destination", "dest", "dst", "invitee", "assignee", "entity", "resource"}
}

// hints lists what is suggested. Of the hints that fit a field the first counts,
// and of the fields that one fits, the first that the samples hold.
func hints() []hint {
	return []hint{
		{names: []string{"timestamp", "time", "at", "date", "datetime", "created", "occurred", "date create", "published", "ts"}, looks: aTime, to: "metadata.event_timestamp", why: "a time"},
		{names: []string{"email", "mail", "email address", "login", "name", "id", "user", "upn", "username", "actor", "operator"}, within: targets(), looks: aMailAddress, to: "target.user.email_addresses", why: "an e-mail address of who it was done to"},
		{names: []string{"email", "mail", "email address", "login", "name", "id", "user", "upn", "username", "actor", "operator", "admin", "by"}, looks: aMailAddress, to: "principal.user.email_addresses", why: "an e-mail address of who did it"},
		{names: []string{"ip", "ip address", "ip addr", "addr", "address", "host"}, within: targets(), looks: anAddress, to: "target.ip", why: "an IP address of what it was done to"},
		{names: []string{"ip", "ip address", "ip addr", "remote addr", "addr", "address", "client", "host"}, looks: anAddress, to: "principal.ip", why: "an IP address of who did it"},
		{names: []string{"user agent", "useragent", "ua", "browser"}, looks: aText, to: "network.http.user_agent", why: "a user agent"},
		{names: []string{"action", "event", "event type", "event name", "type", "verb", "operation", "activity", "activity type"}, without: append(actors(), append(targets(), "location", "entity")...), looks: aText, to: "metadata.product_event_type", why: "what happened"},
		{names: []string{"id", "uuid", "guid", "event id", "log id", "record id", "document id"}, without: append(actors(), targets()...), looks: aText, unique: true, to: "metadata.product_log_id", why: "another one in each record"},
		{names: []string{"id", "user id", "userid", "username", "login", "user name", "uid", "actor", "operator", "user"}, within: targets(), without: []string{"resource", "object", "entity"}, looks: aText, to: "target.user.userid", why: "who it was done to"},
		{names: []string{"user id", "userid", "actor id", "actor user id", "actor", "operator", "login", "username", "user name", "uid", "user", "user login"}, without: targets(), looks: aText, to: "principal.user.userid", why: "who did it"},
		{names: []string{"id"}, within: []string{"actor", "user", "operator", "admin", "initiator", "author", "principal"}, without: targets(), looks: aText, to: "principal.user.userid", why: "who did it"},
		{names: []string{"name", "display name", "full name"}, within: []string{"actor", "user", "operator", "admin", "initiator", "author", "principal"}, without: append(targets(), "access", "token", "app", "application", "file", "team", "group"), looks: aText, to: "principal.user.user_display_name", why: "the name of who did it"},
		{names: []string{"hostname", "host", "host name", "device name", "computer", "computer name"}, looks: aHostName, to: "principal.hostname", why: "a machine"},
		{names: []string{"country", "country code", "country name"}, looks: aText, to: "principal.location.country_or_region", why: "a country"},
		{names: []string{"city"}, looks: aText, to: "principal.location.city", why: "a city"},
		{names: []string{"session", "session id"}, looks: aText, to: "network.session_id", why: "a session"},
		{names: []string{"url", "uri", "link", "href", "request url"}, looks: aLink, to: "target.url", why: "a link"},
		{names: []string{"team", "group", "group name", "team name", "channel", "channel name"}, without: []string{"user", "actor"}, looks: aText, to: "target.group.group_display_name", why: "a group"},
		{names: []string{"app", "application", "app name", "service", "application name"}, looks: aText, to: "target.application", why: "an application"},
		{names: []string{"repo", "repository", "resource", "resource name", "object", "object name", "file", "file name", "project", "document"}, looks: aText, to: "target.resource.name", why: "what it was done to"},
		{names: []string{"resource id", "object id", "resource"}, looks: aText, to: "target.resource.product_object_id", why: "the number of what it was done to"},
		{names: []string{"severity", "level", "risk", "priority"}, looks: aText, to: "security_result.severity_details", why: "how bad it is"},
		{names: []string{"message", "description", "summary", "msg", "text", "explanation", "reason", "details"}, looks: aText, to: "metadata.description", why: "a text for people"},
	}
}
