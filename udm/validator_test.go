package udm_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

func TestValidateFindsNothingInAGoodEvent(t *testing.T) {
	for name, event := range map[string]string{
		"status": eventOf("STATUS_UPDATE", `"principal":{`+machine+`}`),
		"login": eventOf("USER_LOGIN",
			`"principal":{"ip":["192.0.2.8"]}`,
			`"target":{"user":{"emailAddresses":["jo@example.com"]},"application":"Door"}`,
			`"extensions":{"auth":{"type":"SSO","mechanism":["USERNAME_PASSWORD"]}}`),
		"resource": eventOf("USER_RESOURCE_ACCESS", `"principal":{`+user+`}`, `"target":{"resource":{"name":"x"}}`, `"additional":{"a":"b"}`),
		"generic":  generic(`"target":{"application":"Door"}`),
	} {
		t.Run(name, func(t *testing.T) {
			require.Empty(t, udm.NewValidator(nil).Validate([]byte(event)))
		})
	}
}

func TestFindingsSayWhere(t *testing.T) {
	event := "{\n \"metadata\": {" + metadata + ", \"eventType\": \"GENERIC_EVENT\"},\n" +
		" \"target\": {\"user\": {\"first_name\": \"é\", \"emailAddresses\": [\"jo@example.com\", \"jo\"]}}\n}"
	found := udm.NewValidator(nil).Validate([]byte(event))
	require.Len(t, found, 1)
	require.Equal(t, udm.Diagnostic{
		ID:       "UDM055",
		Severity: udm.SeverityWarning,
		Summary:  "malformed e-mail address",
		Detail:   `"jo"`,
		Hint:     "write the bare RFC 5322 address, without a display name",
		Field:    "target.user.email_addresses[1]",
		Position: udm.Position{Line: 3, Column: 78, Offset: strings.Index(event, `"jo"]`)},
		URL:      "https://docs.cloud.google.com/chronicle/docs/unified-data-model/udm-usage",
	}, found[0])
}

func TestFindingsSayWhatToDo(t *testing.T) {
	for member, want := range map[string]struct{ at, finding string }{
		`"target":{"usr":{}}`:               {`"usr"`, `error UDM010: unknown field: no field "usr" in Noun (did you mean "user"?)`},
		`"target":{"userid":"x"}`:           {`"userid"`, `error UDM010: unknown field: no field "userid" in Noun (did you mean "user.userid"?)`},
		`"network":{"direction":"inbound"}`: {`"inbound"`, `error UDM016: unknown enum value: "inbound" is no value of Network.Direction (did you mean "INBOUND"?)`},
		`"target":{"ip":"192.0.2.1"}`:       {`"192.0.2.1"`, `error UDM014: single value for a list field: Noun.ip is a list of string, this is a string (write a list, also for a single value)`},
		`"target":{"hostname":"a"}`: {`{`, `warning UDM034: the event type needs a machine identifier: STATUS_UPDATE: ` +
			`it has none of principal.hostname, principal.ip, principal.mac, principal.asset_id (fill hostname, ip, mac or asset_id of the noun itself)`},
	} {
		t.Run(member, func(t *testing.T) {
			event := eventOf("STATUS_UPDATE", member)
			var lines []string
			for _, finding := range udm.NewValidator(nil).Validate([]byte(event)) {
				lines = append(lines, finding.String())
			}
			require.Contains(t, lines, fmt.Sprintf("1:%d: %s", strings.Index(event, want.at)+1, want.finding))
		})
	}
}

func TestOneMissingThingIsReportedOnce(t *testing.T) {
	for event, want := range map[string][]string{
		// target, target.user
		eventOf("USER_UNCATEGORIZED", `"principal":{`+machine+`}`): {"UDM036 target.user"},
		// extensions.auth, extensions.auth.type, extensions.auth.mechanism
		eventOf("USER_LOGIN", `"target":{`+user+`,`+machine+`}`): {"UDM036 extensions.auth"},
		// a machine in principal, and any identity in it (the guide's general rule)
		eventOf("USER_LOGIN", `"principal":{"application":"x"},"target":{`+user+`},"extensions":{"auth":{"type":"SSO","mechanism":["OTP"]}}`): {"UDM034 principal"},
		// target.resource, target.resource.resource_type; principal as above
		eventOf("SETTING_CREATION", `"principal":{"application":"x"},"target":{`+machine+`}`): {"UDM037 target.resource.resource_type", "UDM034 principal"},
	} {
		t.Run(event, func(t *testing.T) {
			var got []string
			for _, finding := range udm.NewValidator(nil).Validate([]byte(event)) {
				got = append(got, finding.ID+" "+finding.Field)
			}
			require.ElementsMatch(t, want, got)
		})
	}
}

func TestFindingsThatRepeatAreCounted(t *testing.T) {
	addresses := make([]string, 500)
	for i := range addresses {
		addresses[i] = fmt.Sprintf(`"host %d"`, i)
	}
	event := generic(`"target":{"ip":[` + strings.Join(addresses, ",") + `],"nat_port":1.5}`)
	found := udm.NewValidator(nil).Validate([]byte(event))
	malformed := findingsOf(found, "UDM053")
	require.Len(t, malformed, 10)
	require.Equal(t, `"host 9"; and 490 more like this`, malformed[9].Detail)
	require.Len(t, findingsOf(found, "UDM020"), 1)
}

// A rule may ask for a field below a list: any element will do.
func TestRequiredFieldBelowAList(t *testing.T) {
	model, err := os.ReadFile("udm_schema.json")
	require.NoError(t, err)
	schema, err := udm.Load(model, []byte(`{"event_types":{"GENERIC_EVENT":{"required":[{"rule":"present","path":"about.user.userid"}]}}}`))
	require.NoError(t, err)
	validator := udm.NewValidator(schema)
	for about, want := range map[string]int{
		`[{"hostname":"a"},{"user":{"userid":"jo"}}]`: 0,
		`[{"hostname":"a"},{"user":{"userid":""}}]`:   1,
		`[]`:   1,
		`null`: 1,
	} {
		found := validator.Validate([]byte(generic(`"about":` + about)))
		require.Len(t, findingsOf(found, "UDM036"), want, about)
	}
}

func TestWrapperKeepsPlaces(t *testing.T) {
	event := `{"udm":` + generic(`"target":{"ip":[null]}`) + `}`
	found := udm.NewValidator(nil).Validate([]byte(event))
	require.Len(t, found, 2)
	require.Equal(t, "UDM005", found[0].ID)
	require.Equal(t, "target.ip[0]", found[1].Field)
	require.Equal(t, strings.Index(event, "null"), found[1].Position.Offset)
}

func TestHostileInputIsJudgedQuickly(t *testing.T) {
	validator := udm.NewValidator(nil)
	for name, event := range map[string]string{
		"nested":         strings.Repeat(`{"a":`, 1_000_000),
		"unknown fields": "{" + strings.Repeat(`"principol":1,`, 250_000) + `"a":1}`,
		"nulls":          `{"principal":{"ip":[` + strings.Repeat("null,", 700_000) + `1]}}`,
		"long key":       `{"` + strings.Repeat("é", 1_000_000) + `":1}`,
	} {
		t.Run(name, func(t *testing.T) {
			found := validator.Validate([]byte(event))
			require.True(t, found.HasErrors())
			require.Less(t, len(found.Error()), 20_000)
		})
	}
}
