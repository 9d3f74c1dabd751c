package mock_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/mock"
)

// midday is where the clock of these tests stands.
func midday() time.Time { return time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) }

// numbered adds a resource whose records are their numbers.
func numbered(t require.TestingT, resource mock.Resource, options mock.Options) (*mock.Server, *mock.Resource) {
	if options.Now == nil {
		options.Now = midday
	}
	server, err := mock.NewServer(mock.Zoom, options)
	require.NoError(t, err)
	resource.Name = "operation_logs"
	resource.Make = func(_ *mock.Feed, n int) []byte { return []byte(strconv.Itoa(n)) }
	return server, server.AddResource(resource)
}

func drawOptions(t *rapid.T) mock.Options {
	from := midday().Add(-time.Duration(rapid.IntRange(1, 1_000_000).Draw(t, "seconds of the span")) * time.Second)
	options := mock.Options{
		Seed:    rapid.Uint64().Draw(t, "seed"),
		Records: rapid.IntRange(1, 300).Draw(t, "records"),
		From:    from,
		Until:   midday().Add(time.Duration(rapid.IntRange(0, 100_000).Draw(t, "seconds ahead")) * time.Second),
	}
	for _, name := range []string{mock.Twins, mock.LateEvents, mock.Midnight} {
		if rapid.Bool().Draw(t, name) {
			options.Faults = append(options.Faults, mock.Fault{
				Name: name, When: mock.Schedule{Every: rapid.IntRange(1, 5).Draw(t, "every")},
			})
		}
	}
	return options
}

// Whatever goes wrong, records are numbered in the order of their time, between
// the bounds, and none is listed before it happened.
func TestRecordsAreNumberedInTheOrderOfTheirTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := drawOptions(t)
		_, feed := numbered(t, mock.Resource{}, options)
		for n := range options.Records {
			require.False(t, feed.Time(n).Before(options.From))
			require.False(t, feed.Time(n).After(options.Until))
			require.False(t, feed.Appears(n).Before(feed.Time(n)))
			if n > 0 {
				require.False(t, feed.Time(n).Before(feed.Time(n-1)), "record %d", n)
			}
		}
	})
}

func TestBetweenFindsWhatATimeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := drawOptions(t)
		_, feed := numbered(t, mock.Resource{}, options)
		from := feed.Time(rapid.IntRange(0, options.Records-1).Draw(t, "from"))
		until := feed.Time(rapid.IntRange(0, options.Records-1).Draw(t, "until"))
		low, high := feed.Between(from, until)
		for n := range options.Records {
			isWithin := !feed.Time(n).Before(from) && feed.Time(n).Before(until)
			require.Equal(t, isWithin, low <= n && n < high, "record %d", n)
		}
	})
}

// Pages up and pages down hold the same records, each once, whatever the size.
func TestPagesAddUpToTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := drawOptions(t)
		_, resource := numbered(t, mock.Resource{}, options)
		size := rapid.IntRange(1, 50).Draw(t, "size")
		var existing []int
		for n := range options.Records {
			if resource.Exists(n, midday()) {
				existing = append(existing, n)
			}
		}
		place := mock.Place{High: options.Records}
		require.Equal(t, len(existing), resource.CountExisting(place, midday()))

		var up []int
		for more := true; more; {
			var page []int
			page, more = resource.Collect(place, size, midday())
			up = append(up, page...)
			if more {
				require.Len(t, page, size)
				place.Low = page[size-1] + 1
			}
		}
		require.Equal(t, existing, up)

		place = mock.Place{High: options.Records, Descending: true}
		for more := true; more; {
			var page []int
			page, more = resource.Collect(place, size, midday())
			for _, n := range page {
				require.Equal(t, existing[len(existing)-1], n)
				existing = existing[:len(existing)-1]
				place.High = n
			}
		}
		require.Empty(t, existing)
	})
}

func TestManyRecordsShareASecond(t *testing.T) {
	_, feed := numbered(t, mock.Resource{}, mock.Options{Records: 1000})
	shared := 0
	for n := 1; n < 1000; n++ {
		if feed.Time(n).Equal(feed.Time(n - 1)) {
			shared++
		}
	}
	require.Greater(t, shared, 100)
	require.Less(t, shared, 900)
}

