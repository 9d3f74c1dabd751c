package parser_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the reference makes of texts, against expectations written by hand.

// pair is a pair as a table sees it.
type pair struct{ key, value, previous string }

func TestReferenceSplitsTexts(t *testing.T) {
	for name, c := range map[string]struct {
		text      string
		subject   string
		pairs     []pair
		bare      []string
		addresses []string
	}{
		"nothing": {},
		"a subject alone": {
			text: "Add Group Engineers", subject: "Add Group Engineers",
		},
		"a subject with its trailing space": {
			text: "Edit Group Recruiting ", subject: "Edit Group Recruiting",
		},
		"an address at the end of the subject": {
			text:    "Activate User user1@example.com ",
			subject: "Activate User user1@example.com", addresses: []string{"user1@example.com"},
		},
		"an address glued into parentheses": {
			text:      "Assign Phone Number +10000000003 to Alex Example(user1@example.com)",
			subject:   "Assign Phone Number +10000000003 to Alex Example(user1@example.com)",
			addresses: []string{"user1@example.com"},
		},
		"one space before the dash": {
			text:    "delete user - user2@example.com",
			subject: "delete user", bare: []string{"user2@example.com"}, addresses: []string{"user2@example.com"},
		},
		"a bare address": {
			text:    "Assign admin for channel TestChannel3  - user1@example.com",
			subject: "Assign admin for channel TestChannel3",
			bare:    []string{"user1@example.com"}, addresses: []string{"user1@example.com"},
		},
		"an address as the key": {
			text:      "Change Role  - user.name@example.com: from User to Co-Owner",
			subject:   "Change Role",
			pairs:     []pair{{"user.name@example.com", "Co-Owner", "User"}},
			addresses: []string{"user.name@example.com"},
		},
		"two addresses, the second in other letters": {
			text:      "Move a@example.com to A@Example.com  - b@example.com: x",
			subject:   "Move a@example.com to A@Example.com",
			pairs:     []pair{{"b@example.com", "x", ""}},
			addresses: []string{"a@example.com", "b@example.com"},
		},
		"addresses in values do not count": {
			text:      "Update User user1@example.com  - Email Address: from user1@example.com to user2@example.com",
			subject:   "Update User user1@example.com",
			pairs:     []pair{{"Email Address", "user2@example.com", "user1@example.com"}},
			addresses: []string{"user1@example.com"},
		},
		"plain values": {
			text:      "Add User user1@example.com  - User Type: Basic - Department: Foo",
			subject:   "Add User user1@example.com",
			pairs:     []pair{{"User Type", "Basic", ""}, {"Department", "Foo", ""}},
			addresses: []string{"user1@example.com"},
		},
		"set to": {
			text:    "Update User  - Job Title: set to Contractor",
			subject: "Update User", pairs: []pair{{"Job Title", "Contractor", ""}},
		},
		"set to nothing makes a second double space": {
			text:    "Update a Channel TestGroupChannel1  - Cloud Storage Retention: set to  - Name: from TestGroup1 to TestGroupChannel1",
			subject: "Update a Channel TestGroupChannel1",
			pairs:   []pair{{"Cloud Storage Retention", "", ""}, {"Name", "TestGroupChannel1", "TestGroup1"}},
		},
		"set to nothing at the end": {
			text:    "Update User  - Job Title: set to ",
			subject: "Update User", pairs: []pair{{"Job Title", "", ""}},
		},
		"from something to nothing": {
			text:    "Update User  - Job Title: from Contractor to ",
			subject: "Update User", pairs: []pair{{"Job Title", "", "Contractor"}},
		},
		"a change that nobody can read": {
			text:    "Update User  - Job Title: from A to B to C",
			subject: "Update User", pairs: []pair{{"Job Title", "from A to B to C", ""}},
		},
		"a change to a text that ends in to": {
			text:    "Update User  - Job Title: from A to B to ",
			subject: "Update User", pairs: []pair{{"Job Title", "B to", "A"}},
		},
		"a change to nothing and to something": {
			text:    "Update User  - Job Title: from A to  to B",
			subject: "Update User", pairs: []pair{{"Job Title", "from A to  to B", ""}},
		},
		"from without to": {
			text:    "Update User  - Job Title: from A",
			subject: "Update User", pairs: []pair{{"Job Title", "from A", ""}},
		},
		"from and to outside a pair": {
			text:    "Change account setting Cloud Recording from ON to OFF",
			subject: "Change account setting Cloud Recording from ON to OFF",
		},
		"a dash in a value": {
			text:    "Search Chat  - Search Date: 03/02/2023 - 03/30/2023",
			subject: "Search Chat", pairs: []pair{{"Search Date", "03/02/2023 - 03/30/2023", ""}},
		},
		"a dash and a colon in a value": {
			text:    "Add Role Help Desk  - Role Name: Help Desk - Description: Tier 1: resets - no billing",
			subject: "Add Role Help Desk",
			pairs:   []pair{{"Role Name", "Help Desk", ""}, {"Description", "Tier 1: resets - no billing", ""}},
		},
		"a dash in the subject": {
			text:    "Quality Settings - Audio  - Receive Bitrate: from 20 to 200 - Send Bitrate: from 20 to 200",
			subject: "Quality Settings - Audio",
			pairs:   []pair{{"Receive Bitrate", "200", "20"}, {"Send Bitrate", "200", "20"}},
		},
		"hyphens without spaces": {
			text:    "Sign-in Methods  - Two-Factor: from Co-Owner to Sign-In",
			subject: "Sign-in Methods", pairs: []pair{{"Two-Factor", "Sign-In", "Co-Owner"}},
		},
		"parentheses in the key": {
			text:    "Edit Group Springfield  - Personal Meeting ID (PMI) Passcode: from On to Off",
			subject: "Edit Group Springfield",
			pairs:   []pair{{"Personal Meeting ID (PMI) Passcode", "Off", "On"}},
		},
		"a colon in the subject": {
			text: "Add Flows: [inbox-voicemail]", subject: "Add Flows: [inbox-voicemail]",
		},
		"colons that end no key": {
			text:    "Edit  - Start: 10:30 - 11:45 - Link: https://example.com/a:b",
			subject: "Edit",
			pairs:   []pair{{"Start", "10:30 - 11:45", ""}, {"Link", "https://example.com/a:b", ""}},
		},
		"a colon that ends the segment": {
			text:    "Edit  - Name: - Type:",
			subject: "Edit", pairs: []pair{{"Name", "", ""}, {"Type", "", ""}},
		},
		"a colon without a key": {
			text:    "Edit  - Name: x - : y",
			subject: "Edit", pairs: []pair{{"Name", "x - : y", ""}},
		},
		"a bare segment ends the pair before it": {
			text:    "Edit  - Name: x - a@example.com - rest",
			subject: "Edit", pairs: []pair{{"Name", "x", ""}},
			bare: []string{"a@example.com", "rest"}, addresses: []string{"a@example.com"},
		},
		"a key or bare segment that is an address is one whole": {
			text:    "Edit  - a/b@example.com - #c@example.com: x",
			subject: "Edit",
			pairs:   []pair{{"#c@example.com", "x", ""}},
			bare:    []string{"a/b@example.com"}, addresses: []string{"a/b@example.com", "#c@example.com"},
		},
		"only the narrow address elsewhere": {
			text:    "Edit a/b@example.com  - see #c@example.com: x",
			subject: "Edit a/b@example.com",
			pairs:   []pair{{"see #c@example.com", "x", ""}}, addresses: []string{"b@example.com", "c@example.com"},
		},
		"white space of any kind beside an address": {
			text:    "Edit\u00a0a@example.com\u3000to  - see\u2003b@example.com",
			subject: "Edit\u00a0a@example.com\u3000to",
			bare:    []string{"see\u2003b@example.com"}, addresses: []string{"a@example.com", "b@example.com"},
		},
		"text before any pair": {
			text:    "Edit  - one - two - Name: x",
			subject: "Edit", pairs: []pair{{"Name", "x", ""}}, bare: []string{"one", "two"},
		},
		"a key twice": {
			text:    "Edit  - Department: X - User Role: Admin - Department: Y",
			subject: "Edit",
			pairs:   []pair{{"Department", "X", ""}, {"User Role", "Admin", ""}, {"Department", "Y", ""}},
		},
		"letters, spaces and lines stay": {
			text:    "Update User  - Department: set to <b>Ops</b> &amp; Net\nLine  two",
			subject: "Update User", pairs: []pair{{"Department", "<b>Ops</b> &amp; Net\nLine  two", ""}},
		},
		"embedded JSON is no structure": {
			text:    `Update Privilege  - A: x [{"k - K: v":"a@example.com"}] - B: y`,
			subject: "Update Privilege", pairs: []pair{{"A", "x", ""}, {"B", "y", ""}},
		},
		"no-break spaces are white space, not separators": {
			text:    "Edit\u00a0 - \u00a0Name: \u00a0x\u00a0 - Type:\u00a0y",
			subject: "Edit", pairs: []pair{{"Name", "x\u00a0 - Type:\u00a0y", ""}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			split := splitDashPairs(c.text)
			var pairs []pair
			var bare []string
			for _, segment := range split.segments {
				if segment.isBare() {
					bare = append(bare, segment.text)
					continue
				}
				value, previous := change(segment.text)
				pairs = append(pairs, pair{segment.key, value, previous})
			}
			require.Equal(t, c.subject, strings.TrimSpace(split.subject))
			require.Equal(t, c.pairs, pairs)
			require.Equal(t, c.bare, bare)
			require.Equal(t, c.addresses, textsOf(split.part("<first address>"), split.part("<second address>")))
		})
	}
}

