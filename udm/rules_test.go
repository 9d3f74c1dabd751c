package udm_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

// metadata is what every event of these tests needs, but for the event type.
const metadata = `"eventTimestamp":"2026-03-12T06:14:27Z","vendorName":"ACME","productName":"Door"`

// eventOf is an event of a type with other members.
func eventOf(eventType string, members ...string) string {
	first := `"metadata":{` + metadata + `,"eventType":"` + eventType + `"}`
	return "{" + strings.Join(append([]string{first}, members...), ",") + "}"
}

// generic is a valid event with other members: GENERIC_EVENT needs no noun.
func generic(members ...string) string { return eventOf("GENERIC_EVENT", members...) }

const (
	machine = `"hostname":"host.example.com"`
	user    = `"user":{"userid":"jo"}`
)

// ruleCases has for each rule events that break it and events that are near
// but do not.
var ruleCases = map[string]struct{ breaks, keeps []string }{
	"UDM001": {
		breaks: []string{
			``, ` `, `{`, `{"metadata":}`, `{"metadata":{}}x`, `{"metadata":{},}`, `{'metadata':{}}`, `nul`,
			"{\"additional\":{\"a\":\"\xff\"}}", "{\"additional\":{\"a\":\"\x01\"}}", `{"additional":{"a":"\ud800"}}`,
			`{"additional":{"a":"\ud800\u0061"}}`, `{"additional":{"a":"\udc00\ud800"}}`, `{"additional":{"a":"\ud800\"}}`,
			`{"additional":{"a":"\x"}}`, `{"additional":{"a":01}}`, `{"additional":{"a":1.}}`, `{"additional":{"a":1e}}`,
			"\xef\xbb\xbf{}", "{\"additional\":{\"a\":\"\\", `{"additional":{"a":"\u12`,
		},
		keeps: []string{generic(), " \r\n\t" + generic() + "\n", generic(`"additional":{"a":"\ud83d\ude00\u0000\/"}`)},
	},
	"UDM002": {
		breaks: []string{strings.Repeat("[", 101), generic(`"additional":{"a":` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + `}`)},
		keeps:  []string{generic(`"additional":{"a":` + strings.Repeat("[", 98) + strings.Repeat("]", 98) + `}`)},
	},
	"UDM003": {
		breaks: []string{generic(`"additional":{"a":"` + strings.Repeat("a", udm.MaxEventBytes) + `"}`)},
		keeps:  []string{generic(`"additional":{"a":"` + strings.Repeat("a", udm.MaxEventBytes/2) + `"}`)},
	},
	"UDM004": {breaks: []string{`[]`, `"{}"`, `1`, `null`, `true`}, keeps: []string{`{}`}},
	"UDM005": {
		breaks: []string{`{"udm":` + generic() + `}`},
		keeps:  []string{`{"udm":1}`, `{"udm":{},"additional":{}}`, generic(`"additional":{"udm":"x"}`)},
	},
	"UDM010": {
		breaks: []string{generic(`"principle":{}`), generic(`"target":{"user":{"userId":"x"}}`), generic(`"target":{"[ext]":1}`), generic(`"":1`)},
		keeps:  []string{generic(`"additional":{"principle":"x"}`), generic(`"securityResult":[{"variables":{"any":{"stringVal":"x"}}}]`)},
	},
	"UDM011": {
		breaks: []string{generic(`"target":{"hostname":"a","hostname":"a"}`), generic(`"additional":{"a":"1","\u0061":"2"}`), generic(`"target":{"hostname":null,"hostname":"a"}`)},
		keeps:  []string{generic(`"target":{"hostname":"a"},"src":{"hostname":"a"}`), generic(`"additional":{"a":"1","A":"2"}`)},
	},
	"UDM012": {
		breaks: []string{generic(`"target":{"asset_id":"A:1","assetId":"A:1"}`)},
		keeps:  []string{generic(`"target":{"asset_id":"A:1"},"src":{"assetId":"A:1"}`)},
	},
	"UDM013": {
		breaks: []string{
			generic(`"target":{"hostname":1}`), generic(`"target":[]`), generic(`"additional":"x"`), generic(`"target":{"process":{"pid":123}}`),
			generic(`"target":{"port":true}`), generic(`"target":{"platform":true}`), generic(`"network":{"sessionDuration":{"seconds":3}}`),
			generic(`"securityResult":[[]]`), generic(`"securityResult":[{"variables":[]}]`), generic(`"extensions":{"auth":{"type":{}}}`),
		},
		keeps: []string{generic(`"target":{"hostname":null,"port":null}`), generic(`"target":{"port":"443","ip":["192.0.2.1"]}`)},
	},
	"UDM014": {
		breaks: []string{generic(`"target":{"ip":"192.0.2.1"}`), generic(`"securityResult":{}`), generic(`"securityResult":[{"action":"ALLOW"}]`)},
		keeps:  []string{generic(`"target":{"ip":["192.0.2.1"]}`), generic(`"target":{"ip":null}`)},
	},
	"UDM015": {
		breaks: []string{generic(`"target":{"ip":[null]}`), generic(`"securityResult":[null]`), generic(`"securityResult":[{"variables":{"x":null}}]`)},
		keeps:  []string{generic(`"target":{"ip":[]}`), generic(`"additional":{"a":[null]}`)},
	},
	"UDM016": {
		breaks: []string{generic(`"network":{"direction":"inbound"}`), generic(`"network":{"direction":"1"}`), eventOf("LOGIN")},
		keeps:  []string{generic(`"network":{"direction":"INBOUND"}`), generic(`"network":{"direction":1}`)},
	},
	"UDM017": {
		breaks: []string{
			generic(`"target":{"file":{"lastModificationTime":"2026-03-12T06:14:27"}}`), generic(`"target":{"file":{"lastModificationTime":1741760067}}`),
			generic(`"target":{"file":{"lastModificationTime":"2026-03-12T06:14:27.1234567890Z"}}`), generic(`"target":{"file":{"lastModificationTime":{"seconds":1}}}`),
			generic(`"target":{"file":{"lastModificationTime":"2026-02-30T06:14:27Z"}}`), generic(`"target":{"file":{"lastModificationTime":""}}`),
			generic(`"target":{"file":{"lastModificationTime":"0000-01-01T00:00:00Z"}}`), generic(`"target":{"file":{"lastModificationTime":"2026-03-12 06:14:27Z"}}`),
		},
		keeps: []string{
			generic(`"target":{"file":{"lastModificationTime":"2026-03-12T06:14:27.123456789-08:00"}}`), generic(`"target":{"file":{"lastModificationTime":"9999-12-31T23:59:59.999999999Z"}}`),
		},
	},
	"UDM018": {
		breaks: []string{generic(`"network":{"sessionDuration":"3.5"}`), generic(`"network":{"sessionDuration":"3m"}`), generic(`"network":{"sessionDuration":"0.1234567890s"}`), generic(`"network":{"sessionDuration":"315576000001s"}`), generic(`"network":{"sessionDuration":"01s"}`), generic(`"network":{"sessionDuration":"-s"}`)},
		keeps:  []string{generic(`"network":{"sessionDuration":"3.5s"}`), generic(`"network":{"sessionDuration":"-.5s"}`), generic(`"network":{"sessionDuration":"+1.s"}`), generic(`"network":{"sessionDuration":"-315576000000s"}`)},
	},
	"UDM019": {
		breaks: []string{`{"metadata":{"id":"a"}}`, `{"metadata":{"id":"%"}}`, `{"metadata":{"id":"abc=def"}}`},
		keeps:  []string{`{"metadata":{"id":"YQ=="}}`, `{"metadata":{"id":"YQ"}}`, `{"metadata":{"id":"-_-_"}}`},
	},
	"UDM020": {
		breaks: []string{generic(`"target":{"port":1.5}`), generic(`"target":{"port":2147483648}`), generic(`"network":{"sentBytes":-1}`), generic(`"network":{"sentBytes":"18446744073709551616"}`), generic(`"target":{"port":"x"}`), generic(`"target":{"port":" 1"}`), generic(`"additional":{"a":1e999}`), generic(`"network":{"direction":1.5}`), generic(`"target":{"port":1e99}`)},
		keeps:  []string{generic(`"target":{"port":443.0}`), generic(`"target":{"port":"4.43e2"}`), generic(`"network":{"sentBytes":"18446744073709551615"}`), generic(`"network":{"sentBytes":1000e-3}`), generic(`"target":{"location":{"regionCoordinates":{"latitude":"NaN"}}}`)},
	},
	"UDM021": {
		breaks: []string{generic(`"securityResult":[{"variables":{"x":{"stringVal":"a","boolVal":true}}}]`)},
		keeps:  []string{generic(`"securityResult":[{"variables":{"x":{"stringVal":"a","boolVal":null}}}]`)},
	},
	"UDM022": {
		breaks: []string{generic(`"target":{"file":{"lastModificationTime":"2026-03-12T6:14:27Z"}}`), generic(`"target":{"file":{"lastModificationTime":"2026-03-12T06:14:27,5Z"}}`)},
		keeps:  []string{generic(`"target":{"file":{"lastModificationTime":"2026-03-12T06:14:27.5Z"}}`)},
	},
	"UDM023": {
		breaks: []string{generic(`"network":{"direction":99}`)},
		keeps:  []string{generic(`"network":{"direction":1}`), generic(`"network":{"http":{"parsedUserAgent":{"family":99}}}`)},
	},
	"UDM030": {
		breaks: []string{`{}`, `{"metadata":{"eventTimestamp":null}}`, `{"metadata":null}`},
		keeps:  []string{`{"metadata":{"event_timestamp":"2026-03-12T06:14:27Z"}}`, `{"metadata":{"eventTimestamp":"yesterday"}}`},
	},
	"UDM031": {breaks: []string{`{}`, `{"metadata":{"eventType":null}}`}, keeps: []string{generic(), `{"metadata":{"eventType":"x"}}`}},
	"UDM032": {
		breaks: []string{eventOf("EVENTTYPE_UNSPECIFIED"), `{"metadata":{"eventType":0}}`, `{"metadata":{"eventType":99999}}`},
		keeps:  []string{generic(), `{"metadata":{"eventType":16002}}`, eventOf("user_login")},
	},
	"UDM033": {
		breaks: []string{eventOf("NETWORK_DNS"), eventOf("NETWORK_DNS", `"principal":{}`), eventOf("NETWORK_DNS", `"principal":{"hostname":"","ip":[]}`), eventOf("NETWORK_DNS", `"about":[{"hostname":"a"}]`)},
		keeps:  []string{generic(), eventOf("NETWORK_DNS", `"src":{"hostname":"a"}`), eventOf("NETWORK_DNS", `"target":{"process":{"parentProcess":{"pid":"1"}}}`)},
	},
	"UDM034": {
		breaks: []string{
			eventOf("STATUS_UPDATE", `"principal":{`+user+`}`), eventOf("STATUS_UPDATE", `"principal":{"asset":{`+machine+`}}`), eventOf("STATUS_UPDATE", `"principal":{"ip":[""]}`),
			eventOf("USER_LOGIN", `"principal":{`+user+`},"target":{`+user+`},"extensions":{"auth":{}}`), // remote, as it has a principal
			eventOf("USER_LOGIN", `"target":{`+user+`},"extensions":{"auth":{}}`),                        // local
			eventOf("USER_CREATION", `"principal":{`+user+`},"target":{`+user+`}`),
		},
		keeps: []string{
			eventOf("STATUS_UPDATE", `"principal":{`+machine+`}`), eventOf("STATUS_UPDATE", `"principal":{"asset_id":"A:1"}`),
			eventOf("USER_LOGIN", `"principal":{`+machine+`},"target":{`+user+`}`), eventOf("USER_LOGIN", `"target":{`+user+`,`+machine+`}`),
			eventOf("USER_CREATION", `"principal":{`+user+`},"target":{`+machine+`}`),
			eventOf("USER_CHANGE_PASSWORD", `"target":{`+user+`}`), // only if remote, which nothing tells
		},
	},
	"UDM035": {
		breaks: []string{eventOf("USER_RESOURCE_ACCESS", `"principal":{`+machine+`},"target":{"resource":{"name":"x"}}`), eventOf("SYSTEM_AUDIT_LOG_WIPE", `"principal":{`+machine+`,"user":{"firstName":"Jo"}}`)},
		keeps:  []string{eventOf("USER_RESOURCE_ACCESS", `"principal":{"user":{"emailAddresses":["jo@example.com"]}}`)},
	},
	"UDM036": {
		breaks: []string{eventOf("USER_RESOURCE_ACCESS", `"principal":{`+user+`}`), eventOf("SERVICE_STOP", `"principal":{`+machine+`},"target":{`+user+`}`), eventOf("USER_LOGIN", `"target":{`+machine+`}`), eventOf("USER_LOGIN", `"target":{`+machine+`,`+user+`}`)},
		keeps:  []string{eventOf("USER_RESOURCE_ACCESS", `"target":{"resource":{"name":"x"}}`), eventOf("SERVICE_STOP", `"target":{"application":"x"}`), eventOf("USER_LOGIN", `"target":{`+user+`},"extensions":{"auth":{}}`), eventOf("REGISTRY_DELETION", `"target":{"registry":{"registryKey":"x"}}`)},
	},
	"UDM037": {
		breaks: []string{eventOf("MUTEX_CREATION", `"target":{"resource":{"name":"x","resourceType":"TASK"}}`), eventOf("SETTING_CREATION", `"target":{"resource":{"name":"x"}}`)},
		keeps:  []string{eventOf("MUTEX_CREATION", `"target":{"resource":{"resource_type":"MUTEX"}}`), eventOf("MUTEX_CREATION", `"target":{"resource":{"resource_type":1}}`)},
	},
	"UDM038": {
		breaks: []string{eventOf("USER_LOGIN", `"target":{`+user+`},"extensions":{"auth":{}}`), generic(), eventOf("NETWORK_HTTP", `"target":{"url":"https://example.com"}`)},
		keeps:  []string{eventOf("USER_LOGIN", `"target":{`+user+`},"extensions":{"auth":{"type":"SSO","mechanism":["OTP"]}}`), eventOf("USER_LOGIN"), generic(`"target":{` + user + `}`)},
	},
	"UDM039": {
		breaks: []string{`{"metadata":{"vendorName":"ACME"}}`, `{"metadata":{"productName":"Door","vendorName":""}}`},
		keeps:  []string{`{"metadata":{"product_name":"Door","vendor_name":"ACME"}}`},
	},
	"UDM040": {
		breaks: []string{generic(`"principal":{"application":"x"}`)},
		keeps:  []string{generic(`"principal":{` + user + `}`), generic(`"principal":{` + machine + `}`), generic(), eventOf("STATUS_UPDATE", `"principal":{"application":"x"}`)},
	},
	"UDM041": {
		breaks: []string{generic(`"principal":{"email":"jo@example.com"}`), generic(`"target":{"email":"jo@example.com"}`), generic(`"principal":{"file":{"fullPath":"/x"}}`), generic(`"principal":{"registry":{"registryKey":"x"}}`)},
		keeps:  []string{generic(`"target":{"file":{"fullPath":"/x"}}`), generic(`"principal":{"email":""}`), generic(`"about":[{"email":"jo@example.com"}]`), generic(`"principal":{"process":{"file":{"fullPath":"/x"}}}`)},
	},
	"UDM050": {
		breaks: []string{`{"metadata":{"productEventType":"` + strings.Repeat("é", 33) + `"}}`, `{"metadata":{"description":"` + strings.Repeat("a", 1025) + `"}}`, generic(`"target":{"platformVersion":"` + strings.Repeat("a", 65) + `"}`)},
		keeps:  []string{`{"metadata":{"productEventType":"` + strings.Repeat("é", 32) + `"}}`, `{"metadata":{"description":"` + strings.Repeat("a", 1024) + `"}}`},
	},
	"UDM051": {
		breaks: []string{generic(`"target":{"hostname":"` + strings.Repeat("a", 257) + `"}`), generic(`"target":{"asset":{"hostname":"` + strings.Repeat("a", 257) + `"}}`)},
		keeps:  []string{generic(`"target":{"hostname":"` + strings.Repeat("é", 256) + `"}`)},
	},
	"UDM052": {
		breaks: []string{generic(`"target":{"hostname":"Jo's phone"}`), generic(`"target":{"hostname":"-a"}`), generic(`"target":{"hostname":"a..b"}`), generic(`"target":{"hostname":"` + strings.Repeat("a", 64) + `"}`)},
		keeps:  []string{generic(`"target":{"hostname":"HOST-1.example.com."}`), generic(`"target":{"hostname":""}`), generic(`"target":{"hostname":"192.0.2.1"}`)},
	},
	"UDM053": {
		breaks: []string{generic(`"target":{"ip":["192.0.2.1:80"]}`), generic(`"target":{"ip":["192.0.2.0/24"]}`), generic(`"target":{"ip":["fe80::1%eth0"]}`), generic(`"target":{"ip":["unknown"]}`)},
		keeps:  []string{generic(`"target":{"ip":["192.0.2.1","2001:db8::1"]}`)},
	},
	"UDM054": {
		breaks: []string{generic(`"target":{"mac":["00:00:5e:00:53"]}`), generic(`"target":{"mac":["02:00:5e:10:00:00:00:01"]}`), generic(`"target":{"mac":["x"]}`)},
		keeps:  []string{generic(`"target":{"mac":["00:00:5e:00:53:01","00-00-5E-00-53-02"]}`)},
	},
	"UDM055": {
		breaks: []string{generic(`"target":{"user":{"emailAddresses":["jo"]}}`), generic(`"target":{"user":{"emailAddresses":["Jo <jo@example.com>"]}}`), generic(`"network":{"email":{"from":"jo@"}}`)},
		keeps:  []string{generic(`"target":{"user":{"emailAddresses":["jo+tag@example.com","o'neil@example.com"]}}`), generic(`"network":{"email":{"subject":["jo"]}}`)},
	},
	"UDM056": {
		breaks: []string{generic(`"target":{"url":"example.com/x"}`), generic(`"target":{"url":"example.com:8080/x"}`), generic(`"target":{"url":"https://exa mple.com"}`), generic(`"target":{"url":"https:"}`), `{"metadata":{"urlBackToProduct":"/x"}}`},
		keeps:  []string{generic(`"target":{"url":"https://example.com/x?y=z#w"}`), generic(`"target":{"url":"file:///x"}`), generic(`"target":{"url":"mailto:jo@example.com"}`)},
	},
	"UDM057": {
		breaks: []string{generic(`"target":{"assetId":"123"}`), generic(`"target":{"assetId":"A-B:1"}`), generic(`"target":{"assetId":"A:"}`), generic(`"target":{"assetId":"A:` + strings.Repeat("1", 129) + `"}`), generic(`"target":{"assetId":"` + strings.Repeat("A", 33) + `:1"}`)},
		keeps:  []string{generic(`"target":{"assetId":"ACME:1-2.3"}`)},
	},
	"UDM058": {
		breaks: []string{generic(`"target":{"file":{"md5":"D41D8CD98F00B204E9800998ECF8427E"}}`), generic(`"target":{"file":{"sha1":"d41d8cd98f00b204e9800998ecf8427e"}}`), generic(`"target":{"file":{"sha256":"x"}}`)},
		keeps:  []string{generic(`"target":{"file":{"md5":"d41d8cd98f00b204e9800998ecf8427e"}}`), generic(`"target":{"file":{"sha1":""}}`)},
	},
	"UDM059": {
		breaks: []string{generic(`"target":{"port":65536}`), generic(`"target":{"port":-1}`), generic(`"extensions":{"vulns":{"vulnerabilities":[{"cvssBaseScore":10.1}]}}`), generic(`"extensions":{"vulns":{"vulnerabilities":[{"cvssBaseScore":"NaN"}]}}`)},
		keeps:  []string{generic(`"target":{"port":65535}`), generic(`"target":{"port":0}`), generic(`"extensions":{"vulns":{"vulnerabilities":[{"cvssBaseScore":10}]}}`)},
	},
	"UDM060": {
		breaks: []string{generic(`"target":{"port":443}`), generic(`"target":{"port":443,"ip":["192.0.2.1","192.0.2.2"]}`), generic(`"about":[{"port":"443"}]`)},
		keeps:  []string{generic(`"target":{"port":443,"ip":["192.0.2.1"]}`), generic(`"target":{"port":0}`), generic(`"target":{"ip":["192.0.2.1","192.0.2.2"]}`), generic(`"target":{"port":443,"ip":"192.0.2.1"}`)},
	},
	"UDM070": {
		breaks: []string{generic(`"target":{"user":{"roleDescription":"x"}}`), generic(`"target":{"labels":[]}`)},
		keeps:  []string{generic(`"target":{"user":{"roleDescription":null}}`), generic(`"target":{"user":{"attribute":{"labels":[{"key":"a"}]}}}`)},
	},
	"UDM071": {breaks: []string{`{"metadata":{"logType":"X"}}`, `{"metadata":{"id":"YQ=="}}`}, keeps: []string{generic(), `{"metadata":{"tags":{}}}`}},
	"UDM072": {breaks: []string{`{"metadata":{"tags":{}}}`}, keeps: []string{`{"metadata":{"tags":null}}`}},
	"UDM073": {
		breaks: []string{generic(`"additional":{"fields":{"a":{"stringValue":"b"}}}`)},
		keeps:  []string{generic(`"additional":{"fields":"a"}`), generic(`"additional":{"a":{"fields":{}}}`)},
	},
	"UDM074": {
		breaks: []string{generic(`"additional":{"a":1}`), generic(`"additional":{"a":["b"]}`), generic(`"additional":{"a":null}`), generic(`"additional":{"a":{}}`)},
		keeps:  []string{generic(`"additional":{"a":"1"}`), generic(`"extracted":{"a":1}`)},
	},
	"UDM075": {breaks: []string{eventOf("USER_STATS")}, keeps: []string{generic()}},
	"UDM076": {breaks: []string{eventOf("ANALYST_ADD_COMMENT")}, keeps: []string{eventOf("USER_STATS")}},
}

