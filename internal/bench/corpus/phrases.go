package corpus

// phrases are the texts that operation details are made of. Some are chosen
// to be hard on a parser: quotes, brackets, slashes, a value in two scripts.
type phrases struct {
	machines    []string // operators that are no people
	departments []string
	titles      []string
	places      []string
	roles       []string
	userTypes   []string
	plainTypes  []string // user types that are not a change from one to another
	rooms       []string
	settings    []string
	notes       []string // details without any pair
}

func newPhrases() phrases {
	return phrases{
		machines:    []string{"Zoom", "scim-provisioner", "API User", "SSO"},
		departments: []string{"IT", "Human Resources", "Finance", "Legal"},
		titles: []string{
			"Engineer", "Senior Engineer", "Account Executive", "VP, Sales", "Director",
			"Analyst II", "Office Manager", "Consultant", "Intern", "Help Desk Technician", "CISO",
		},
		places: []string{
			"Madrid", "New York", "London HQ", "Remote", "Berlin", "San José", "Tokyo",
			"São Paulo", "Building 7", "Paris",
		},
		roles: []string{
			"Admin", "Member", "Owner", "Billing Admin", "IM Admin", "Zoom Rooms Admin",
			"Help Desk", "Compliance Reader", "Webinar Host",
		},
		userTypes: []string{
			"from Basic to Licensed", "from Licensed to Basic", "Basic", "Licensed", "On-Prem",
			"from Basic to On-Prem",
		},
		plainTypes: []string{"Basic", "Licensed", "On-Prem"},
		rooms: []string{
			"Andromeda", "Orion (4F)", "Board Room", `Huddle "A"`, "Sala Góngora", "Conf-12",
			"Training/Lab",
		},
		settings: []string{
			"Require a passcode when scheduling new meetings", "Waiting Room", "Cloud recording",
			"Allow participants to join before host", "Screen sharing", "Virtual background",
			"End-to-end (E2E) encrypted meetings", "Only authenticated users can join meetings",
			"Breakout room", "Auto saving chats",
		},
		notes: []string{
			"Change Account Plan: Business to Enterprise",
			"Delete Recording of Meeting 912 3456 7890",
			"Export user list to CSV file",
			"Generate Device Code for room system",
			"Update Branding Logo",
			`Approve App "Calendar Sync" for account`,
			"Sign out all users from all devices",
			"Add Domain example.org to Associated Domains",
		},
	}
}
