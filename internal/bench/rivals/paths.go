package rivals

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
	"github.com/tidwall/sjson"
)

// Paths reads every field with gjson and writes every field with sjson, each
// by its path: the most direct way from a mapping table to a program.
type Paths struct {
	email  *regexp.Regexp
	direct [][2]string       // a raw field and its path in the event
	pairs  map[string]string // a pair's key and its path in the event
	labels map[string]bool   // keys of pairs that become labels
}

// NewPaths makes the mapper. It may be shared.
func NewPaths() *Paths {
	const (
		emails = "target.user.email_addresses.-1"
		role   = "target.user.attribute.roles.-1.name"
	)
	return &Paths{
		email: regexp.MustCompile(emailPattern),
		direct: [][2]string{
			{"action", "metadata.product_event_type"},
			{"time", "metadata.event_timestamp"},
			{"operation_detail", "metadata.description"},
			{"category_type", "additional.category_type"},
		},
		pairs: map[string]string{
			"Department":    "target.user.department.-1",
			"Description":   "target.user.role_description",
			"Display Name":  "target.user.user_display_name",
			"Email Address": emails,
			"email":         emails,
			"email2":        emails,
			"First Name":    "target.user.first_name",
			"Job Title":     "target.user.title",
			"Last Name":     "target.user.last_name",
			"Location":      "target.location.name",
			"Role Name":     role,
			"User Role":     role,
			"role":          role,
		},
		labels: map[string]bool{"Room Name": true, "Type": true, "User Type": true},
	}
}

// Append appends the record's event to dst. A record that is not valid JSON is
// an error.
func (p *Paths) Append(dst, record []byte) ([]byte, error) {
	if !gjson.ValidBytes(record) {
		return dst, errors.New("the record is not valid JSON")
	}
	event := draft{json: []byte(`{}`)}
	event.set("metadata.log_type", logType)
	event.set("metadata.product_name", logType)
	event.set("metadata.vendor_name", vendorName)
	for _, row := range p.direct {
		if value := gjson.GetBytes(record, row[0]).String(); value != "" {
			event.set(row[1], value)
		}
	}
	operator := gjson.GetBytes(record, "operator").String()
	p.setOperator(&event, operator)

	detail := gjson.GetBytes(record, "operation_detail").String()
	pairs, array := splitArray(detail, strings.Index(detail, "[{"))
	hasEmail := p.setPairs(&event, pairs)
	setElements(&event, array)

	switch eventType := gjson.GetBytes(record, "event_type").String(); {
	case eventType != "":
		event.set("metadata.event_type", eventType)
	case operator != "" || hasEmail:
		event.set("metadata.event_type", "USER_UNCATEGORIZED")
	default:
		event.set("metadata.event_type", "GENERIC_EVENT")
	}
	if event.err != nil {
		return dst, fmt.Errorf("write the event: %w", event.err)
	}
	return append(dst, event.json...), nil
}

func (p *Paths) setOperator(event *draft, operator string) {
	switch {
	case operator == "":
	case p.email.MatchString(operator):
		event.set("principal.user.email_addresses.-1", operator)
	default:
		event.set("principal.user.userid", operator)
	}
}

// setPairs reports whether one of the pairs was an e-mail address.
func (p *Paths) setPairs(event *draft, pairs string) (hasEmail bool) {
	for segment := range strings.SplitSeq(pairs, " - ") {
		key, value, found := strings.Cut(segment, ": ")
		if !found || value == "" {
			continue
		}
		if path := p.pairs[key]; path != "" {
			event.set(path, value)
			hasEmail = hasEmail || strings.Contains(path, "email")
		} else if p.labels[key] {
			event.set("target.user.attribute.labels.-1", label{key, value})
		}
	}
	return hasEmail
}

func setElements(event *draft, array string) {
	if !gjson.Valid(array) {
		return
	}
	for i, element := range gjson.Parse(array).Array() {
		user := "target.user"
		if i > 0 {
			user = "about." + strconv.Itoa(i-1) + ".user"
		}
		if userID := element.Get("userId"); userID.Exists() {
			event.set(user+".userid", userID.String())
		}
		for _, key := range []string{"assistant", "options"} {
			if value := element.Get(key); value.Exists() {
				event.set(user+".attribute.labels.-1", label{key, value.String()})
			}
		}
	}
}

type label struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// draft is an event that is being written. It keeps the first error.
type draft struct {
	json []byte
	err  error
}

func (d *draft) set(path string, value any) {
	written, err := sjson.SetBytes(d.json, path, value)
	if err != nil {
		d.err = err
		return
	}
	d.json = written
}
