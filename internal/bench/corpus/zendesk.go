package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

const zendeskAddress = "https://acme.zendesk.com/"

// AuditLogs makes the first count Zendesk audit-log records of a busy account:
// one in three a login, one in three a change of a user with up to four change
// lines, the rest settings, business rules, credentials, groups and what the
// system itself cleans up.
func AuditLogs(count int) [][]byte {
	return collect(count, newZendeskAccount(auditLogStream).appendAuditLog)
}

// Tickets makes the first count Zendesk tickets, as the incremental export
// lists them: snapshots with all their fields, of which many are null, with
// custom fields and a text of 100 to 2,000 bytes.
func Tickets(count int) [][]byte {
	return collect(count, newZendeskAccount(ticketStream).appendTicket)
}

// zendeskAccount is an account of which records are drawn, one after another.
type zendeskAccount struct {
	draw      *rand.Rand
	staff     *staff
	phrases   zendeskPhrases
	agents    *rand.Zipf // few people do most of the administration
	customers *rand.Zipf // some people write more often than others
	clock     time.Time
	lastID    int64
}

func newZendeskAccount(stream uint64) *zendeskAccount {
	draw := rand.New(rand.NewPCG(0, stream))
	return &zendeskAccount{
		draw:      draw,
		staff:     newStaff(),
		phrases:   newZendeskPhrases(),
		agents:    rand.NewZipf(draw, 1.3, 4, operators-1),
		customers: rand.NewZipf(draw, 1.05, 50, headcount-1),
		clock:     time.Date(2026, time.May, 5, 9, 0, 0, 0, time.UTC),
		lastID:    17_296_759_404_950,
	}
}

// user is a person with the id that the account knows them by.
type user struct {
	person
	id int64
}

func (u user) name() string { return u.first + " " + u.last }

// agent draws who did it. Agents' ids are of the years when an id had twelve
// digits.
func (z *zendeskAccount) agent() user {
	number := z.agents.Uint64()
	return user{z.staff.operator(number), 360_786_799_676 + 1_000*int64(number)}
}

// customer draws whom it concerns. Customers' ids have 13 or 14 digits.
func (z *zendeskAccount) customer() user {
	number := z.customers.Uint64()
	return user{z.staff.people[number], 5_527_111_815_439 + 1_000_000_007*int64(number)}
}

// nextID draws the id of a record, which rises as time goes on.
func (z *zendeskAccount) nextID() int64 {
	z.lastID += 1 + z.draw.Int64N(9_000)
	return z.lastID
}

// nextTime draws the time of a record: many share a second with the last one.
func (z *zendeskAccount) nextTime() time.Time {
	if z.oneIn(3) {
		z.clock = z.clock.Add(time.Duration(1+z.draw.IntN(40)) * time.Second)
	}
	return z.clock
}

// objectID draws the id of one of the account's rules, groups, fields.
func (z *zendeskAccount) objectID() int64 { return 360_003_000_000 + z.draw.Int64N(90_000) }

// address draws where a request came from: mostly IPv4, one in eight IPv6,
// seldom two addresses, as a proxy lists them, or none.
func (z *zendeskAccount) address() any {
	v4 := fmt.Sprintf("%s.%d", z.pick([]string{"192.0.2", "198.51.100", "203.0.113"}), z.draw.IntN(256))
	switch share := z.draw.IntN(100); {
	case share < 2:
		return nil
	case share < 3:
		return v4 + ", 192.0.2.1"
	case share < 15:
		return fmt.Sprintf("2001:db8:85a3::8a2e:%x:%x", 1+z.draw.IntN(0xffff), 1+z.draw.IntN(0xffff))
	}
	return v4
}

func (z *zendeskAccount) pick(texts []string) string { return texts[z.draw.IntN(len(texts))] }

func (z *zendeskAccount) oneIn(times int) bool { return z.draw.IntN(times) == 0 }

// prose draws a text of at least so many bytes: sentences in paragraphs.
func (z *zendeskAccount) prose(size int) string {
	var text strings.Builder
	for text.Len() < size {
		if text.Len() > 0 {
			text.WriteString(z.pick([]string{" ", " ", " ", "\n", "\n\n"}))
		}
		text.WriteString(z.pick(z.phrases.sentences))
	}
	return text.String()
}

func stamp(at time.Time) string { return at.Format(time.RFC3339) }
