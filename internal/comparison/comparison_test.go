package comparison_test

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/comparison"
	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// event is an outcome; the text is what stands beside the metadata.
func event(eventType, more string) comparison.Outcome {
	return comparison.Outcome{Event: []byte(`{"metadata":{"eventType":"` + eventType + `"}` + more + `}`)}
}

func rejected(reason parser.Reason) comparison.Outcome {
	return comparison.Outcome{Reason: reason, Detail: "it is " + string(reason)}
}

// compared is the report of one record.
func compared(before, after comparison.Outcome) comparison.Report {
	c := comparison.New(comparison.Options{Examples: 1})
	c.Add(comparison.Place{Object: "a.jsonl", Number: 3, Line: 4}, before, after)
	return c.Report()
}

// changesOf lists what becomes of each field: "lost target.hostname".
func changesOf(r comparison.Report) []string {
	var changes []string
	for _, field := range r.Fields {
		for _, change := range comparison.Changes() {
			if field.Of(change) > 0 {
				changes = append(changes, string(change)+" "+field.Field)
			}
		}
	}
	return changes
}

func TestTellsWhatBecomesOfAField(t *testing.T) {
	const labels = `,"target":{"user":{"attribute":{"labels":`
	for name, test := range map[string]struct {
		before, after string
		want          []string
	}{
		"the same":           {`,"target":{"hostname":"a"}`, `,"target":{"hostname":"a"}`, nil},
		"gained":             {``, `,"target":{"hostname":"a"}`, []string{"gained target.hostname"}},
		"lost":               {`,"target":{"hostname":"a"}`, ``, []string{"lost target.hostname"}},
		"changed":            {`,"target":{"hostname":"a"}`, `,"target":{"hostname":"b"}`, []string{"changed target.hostname"}},
		"a list":             {`,"target":{"ip":["192.0.2.1"]}`, `,"target":{"ip":["192.0.2.1","192.0.2.2"]}`, []string{"changed target.ip"}},
		"a list, reordered":  {`,"target":{"ip":["192.0.2.2","192.0.2.1"]}`, `,"target":{"ip":["192.0.2.1","192.0.2.2"]}`, []string{"reordered target.ip"}},
		"a list, once more":  {`,"target":{"ip":["192.0.2.1","192.0.2.1"]}`, `,"target":{"ip":["192.0.2.1"]}`, []string{"changed target.ip"}},
		"elements reordered": {labels + `[{"key":"a","value":"1"},{"key":"b","value":"2"}]}}}`, labels + `[{"key":"b","value":"2"},{"key":"a","value":"1"}]}}}`, []string{"reordered target.user.attribute.labels.key", "reordered target.user.attribute.labels.value"}},
		"values swapped":     {labels + `[{"key":"a","value":"1"},{"key":"b","value":"2"}]}}}`, labels + `[{"key":"a","value":"2"},{"key":"b","value":"1"}]}}}`, []string{"changed target.user.attribute.labels.value"}},
		"to another element": {labels + `[{"key":"a"},{"key":"b","value":"1"}]}}}`, labels + `[{"key":"a","value":"1"},{"key":"b"}]}}}`, []string{"changed target.user.attribute.labels.value"}},
		"a key of a struct":  {`,"additional":{"a.b c":"1"}`, `,"additional":{"a.b c":"2"}`, []string{"changed additional.a.b c"}},
		"order of a struct":  {`,"additional":{"a":"1","b":"2"}`, `,"additional":{"b":"2","a":"1"}`, nil},
		"an empty message":   {`,"extensions":{"auth":{}}`, ``, []string{"lost extensions.auth"}},
		"a message filled":   {`,"extensions":{"auth":{}}`, `,"extensions":{"auth":{"mechanism":["LOCAL"]}}`, []string{"lost extensions.auth", "gained extensions.auth.mechanism"}},
		"list within a list": {`,"about":[{"ip":["192.0.2.1","192.0.2.2"]}]`, `,"about":[{"ip":["192.0.2.2","192.0.2.1"]}]`, []string{"reordered about.ip"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := compared(event("GENERIC_EVENT", test.before), event("GENERIC_EVENT", test.after))
			require.Equal(t, test.want, changesOf(r))
			require.Equal(t, len(test.want) == 0, r.IsEmpty())
			require.Equal(t, len(test.want) == 0, r.Same == 1)
		})
	}
}