func TestEveryRuleFiresOnlyWhereItIsBroken(t *testing.T) {
	validator := udm.NewValidator(udm.Default())
	for _, rule := range udm.ValidatorRules() {
		t.Run(rule.ID, func(t *testing.T) {
			cases := ruleCases[rule.ID]
			require.NotEmpty(t, cases.breaks, "no event breaks %s", rule.ID)
			require.NotEmpty(t, cases.keeps, "no event keeps %s", rule.ID)
			for _, event := range cases.breaks {
				found := findingsOf(validator.Validate([]byte(event)), rule.ID)
				require.NotEmpty(t, found, "%.300s", event)
				require.Equal(t, rule.Severity, found[0].Severity)
				require.Equal(t, rule.Summary, found[0].Summary)
				require.NotEmpty(t, found[0].Hint)
				require.NotZero(t, found[0].Position.Line)
			}
			for _, event := range cases.keeps {
				require.Empty(t, findingsOf(validator.Validate([]byte(event)), rule.ID), "%.300s", event)
			}
		})
	}
	require.Len(t, ruleCases, len(udm.ValidatorRules()), "cases for a rule that does not exist")
}

func findingsOf(found udm.Diagnostics, id string) udm.Diagnostics {
	return slices.DeleteFunc(slices.Clone(found), func(d udm.Diagnostic) bool { return d.ID != id })
}

func TestRulesAreDocumented(t *testing.T) {
	rules := udm.ValidatorRules()
	require.True(t, slices.IsSortedFunc(rules, func(a, b udm.RuleInfo) int { return strings.Compare(a.ID, b.ID) }))
	for i, rule := range rules {
		require.Regexp(t, `^UDM\d{3}$`, rule.ID)
		require.NotEmpty(t, rule.Summary)
		require.NotEmpty(t, rule.Hint)
		require.Regexp(t, `^https://`, rule.URL)
		require.NotEmpty(t, rule.Group)
		require.NotZero(t, rule.Severity)
		if i > 0 {
			require.NotEqual(t, rules[i-1].ID, rule.ID)
		}
	}
}