func TestReferenceFindsAddresses(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                    nil,
		"user1@example.com":                   {"user1@example.com"},
		"user1@example":                       nil,
		"@example.com":                        nil,
		"a@b@example.com":                     nil,
		"a@example.com@b":                     nil,
		"Add User a@example.com:":             {"a@example.com"},
		"(a@example.com),b@example.com.":      {"a@example.com", "b@example.com"},
		"<a@example.com>;b@example.com-":      {"a@example.com", "b@example.com"},
		"admin-test%1223+123@sub.example.com": {"admin-test%1223+123@sub.example.com"},
		"o'neil@example.com":                  {"o'neil@example.com"},
		"'a@example.com'":                     {"a@example.com"},
		"-.'a@example.com":                    {"a@example.com"},
		"_a_@example.com":                     {"_a_@example.com"},
		"a.@example.com":                      nil,
		"a..b@example.com":                    {"a..b@example.com"},
		"a@exa-mple.co-m":                     {"a@exa-mple.co-m"},
		"a@-example.com":                      nil,
		"a@example-.com":                      nil,
		"a@example..com":                      nil,
		"a@example.com_":                      nil,
		"a@example.com/x":                     {"a@example.com"},
		"mailto:a@example.com?x":              {"a@example.com"},
		"éa@example.com":                      nil,
		"é-a@example.com":                     nil,
		"x@.'a@example.com":                   nil,
		"é a@example.com":                     {"a@example.com"},
		"a@example.comé":                      nil,
		"a@example.com…":                      nil,
		"\u2003a@example.com\u00a0":           {"a@example.com"},
		"\u200ba@example.com":                 nil,
		"#a@example.com":                      {"a@example.com"},
		"a@münchen.example.com":               nil,
		"a@192.0.2.1":                         {"a@192.0.2.1"},
	} {
		require.Equal(t, want, addressesIn(text), "in %q", text)
	}
}