func TestExamplesShowBothValues(t *testing.T) {
	r := compared(event("GENERIC_EVENT", `,"target":{"hostname":"`+strings.Repeat("ä", 200)+`"}`), event("GENERIC_EVENT", `,"target":{"hostname":"b"}`))
	example := r.Fields[0].Examples[comparison.Changed][0]
	require.Equal(t, comparison.Example{
		Record: comparison.Place{Object: "a.jsonl", Number: 3, Line: 4},
		Before: `"` + strings.Repeat("ä", 99) + "…",
		After:  `"b"`,
	}, example)

	swapped := compared(event("GENERIC_EVENT", `,"about":[{"hostname":"a"},{"hostname":"b","administrativeDomain":"x"}]`),
		event("GENERIC_EVENT", `,"about":[{"hostname":"a","administrativeDomain":"x"},{"hostname":"b"}]`))
	example = swapped.Fields[0].Examples[comparison.Changed][0]
	require.Equal(t, []string{`[1] "x"`, `[0] "x"`}, []string{example.Before, example.After}, "values alone would look the same")
}

func TestAValueThatMovesIsFound(t *testing.T) {
	r := compared(event("GENERIC_EVENT", `,"principal":{"hostname":"h","administrativeDomain":"d"}`),
		event("GENERIC_EVENT", `,"target":{"hostname":"h","administrativeDomain":"e"}`))
	require.Equal(t, []comparison.Move{{From: "principal.hostname", To: "target.hostname", Events: 1}}, r.Moves)
}

func TestTheMatrixHasEventTypesAndReasons(t *testing.T) {
	c := comparison.New(comparison.Options{})
	for _, pair := range [][2]comparison.Outcome{
		{event("USER_LOGIN", ""), event("GENERIC_EVENT", "")},
		{event("USER_LOGIN", ""), event("USER_LOGIN", "")},
		{event("USER_LOGIN", ""), rejected("time")},
		{rejected("time"), event("USER_LOGIN", "")},
		{rejected("time"), rejected("action")},
	} {
		c.Add(comparison.Place{}, pair[0], pair[1])
	}
	r := c.Report()
	var cells []string
	for _, cell := range r.Transitions {
		cells = append(cells, cell.From+" > "+cell.To+" "+strconv.FormatInt(cell.Records, 10))
	}
	require.Equal(t, []string{
		"USER_LOGIN > GENERIC_EVENT 1", "USER_LOGIN > rejected: time 1", "rejected: time > USER_LOGIN 1",
		"rejected: time > rejected: action 1", "USER_LOGIN > USER_LOGIN 1",
	}, cells)
	require.Equal(t, []int64{5, 3, 2, 3, 2, 1, 1, 1, 1, 1}, []int64{
		r.Records, r.Before.Events, r.Before.Rejected, r.After.Events, r.After.Rejected,
		r.Same, r.Different, r.BecameRejected, r.WereRejected, r.RejectedByBoth,
	})
}

func TestAnotherReasonIsADifference(t *testing.T) {
	r := compared(rejected("time"), rejected("action"))
	require.False(t, r.IsEmpty())
	require.False(t, r.LosesAny())
}

