// Package corpus makes records for benchmarks: Zoom operation logs, and with
// [AuditLogs] and [Tickets] those of Zendesk.
//
// The operation logs have the shape and the distribution that a collector
// sees at a large company: seven in ten change a user, one in ten changes a
// role, one in twenty carries an embedded JSON array, the rest are settings
// and free text.
//
// All records are written as Python's json.dumps writes them, which is what
// the published collectors do: a space after every comma and colon, and
// everything beyond ASCII as a \u escape. The same [Options], or the same
// count, always give the same bytes.
package corpus

import (
	"math/rand/v2"
	"time"
)

// Options says which records a [Generator] makes. The zero value makes valid
// records with their fields in the collector's order.
type Options struct {
	// Seed chooses among corpora that are alike.
	Seed uint64
	// ShuffleFields draws the order of the fields anew for every record. The
	// records are otherwise those of the same Options without it.
	ShuffleFields bool
	// RejectedPercent is the share, 0 to 100, of records that cannot become an
	// event: damaged JSON, no object, or no usable time.
	RejectedPercent int
}

// Each kind of draw has a stream of random numbers of its own, so that
// shuffling fields or spoiling records leaves everything else as it is.
const (
	contentStream = iota + 1
	orderStream
	spoilStream
	auditLogStream
	ticketStream
)

// Generator makes one record after another. It is for one goroutine.
type Generator struct {
	options  Options
	content  *rand.Rand
	order    *rand.Rand
	spoil    *rand.Rand
	staff    *staff
	phrases  phrases
	operator *rand.Zipf // few people do most of the administration
	subject  *rand.Zipf // some people are changed more often than others
	clock    time.Time
	detail   []byte
	spoiled  int
}

// New starts a generator at the first record of its corpus.
func New(options Options) *Generator {
	content := rand.New(rand.NewPCG(options.Seed, contentStream))
	return &Generator{
		options:  options,
		content:  content,
		order:    rand.New(rand.NewPCG(options.Seed, orderStream)),
		spoil:    rand.New(rand.NewPCG(options.Seed, spoilStream)),
		staff:    newStaff(),
		phrases:  newPhrases(),
		operator: rand.NewZipf(content, 1.3, 4, operators-1),
		subject:  rand.NewZipf(content, 1.05, 50, headcount-1),
		clock:    time.Date(2026, time.March, 12, 0, 0, 0, 0, time.UTC),
	}
}

// AppendRecord appends the next record to dst, without a line feed.
func (g *Generator) AppendRecord(dst []byte) []byte {
	next := g.nextRecord()
	if g.spoil.IntN(100) < g.options.RejectedPercent {
		return g.appendSpoiled(dst, next)
	}
	return g.appendFields(dst, next.fields())
}

// appendFields writes the fields as one object, in their order or shuffled.
func (g *Generator) appendFields(dst []byte, fields []field) []byte {
	if g.options.ShuffleFields {
		g.order.Shuffle(len(fields), func(i, j int) { fields[i], fields[j] = fields[j], fields[i] })
	}
	return appendObject(dst, fields)
}

// nextRecord draws the content of the next record. Its detail is valid until
// the next call.
func (g *Generator) nextRecord() record {
	g.clock = g.clock.Add(time.Duration(g.content.IntN(7)) * time.Second)
	next := record{time: g.clock, operator: g.nextOperator()}
	g.detail = g.detail[:0]
	switch share := g.content.IntN(100); {
	case share < 70:
		g.userChange(&next)
	case share < 80:
		g.roleChange(&next)
	case share < 85:
		g.privilegeChange(&next)
	default:
		g.settingChange(&next)
	}
	next.detail = g.detail
	return next
}

// nextOperator draws who did it: mostly a person, sometimes a machine that
// has no e-mail address, seldom nobody.
func (g *Generator) nextOperator() string {
	person := g.staff.operator(g.operator.Uint64())
	switch {
	case g.content.IntN(100) < 4:
		return g.pick(g.phrases.machines)
	case g.content.IntN(200) == 0:
		return ""
	}
	return person.email
}

func (g *Generator) pick(texts []string) string { return texts[g.content.IntN(len(texts))] }
