package mock_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/mock"
)

func TestFaultsAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]mock.Fault{
		"twins":                         {Name: mock.Twins},
		"500:always":                    {Name: mock.ServerError, When: mock.Schedule{Always: true}},
		"503:first=3":                   {Name: mock.Unavailable, When: mock.Schedule{First: 3}},
		"429-iso:every=50":              {Name: mock.TooManyISO, When: mock.Schedule{Every: 50}},
		"html-200:at=2,at=7":            {Name: mock.HTML200, When: mock.Schedule{At: []int{2, 7}}},
		"500:first=1,on=token":          {Name: mock.ServerError, When: mock.Schedule{First: 1}, On: mock.TokenEndpoint},
		"late-events:delay=20h":         {Name: mock.LateEvents, Delay: 20 * time.Hour},
		"slow:at=3,on=activity_logs":    {Name: mock.Slow, When: mock.Schedule{At: []int{3}}, On: "activity_logs"},
		"loop:first=1,every=9,delay=1s": {Name: mock.Loop, When: mock.Schedule{First: 1, Every: 9}, Delay: time.Second},
	} {
		fault, err := mock.ParseFault(mock.Zoom, text)
		require.NoError(t, err, text)
		require.Equal(t, want, fault, text)
	}
}

func TestFaultsThatMakeNoSenseAreRefusedWithTheWayOut(t *testing.T) {
	for text, want := range map[string]string{
		"twin":                  `zoom has no fault "twin"`,
		"offset-depth":          `zoom has no fault "offset-depth"`, // Zendesk has
		"twins:":                `fault twins: "" is none of always, first=N, every=N, at=N, on=ENDPOINT, delay=DURATION`,
		"twins:evry=5":          `fault twins: "evry=5" is none of always`,
		"twins:every=0":         `fault twins: every must be a whole number from 1 on, not "0"`,
		"twins:every=-1":        `not "-1"`,
		"twins:first=some":      `fault twins: first must be a whole number from 1 on, not "some"`,
		"twins:at":              `fault twins: at must be a whole number from 1 on, not ""`,
		"slow:delay=2":          `fault slow: delay must be a duration such as 20h or 1s500ms, not "2"`,
		"slow:delay=-1s":        `not "-1s"`,
		"500:on=tickets":        `fault 500: zoom has no endpoint "tickets", only operation_logs, activity_logs, token`,
		"500:first=2,on=Tokens": `zoom has no endpoint "Tokens"`,
	} {
		_, err := mock.ParseFault(mock.Zoom, text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestAServerRefusesFaultsThatItsVendorDoesNotHave(t *testing.T) {
	_, err := mock.NewServer(mock.Zoom, mock.Options{Faults: []mock.Fault{{Name: mock.ForbiddenAudit}}})
	require.Equal(t, &mock.UnknownFaultError{Vendor: mock.Zoom, Name: mock.ForbiddenAudit}, err)
	_, err = mock.NewServer(mock.Zendesk, mock.Options{Faults: []mock.Fault{{Name: mock.Slow, On: "activity_logs"}}})
	require.Equal(t, &mock.UnknownEndpointError{Vendor: mock.Zendesk, Fault: mock.Slow, Endpoint: "activity_logs"}, err)
}

func TestSchedulesStrikeWhatTheyName(t *testing.T) {
	for text, want := range map[string][]int{
		"always":               {1, 2, 3, 4, 5, 6, 7, 8},
		"first=2":              {1, 2},
		"every=3":              {3, 6},
		"at=1,at=8":            {1, 8},
		"first=1,every=4,at=7": {1, 4, 7, 8},
	} {
		fault, err := mock.ParseFault(mock.Zoom, "500:"+text)
		require.NoError(t, err)
		require.Equal(t, text, fault.When.String())
		var struck []int
		for n := 1; n <= 8; n++ {
			if fault.When.Strikes(n) {
				struck = append(struck, n)
			}
		}
		require.Equal(t, want, struck, text)
	}
}

// Every fault is described well enough for --help, and named once.
func TestEveryKindOfFaultSaysWhatItDoes(t *testing.T) {
	for _, vendor := range []mock.Vendor{mock.Zoom, mock.Zendesk} {
		seen := map[string]bool{}
		for _, kind := range mock.Kinds(vendor) {
			require.NotEmpty(t, kind.Summary, kind.Name)
			require.NotEmpty(t, kind.Counts, kind.Name)
			require.NotEmpty(t, kind.Default.String(), "%s never strikes", kind.Name)
			require.False(t, seen[kind.Name], "%s is there twice", kind.Name)
			seen[kind.Name] = true
		}
		require.Len(t, mock.FaultNames(vendor), len(seen))
	}
	require.Contains(t, mock.FaultNames(mock.Zendesk), mock.OffsetDepth)
	require.NotContains(t, mock.FaultNames(mock.Zendesk), mock.TooManyDaily)
}
