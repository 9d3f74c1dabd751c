package corpus

import (
	"fmt"
	"time"
)

// appendTicket appends the next snapshot: one in five of a ticket that was
// just created, one in thirty of a deleted one.
func (z *zendeskAccount) appendTicket(dst []byte) []byte {
	id := 100_000 + z.draw.Int64N(900_000)
	generated := z.nextTime()
	created := generated.Add(-time.Duration(2+z.draw.IntN(4_000)) * time.Minute)
	if z.oneIn(5) {
		created = generated.Add(-time.Duration(z.draw.IntN(50)) * time.Second)
	}
	requester, submitter := z.customer(), z.agent()
	if !z.oneIn(4) {
		submitter = requester
	}
	subject := z.pick(z.phrases.subjects)
	customFields := z.customFields()
	return appendMembers(dst, members{
		{"url", fmt.Sprintf("%sapi/v2/tickets/%d.json", zendeskAddress, id)},
		{"id", id},
		{"external_id", z.sometimes(10, fmt.Sprintf("CRM-%d", id%1000))},
		{"via", z.via(requester)},
		{"created_at", stamp(created)},
		{"updated_at", stamp(generated)},
		{"generated_timestamp", generated.Unix()},
		{"type", z.phrases.types[z.draw.IntN(len(z.phrases.types))]},
		{"subject", subject},
		{"raw_subject", subject},
		{"description", z.prose(100 + z.draw.IntN(1_900))},
		{"priority", z.phrases.priorities[z.draw.IntN(len(z.phrases.priorities))]},
		{"status", z.status()},
		{"recipient", z.sometimes(2, "help@acme.example.com")},
		{"requester_id", requester.id},
		{"submitter_id", submitter.id},
		{"assignee_id", z.sometimes(2, z.agent().id)},
		{"organization_id", z.sometimes(2, z.objectID())},
		{"group_id", z.objectID()},
		{"collaborator_ids", z.customerIDs(3)},
		{"follower_ids", z.customerIDs(2)},
		{"email_cc_ids", z.customerIDs(3)},
		{"forum_topic_id", nil},
		{"problem_id", z.sometimes(30, id-1)},
		{"has_incidents", z.oneIn(30)},
		{"is_public", !z.oneIn(10)},
		{"due_at", z.sometimes(20, stamp(generated.Add(48*time.Hour)))},
		{"tags", z.texts(z.phrases.tags, 6)},
		{"custom_fields", customFields},
		{"satisfaction_rating", z.satisfaction()},
		{"sharing_agreement_ids", []int64{}},
		{"custom_status_id", z.objectID()},
		{"fields", customFields},
		{"followup_ids", []int64{}},
		{"ticket_form_id", int64(360_000_084_116)},
		{"brand_id", int64(360_000_358_316)},
		{"allow_channelback", false},
		{"allow_attachments", true},
		{"from_messaging_channel", z.oneIn(8)},
	})
}

func (z *zendeskAccount) status() string {
	if z.oneIn(30) {
		return "deleted"
	}
	return z.pick(z.phrases.statuses)
}

// via draws where the ticket came from.
func (z *zendeskAccount) via(requester user) members {
	from, to := members{}, members{}
	channel, relation := "web", any(nil)
	switch share := z.draw.IntN(100); {
	case share < 35:
	case share < 70:
		channel = "email"
		from = members{
			{"address", requester.email},
			{"name", requester.name()},
			{"original_recipients", []string{"help@acme.example.com"}},
		}
		to = members{{"name", "Support"}, {"address", "help@acme.example.com"}}
	case share < 77:
		channel, relation = "voice", "voicemail"
		from = members{
			{"formatted_phone", "+1 (555) 010-0101"},
			{"phone", "+15550100101"},
			{"name", "Caller +1 (555) 010-0101"},
		}
		to = members{
			{"formatted_phone", "+1 (555) 010-0102"},
			{"phone", "+15550100102"},
			{"name", "Acme"},
			{"brand_id", int64(360_000_358_316)},
		}
	case share < 80:
		channel, relation = "rule", "automation"
		from = members{{"deleted", false}, {"title", "Request customer satisfaction rating (system automation)"}, {"id", z.objectID()}}
	case share < 83:
		relation = "follow_up"
		from = members{{"ticket_id", 1 + z.draw.Int64N(90_000)}, {"subject", z.pick(z.phrases.subjects)}, {"channel", "email"}}
	default:
		channel = z.pick(z.phrases.channels)
	}
	return members{{"channel", channel}, {"source", members{{"from", from}, {"to", to}, {"rel", relation}}}}
}

// customFields draws the account's 24 fields. Most tickets fill few of them.
func (z *zendeskAccount) customFields() []members {
	fields := make([]members, 24)
	for i := range fields {
		fields[i] = members{{"id", 5_589_268_790_389 + 1_000_003*int64(i)}, {"value", z.customValue()}}
	}
	return fields
}

func (z *zendeskAccount) customValue() any {
	switch z.draw.IntN(20) {
	case 0:
		return z.pick([]string{"emea", "Règle n°7", "SN-00417", "premium"})
	case 1:
		return "2026-05-05"
	case 2:
		return z.oneIn(2)
	case 3:
		return z.draw.Int64N(1_000)
	case 4:
		return z.texts(z.phrases.tags, 3)
	default:
		return nil
	}
}

func (z *zendeskAccount) satisfaction() any {
	switch z.draw.IntN(20) {
	case 0:
		return nil
	case 1:
		return members{{"id", z.objectID()}, {"score", "good"}, {"comment", "Great support!"}}
	case 2:
		return members{
			{"id", z.objectID()},
			{"score", "bad"},
			{"comment", "Still broken"},
			{"reason", "The issue was not resolved"},
			{"reason_id", int64(5)},
		}
	default:
		return members{{"score", z.pick([]string{"unoffered", "offered"})}}
	}
}

// customerIDs draws fewer than limit ids, mostly none.
func (z *zendeskAccount) customerIDs(limit int) []int64 {
	ids := []int64{}
	if z.oneIn(3) {
		for range z.draw.IntN(limit) {
			ids = append(ids, z.customer().id)
		}
	}
	return ids
}

// texts draws fewer than limit of the texts.
func (z *zendeskAccount) texts(from []string, limit int) []string {
	texts := []string{}
	for _, chosen := range z.draw.Perm(len(from))[:z.draw.IntN(limit)] {
		texts = append(texts, from[chosen])
	}
	return texts
}

// sometimes draws the value once in so many times, else null.
func (z *zendeskAccount) sometimes(times int, value any) any {
	if z.oneIn(times) {
		return value
	}
	return nil
}
