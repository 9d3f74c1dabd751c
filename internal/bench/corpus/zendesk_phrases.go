package corpus

// zendeskPhrases are the texts that records are made of. Some are hard on a
// parser: quotes, colons, " to " inside a value, several scripts.
type zendeskPhrases struct {
	signIns       []string // how a login succeeded
	roles         []string
	settings      []string
	states        []string // what a setting became
	rules         [][2]string
	organizations []string
	groups        []string
	notes         []string // changes of a user that are no change lines
	subjects      []string
	sentences     []string
	tags          []string
	statuses      []string
	priorities    []any
	types         []any
	channels      []string // without more to say of the source
}

func newZendeskPhrases() zendeskPhrases {
	return zendeskPhrases{
		signIns: []string{
			"Successful sign-in using Zendesk password from https://acme.zendesk.com/access/login",
			"Successful sign-in using Zendesk password from https://acme.zendesk.com/access/login",
			"Successful sign-in using SAML from https://acme.zendesk.com/access/saml",
			"Successful sign-in using Google from https://acme.zendesk.com/access/google",
			"Successful sign-in using JWT from https://acme.zendesk.com/access/jwt",
		},
		roles: []string{"End User", "Agent", "Administrator", "Light agent", "Team lead", "Billing admin", "Admin", "Viewer"},
		settings: []string{
			"Credit Card Redaction", "Two-Factor authentication for all admins and agents",
			"Require Two Factor", "Account Assumption", "Assumption Duration",
			"Zendesk Support Mobile App Access", "Allowed IP ranges", "Session expiration",
		},
		states: []string{"Enabled", "Disabled", "Changed", "Value changed from 8 hours to 30 minutes", "On"},
		rules: [][2]string{
			{"rule", "Automation: Close ticket 4 days after status is set to solved"},
			{"rule", "Trigger: Notify requester of received request"},
			{"trigger", "Trigger: Notify requester"},
			{"macro", `Macro: Take it! & "inform"`},
			{"view", "View: Unsolved tickets in your groups"},
			{"ticket_form", "Ticket form: Default Ticket Form"},
			{"ticket_field", "Ticket field: Région"},
			{"sla/policy", "SLA policy: Premium"},
			{"custom_field/field", "Field: Serial number"},
			{"custom_status", "Custom status: Waiting for vendor"},
			{"recipient_address", "Recipient address: help@acme.example.com"},
			{"zendesk/business_hours/workweek", "Schedule: Europe"},
			{"zendesk/business_hours/holiday", "Holiday: 1 May"},
			{"zendesk/app_market/installation", "App: Slack"},
			{"brand", "Brand: Acme"},
		},
		organizations: []string{"Example Corporation", "Müller & Söhne", "Acme: Retail", "日本支店", "Northwind"},
		groups:        []string{"Support", "Premium Support", "Billing", "Level 2", "Korea"},
		notes:         []string{"Organization: AAAA is asigned", "Passwort geändert", "", "Time zone updated"},
		subjects: []string{
			"Help, my printer is on fire!", "Cannot sign in since the update", `Refund for order "A-17"`,
			"Réinitialisation du mot de passe", "領収書の発行について", "Invoice 2026/0417: wrong address",
			"Integration stopped syncing", "Where do I change my e-mail address?",
		},
		sentences: []string{
			"Hello,", "The fire is very colorful.", "Since this morning nobody of us can sign in.",
			`The page says "Something went wrong" and nothing else.`, "I have tried it with two browsers.",
			"Could you please look into this today?", "Order A-17, placed on 3 May, has not arrived.",
			"Die Rechnung geht an die falsche Straße.", "Merci d'avance, à bientôt.",
			`The log is in C:\Users\jo\logs.`, "よろしくお願いします。", "Kind regards", "👍",
			"We have about forty people who are waiting for this, so it would help us to know when we can expect it back.",
		},
		tags: []string{
			"enterprise", "billing", "printer", "sso", "vip", "emea", "refund", "bug", "voice", "closed_by_merge", "réclamation",
		},
		statuses:   []string{"new", "open", "open", "open", "pending", "pending", "hold", "solved", "solved", "closed"},
		priorities: []any{nil, nil, "low", "normal", "normal", "normal", "high", "urgent"},
		types:      []any{nil, nil, nil, "question", "incident", "problem", "task"},
		channels:   []string{"api", "native_messaging", "chat", "whatsapp", "mobile_sdk", "help_center", "facebook"},
	}
}
