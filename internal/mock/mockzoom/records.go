package mockzoom

import (
	"strconv"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// operationLog makes record n of the operation logs.
func operationLog(feed *mock.Feed, n int) []byte {
	return fill(feed, n, operationShapes())
}

// activity makes record n of the sign-in and sign-out records.
func activity(feed *mock.Feed, n int) []byte {
	return fill(feed, n, activityShapes())
}

// fill makes record n of one of the shapes. The number stands in the text, so
// that records are equal only if they are twins.
func fill(feed *mock.Feed, n int, shapes []string) []byte {
	random := feed.Random(n)
	shape := shapes[random.IntN(len(shapes))]
	return []byte(strings.NewReplacer(
		"{TIME}", feed.Time(n).Format(time.RFC3339),
		"{NUMBER}", strconv.Itoa(n),
		"{PERSON}", "user"+strconv.Itoa(random.IntN(500)),
		"{ADMIN}", "admin"+strconv.Itoa(random.IntN(9)),
		"{HOST}", strconv.Itoa(1+random.IntN(254)),
	).Replace(shape))
}

// operationShapes are operation logs as they are published, in spellings that
// only a collector which keeps the bytes keeps: orders of keys, escapes, spaces,
// numbers and keys that nobody knows yet.
func operationShapes() []string {
	return []string{
		`{"time":"{TIME}","operator":"{ADMIN}@example.com","category_type":"User","action":"Update","operation_detail":"Update User {PERSON}@example.com  - Job Title: set to Contractor {NUMBER}"}`,
		`{"time":"{TIME}","operator":"{ADMIN}@example.com","category_type":"User","action":"Add","operation_detail":"Add User {PERSON}@example.com  - User Type: Basic - Department: Foo {NUMBER}"}`,
		`{"time":"{TIME}","operator":"{ADMIN}@example.com","category_type":"User","action":"Batch Update","operation_detail":"Change Role  - {PERSON}.{NUMBER}@example.com: from Member to Admin"}`,
		`{"time":"{TIME}","operator":"{ADMIN}@example.com","category_type":"User Group","action":"Add","operation_detail":"Add Group Engineers {NUMBER}"}`,
		`{"action":"delete","category_type":"user","operation_detail":"delete user - {PERSON}.{NUMBER}@example.com","operator":"{ADMIN}@example.com","time":"{TIME}"}`,
		`{"time":"{TIME}", "operator":"{ADMIN}@example.com", "category_type":"Account", "action":"Update", "operation_detail":"Security  - Sign in with Two-Factor Authentication {NUMBER}: from On to Off"}`,
		`{"time":"{TIME}","operator":"SSO","category_type":"User","action":"SSO Auto Mapping - Update","operation_detail":"Update User {PERSON}@example.com  - Location: from Z\u00fcrich to Gen\u00e8ve {NUMBER}"}`,
		`{"time":"{TIME}","operator":"{ADMIN}@example.com","category_type":"Account","action":"Update","operation_detail":"Update Account  - Note: set to <b>Ops<\/b> &amp; Net\n{NUMBER} 東京"}`,
		`{"time":"{TIME}","category_type":"User Group","action":"Update","operation_detail":"Edit Group Recruiting {NUMBER} "}`,
		`{"time":"{TIME}","operator":"{ADMIN}@example.com","category_type":"Billing","operation_detail":"Update billing contact {NUMBER}","sequence":9007199254740993,"ratio":1.50}`,
	}
}

// activityShapes are sign-in and sign-out records as they are published. No
// field but the version has room for the number.
func activityShapes() []string {
	return []string{
		`{"client_type":"Browser","email":"{PERSON}@example.com","ip_address":"192.0.2.{HOST}","time":"{TIME}","type":"Sign in","version":"5.9.1.{NUMBER}"}`,
		`{"client_type":"mac","email":"{PERSON}@example.com","ip_address":"2001:db8::{HOST}","time":"{TIME}","type":"Sign out","version":"6.0.0.{NUMBER}"}`,
		`{"email":"{PERSON}+{NUMBER}@example.com","time":"{TIME}","type":"Sign in"}`,
	}
}