func TestReferenceTellsWhatIsExactlyAnAddress(t *testing.T) {
	for _, text := range []string{"user.name@example.com", "o'neil+%1@sub.example.com", "-.a@example.com", "!#$&*/=?^`{|}~@example.com"} {
		require.True(t, isAddress(text), "%q", text)
	}
	for _, text := range []string{"", "SSO", " a@example.com", "a@example.com.", "a@example.com\n", "a b@example.com", "(a@example.com)", "é@example.com", "a@example"} {
		require.False(t, isAddress(text), "%q", text)
	}
}

func TestReferenceCutsEmbeddedJSON(t *testing.T) {
	for name, c := range map[string]struct{ text, embedded, before, after string }{
		"none":                  {text: "Add Group", before: "Add Group"},
		"an array":              {text: `A [{"a":1}] - B: c`, embedded: `[{"a":1}]`, before: "A ", after: " - B: c"},
		"an object":             {text: `A {"a":[]}`, embedded: `{"a":[]}`, before: "A "},
		"all of the text":       {text: `[1,2]`, embedded: `[1,2]`},
		"brackets before it":    {text: `A [b] {c} [1]`, embedded: `[1]`, before: "A [b] {c} "},
		"inside broken JSON":    {text: `[x,{"a":1}]`, embedded: `{"a":1}`, before: "[x,", after: "]"},
		"only the first":        {text: `[1][2]`, embedded: `[1]`, after: "[2]"},
		"a bracket in a string": {text: `["]"]x`, embedded: `["]"]`, after: "x"},
		"never closed":          {text: `A ["b"`, before: `A ["b"`},
		"the 64th place":        {text: strings.Repeat("[", 63) + "[1]", embedded: "[1]", before: strings.Repeat("[", 63)},
		"the 65th place":        {text: strings.Repeat("[", 64) + "[1]", before: strings.Repeat("[", 64) + "[1]"},
	} {
		t.Run(name, func(t *testing.T) {
			embedded, before, after := cutEmbeddedJSON(c.text)
			require.Equal(t, c.embedded, embedded)
			require.Equal(t, c.before, before)
			require.Equal(t, c.after, after)
		})
	}
}

// textsOf gives the texts of values, in order.
func textsOf(sources ...[]value) []string {
	var texts []string
	for _, source := range sources {
		for _, value := range source {
			texts = append(texts, value.text)
		}
	}
	return texts
}