func TestRequiredFieldsThatAreLost(t *testing.T) {
	const user = `,"target":{"user":{"userid":"jo"},"hostname":"h","administrativeDomain":"d"}`
	lost := func(r comparison.Report) []string {
		var fields []string
		for _, field := range r.LostRequired {
			fields = append(fields, field.Field+" for "+field.RequiredBy)
		}
		return fields
	}
	r := compared(event("USER_LOGIN", user), event("USER_LOGIN", ""))
	require.Equal(t, []string{
		"target.hostname or target.ip or target.mac or target.asset_id for USER_LOGIN",
		"target.user for USER_LOGIN",
	}, lost(r))
	require.True(t, r.LosesRequired())

	r = compared(event("USER_LOGIN", user), event("GENERIC_EVENT", ""))
	require.Contains(t, lost(r), "target.user for USER_LOGIN", "a weaker type excuses nothing")

	r = compared(event("USER_LOGIN", user), event("USER_LOGIN", `,"target":{"user":{"emailAddresses":["jo@example.com"]},"ip":["192.0.2.1"]}`))
	require.Empty(t, lost(r), "another machine identifier will do, and no domain is required")
	require.False(t, r.LosesRequired())
	require.True(t, r.LosesAny())

	require.Contains(t, lost(compared(event("USER_LOGIN", user), rejected("time"))), "target.user for USER_LOGIN")
	require.True(t, func() bool { r := compared(event("UNKNOWN", ""), rejected("time")); return r.LosesRequired() }(), "the whole event is gone")
	require.False(t, func() bool { r := compared(rejected("time"), event("USER_LOGIN", user)); return r.LosesAny() }())
}

// A comparison does not look at members of the root that are the same in both
// events. If a rule looked at two of them, it would take its fields for lost.
func TestARuleLooksBelowOneMemberOfTheRoot(t *testing.T) {
	rules := 0
	for _, eventType := range udm.Default().EventTypes() {
		for _, rule := range eventType.Required {
			rules++
			roots := map[string]bool{}
			for _, field := range udm.Default().FieldsOf(rule) {
				root, _, _ := strings.Cut(field, ".")
				roots[root] = true
			}
			require.Len(t, roots, 1, "%s: %v", eventType.Name, rule)
		}
	}
	require.Greater(t, rules, 100)
}

func TestTheOldTableRequiresFieldsByLogType(t *testing.T) {
	withLogType := func(more string) comparison.Outcome {
		return comparison.Outcome{Event: []byte(`{"metadata":{"eventType":"GENERIC_EVENT","logType":"DOOR"}` + more + `}`)}
	}
	for logType, want := range map[string]int{"": 1, "DOOR": 1, "WINDOW": 0} {
		c := comparison.New(comparison.Options{Required: map[string][]string{logType: {"target.hostname"}}})
		c.Add(comparison.Place{}, withLogType(`,"target":{"hostname":"h"}`), withLogType(""))
		require.Len(t, c.Report().LostRequired, want, logType)
	}
}

// Strangers choose the keys of additional, and in events made earlier the
// reasons: there may be millions.
func TestMemoryDoesNotGrowWithTheCorpus(t *testing.T) {
	c := comparison.New(comparison.Options{Examples: 3})
	add := func(from, to int) {
		for i := from; i < to; i++ {
			key := strings.Repeat("k", 300) + strconv.Itoa(i)
			c.Add(comparison.Place{Number: int64(i)}, event("GENERIC_EVENT", ""), event("GENERIC_EVENT", `,"additional":{"`+strconv.Itoa(i)+key+`":"x"}`))
			c.Add(comparison.Place{Number: int64(i)}, rejected(parser.Reason(strconv.Itoa(i)+key)), rejected("time"))
		}
	}
	add(0, comparison.MaxFields+1000)
	early := heap()
	add(comparison.MaxFields+1000, 3*comparison.MaxFields)
	require.Less(t, heap()-early, int64(1<<20))

	r := c.Report()
	require.Len(t, r.Fields, comparison.MaxFields)
	require.Equal(t, int64(2*comparison.MaxFields), r.Untracked)
	require.LessOrEqual(t, len(r.Transitions), comparison.MaxTransitions+2)
	require.Equal(t, r.Records, sumOf(r.Transitions))
	for _, field := range r.Fields {
		require.Less(t, len(field.Field), 250)
	}
}

func heap() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc) //nolint:gosec // no heap has 2^63 bytes
}

func sumOf(cells []comparison.Transition) int64 {
	var sum int64
	for _, cell := range cells {
		sum += cell.Records
	}
	return sum
}
