package mockzendesk

import (
	"encoding/base32"
	"encoding/binary"
	"strconv"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// auditLog makes record n of the audit logs.
func auditLog(feed *mock.Feed, n int) []byte {
	shapes := auditShapes()
	random := feed.Random(n)
	return fill(shapes[random.IntN(len(shapes))], feed, n, "{ID}", strconv.FormatInt(idOf(n), 10))
}

// accessLog makes record n of the access logs.
func accessLog(feed *mock.Feed, n int) []byte {
	shapes := accessShapes()
	random := feed.Random(n)
	return fill(shapes[random.IntN(len(shapes))], feed, n, "{ID}", ulid(feed, n))
}

// ticket makes record n of the tickets: the state of a ticket that was created,
// or changed, at its time.
func ticket(feed *mock.Feed, n int) []byte {
	created, updated, status := n, feed.Time(n), "open"
	if replaced, isChange := replacedBy(n); isChange {
		created, status = replaced, "solved"
		if isSystemChange(n) {
			updated = feed.Time(replaced) // only generated_timestamp tells of it
		}
	}
	if isDeleted(n) {
		status = "deleted"
	}
	shapes := ticketShapes()
	return fill(shapes[created%len(shapes)], feed, n,
		"{ID}", strconv.Itoa(firstTicket+created),
		"{CREATED}", feed.Time(created).Format(time.RFC3339),
		"{UPDATED}", updated.Format(time.RFC3339),
		"{GENERATED}", strconv.FormatInt(feed.Time(n).Unix(), 10),
		"{STATUS}", status,
	)
}

// firstTicket is the id of the first ticket.
const firstTicket = 35436

// Of so many records of tickets the last is a change of the second.
const (
	changeCycle = 5
	changeAt    = 4
	changeOf    = 1
)

// replacedBy returns the record of the ticket that record n changes, if it
// changes one.
func replacedBy(n int) (replaced int, isChange bool) {
	return n - changeAt + changeOf, n%changeCycle == changeAt
}

// isReplaced tells whether a later state of the ticket of record n is listed: the
// export gives the state of a ticket only, never what was before.
func isReplaced(feed *mock.Feed, n int, now time.Time) bool {
	n = feed.Original(n)
	change := n - changeOf + changeAt
	return n%changeCycle == changeOf && change < feed.Count && feed.Original(change) == change &&
		!feed.Appears(change).After(now)
}

// isSystemChange tells of a change whether Zendesk made it, which leaves
// updated_at alone.
func isSystemChange(n int) bool { return n%(2*changeCycle) == changeAt }

// isDeleted tells whether the ticket of record n was deleted.
func isDeleted(n int) bool { return n%13 == 12 }

// fill puts values into a shape, two arguments each, after those that all shapes
// have.
func fill(shape string, feed *mock.Feed, n int, values ...string) []byte {
	random := feed.Random(n)
	return []byte(strings.NewReplacer(append(values,
		"{TIME}", feed.Time(n).Format(time.RFC3339),
		"{NUMBER}", strconv.Itoa(n),
		"{PERSON}", strconv.Itoa(360786799676+random.IntN(500)),
		"{HOST}", strconv.Itoa(1+random.IntN(254)),
	)...).Replace(shape))
}

// ulid makes the id of an access log: 26 letters that sort by time, and no two
// alike.
func ulid(feed *mock.Feed, n int) string {
	text := make([]byte, 0, 16)
	text = binary.BigEndian.AppendUint64(text, uint64(feed.Time(n).UnixMilli())<<16)[:6]
	text = binary.BigEndian.AppendUint64(text, uint64(n))
	text = binary.BigEndian.AppendUint16(text, uint16(feed.Random(n).Uint32()))
	return base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding).EncodeToString(text)
}