func TestARecordAppearsWhenItsLagIsOver(t *testing.T) {
	for name, test := range map[string]struct{ option, want time.Duration }{
		"that of the resource": {0, time.Minute},
		"that of the options":  {time.Hour, time.Hour},
		"none":                 {-1, 0},
	} {
		_, feed := numbered(t, mock.Resource{Lag: time.Minute}, mock.Options{Records: 9, Lag: test.option})
		require.Equal(t, test.want, feed.Appears(4).Sub(feed.Time(4)), name)
	}
}

func TestLateRecordsAppearLateWithTheirTrueTime(t *testing.T) {
	fault := mock.Fault{Name: mock.LateEvents, When: mock.Schedule{Every: 5}, Delay: 3 * time.Hour}
	prompt := mock.Options{Records: 20, Lag: -1}
	late := prompt
	late.Faults = []mock.Fault{fault}
	_, feed := numbered(t, mock.Resource{}, prompt)
	_, lateFeed := numbered(t, mock.Resource{}, late)
	for n := range 20 {
		require.Equal(t, feed.Time(n), lateFeed.Time(n))
		want := time.Duration(0)
		if n%5 == 4 {
			want = 3 * time.Hour
		}
		require.Equal(t, want, lateFeed.Appears(n).Sub(lateFeed.Time(n)), "record %d", n)
	}
	_, inOrder := numbered(t, mock.Resource{InOrder: true}, late)
	require.Zero(t, inOrder.Appears(4).Sub(inOrder.Time(4)))
}

func TestTheLastRecordsOfADayAppearWhenItIsOver(t *testing.T) {
	_, feed := numbered(t, mock.Resource{}, mock.Options{
		Records: 48 * 60, From: midday().Add(-48 * time.Hour), Until: midday(), Lag: -1,
		Faults: []mock.Fault{{Name: mock.Midnight, Delay: 10 * time.Minute}},
	})
	held := 0
	for n := range feed.Count {
		happened, appears := feed.Time(n), feed.Appears(n)
		if happened.Hour() == 23 && happened.Minute() >= 50 {
			held++
			require.Equal(t, happened.Truncate(24*time.Hour).Add(24*time.Hour+10*time.Minute), appears)
		} else {
			require.Equal(t, happened, appears)
		}
	}
	require.Greater(t, held, 10, "two midnights, a record a minute, some of them in bursts")
}

// Without ids twins are two records; with ids they are one that is listed twice.
func TestTwinsCountByWhetherRecordsHaveIDs(t *testing.T) {
	options := mock.Options{
		Records: 12, Until: midday().Add(-time.Hour),
		Faults: []mock.Fault{{Name: mock.Twins, When: mock.Schedule{Every: 2}}},
	}
	server, resource := numbered(t, mock.Resource{}, options)
	require.Equal(t, []string{"0", "1", "2", "2", "4", "5", "6", "6", "8", "9", "10", "10"}, read(server.All("operation_logs")))
	resource.MarkServed([]int{1, 2, 3, 6, 11})
	require.Equal(t, []string{"1", "2", "2", "6", "10"}, read(server.Served("operation_logs")))

	server, resource = numbered(t, mock.Resource{HasIDs: true}, options)
	require.Equal(t, []string{"0", "1", "2", "4", "5", "6", "8", "9", "10"}, read(server.All("operation_logs")))
	resource.MarkServed([]int{1, 2, 3, 6, 11})
	require.Equal(t, []string{"1", "2", "6", "10"}, read(server.Served("operation_logs")))
}

func TestAResourceThatIsNotThereHasNoRecords(t *testing.T) {
	server, _ := numbered(t, mock.Resource{}, mock.Options{Records: 3})
	require.Empty(t, read(server.All("tickets")))
	require.Empty(t, read(server.Served("tickets")))
}

func TestRecordsCannotEndBeforeTheyBegin(t *testing.T) {
	_, err := mock.NewServer(mock.Zoom, mock.Options{From: midday(), Until: midday().Add(-time.Second)})
	require.EqualError(t, err, "the records end (2026-03-12T11:59:59Z) before they begin (2026-03-12T12:00:00Z)")
}

func read(records func(func([]byte) bool)) []string {
	var texts []string
	for record := range records {
		texts = append(texts, string(record))
	}
	return texts
}
