package udm_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/udm"
)

func TestParsePath(t *testing.T) {
	for text, want := range map[string]struct {
		snake, camel, last, key string
		steps                   int
	}{
		"metadata":                            {"metadata", "metadata", "UDM.metadata", "", 1},
		"metadata.event_type":                 {"metadata.event_type", "metadata.eventType", "Metadata.event_type", "", 2},
		"metadata.eventType":                  {"metadata.event_type", "metadata.eventType", "Metadata.event_type", "", 2},
		"target.user.attribute.labels":        {"target.user.attribute.labels", "target.user.attribute.labels", "Attribute.labels", "", 4},
		"about.user.userid":                   {"about.user.userid", "about.user.userid", "User.userid", "", 3},
		"additional":                          {"additional", "additional", "UDM.additional", "", 1},
		"additional.category_type":            {"additional.category_type", "additional.category_type", "UDM.additional", "category_type", 1},
		"additional.some key.with dots":       {"additional.some key.with dots", "additional.some key.with dots", "UDM.additional", "some key.with dots", 1},
		"additional..":                        {"additional..", "additional..", "UDM.additional", ".", 1},
		"security_result.variables.x":         {"security_result.variables.x", "securityResult.variables.x", "SecurityResult.variables", "x", 2},
		"securityResult.variables.x.int64Val": {"security_result.variables.x.int64_val", "securityResult.variables.x.int64Val", "FindingVariable.int64_val", "", 3},
	} {
		t.Run(text, func(t *testing.T) {
			path, err := udm.Default().ParsePath(text)
			require.NoError(t, err)
			require.False(t, path.IsZero())
			require.Equal(t, want.snake, path.String())
			require.Equal(t, want.camel, path.JSON())
			require.Equal(t, want.last, path.Last().String())
			require.Len(t, path.Steps(), want.steps)
			require.Equal(t, want.key, path.Steps()[want.steps-1].Key)
		})
	}
}

func TestZeroPathNamesNothing(t *testing.T) {
	var path udm.Path
	require.True(t, path.IsZero())
	require.Nil(t, path.Last())
	require.Empty(t, path.String())
}

func TestParsePathTellsWhatIsWrong(t *testing.T) {
	for text, want := range map[string]struct {
		message    string
		offset     int
		suggestion string
	}{
		"target.usr.userid":        {`target.usr.userid: no field "usr" in Noun; did you mean "user"?`, 7, "user"},
		"Principal":                {`Principal: no field "Principal" in UDM; did you mean "principal"?`, 0, "principal"},
		"metadata.evntType":        {`metadata.evntType: no field "evntType" in Metadata; did you mean "eventType"?`, 9, "eventType"},
		"target.userid":            {`target.userid: no field "userid" in Noun; did you mean "user.userid"?`, 7, "user.userid"},
		"target.emailAddresses":    {`target.emailAddresses: no field "emailAddresses" in Noun; did you mean "user.emailAddresses"?`, 7, "user.emailAddresses"},
		"target.zzzzzzzz":          {`target.zzzzzzzz: no field "zzzzzzzz" in Noun`, 7, ""},
		"principal.ip[0]":          {`principal.ip[0]: list indexes such as "ip[0]" are not part of a path; did you mean "ip"?`, 10, "ip"},
		"metadata.event_type.name": {`metadata.event_type.name: Metadata.event_type is a enum and has no fields`, 20, ""},
		"":                         {`: the path is empty`, 0, ""},
		"target..user":             {`target..user: a name is missing between the dots`, 7, ""},
		"target.":                  {`target.: a name or key is missing after the last dot`, 7, ""},
		"additional.":              {`additional.: a name or key is missing after the last dot`, 11, ""},
	} {
		t.Run(text, func(t *testing.T) {
			_, err := udm.Default().ParsePath(text)
			require.EqualError(t, err, want.message)
			failure, ok := errors.AsType[*udm.PathError](err)
			require.True(t, ok)
			require.Equal(t, text, failure.Path)
			require.Equal(t, want.offset, failure.Offset)
			require.Equal(t, want.suggestion, failure.Suggestion)
		})
	}
}

func TestEveryFieldHasAPathInBothSpellings(t *testing.T) {
	schema := udm.Default()
	for _, field := range schema.Root().Fields {
		for _, name := range []string{field.Name, field.JSONName} {
			path, err := schema.ParsePath(name)
			require.NoError(t, err)
			require.Same(t, field, path.Last())
		}
		if field.Message == nil {
			continue
		}
		for _, below := range field.Message.Fields {
			path, err := schema.ParsePath(field.Name + "." + below.JSONName)
			require.NoError(t, err)
			require.Same(t, below, path.Last())
			require.Equal(t, field.Name+"."+below.Name, path.String())
		}
	}
}

func TestSuggest(t *testing.T) {
	fields := []string{"user", "url", "userid", "email_addresses", "hostname"}
	for word, want := range map[string]string{
		"usr":            "user",
		"USER":           "user",
		"suer":           "user", // exchanged letters are one mistake
		"userd":          "user", // one letter from "userid" too: the first wins
		"usrid":          "userid",
		"emailaddresses": "email_addresses",
		"hostnmae":       "hostname",
		"host":           "",
		"":               "",
		"xyz":            "",
	} {
		suggestion, ok := udm.Suggest(word, fields)
		require.Equal(t, want, suggestion, word)
		require.Equal(t, want != "", ok, word)
	}
}
