package overview

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// timelineOf counts events at times, all of one type.
func timelineOf(moments ...string) Timeline {
	var t timeline
	for _, moment := range moments {
		t.add(moment, "USER_LOGIN")
	}
	return t.summary()
}

func TestStepsHaveTheWidthThatFits(t *testing.T) {
	for last, want := range map[string]int64{
		"2026-03-12T06:15:00Z": 60,
		"2026-03-12T08:00:00Z": 600,
		"2026-03-13T06:00:00Z": 3600,
		"2026-03-20T06:00:00Z": 6 * 3600,
		"2026-04-20T06:00:00Z": 86400,
		"2026-12-31T06:00:00Z": 7 * 86400,
		"2029-12-31T06:00:00Z": 28 * 86400,
		"2050-12-31T06:00:00Z": 364 * 86400,
	} {
		timeline := timelineOf("2026-03-12T06:14:27Z", last)
		require.Equal(t, want, timeline.Width, last)
		require.LessOrEqual(t, len(timeline.Steps), maxSteps)
		require.Equal(t, int64(1), timeline.Steps[0].Events["USER_LOGIN"])
		require.Equal(t, int64(1), timeline.Steps[len(timeline.Steps)-1].Events["USER_LOGIN"])
	}
}

func TestAWeekBeginsOnMonday(t *testing.T) {
	timeline := timelineOf("2026-03-12T06:14:27Z", "2026-12-31T06:00:00Z")
	require.Equal(t, time.Monday, timeline.Steps[0].Start.Weekday())
	require.Equal(t, "2026-03-09", timeline.Steps[0].Start.Format(time.DateOnly))
}

func TestAnEventIsInItsStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "second"), 0).UTC()
		timeline := timelineOf(moment.Format(time.RFC3339), moment.Add(100*24*time.Hour).Format(time.RFC3339))
		first := timeline.Steps[0]
		require.Equal(t, int64(1), first.Events["USER_LOGIN"])
		require.False(t, moment.Before(first.Start), "%s begins behind %s", first.Start, moment)
		require.True(t, moment.Before(first.Start.Add(time.Duration(timeline.Width)*time.Second)))
	})
}

// One clock that is wrong must not squeeze a month into one column.
func TestAFewEventsFarAwayLeaveRoom(t *testing.T) {
	moments := []string{"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "nonsense"}
	for i := range 1000 {
		moments = append(moments, time.Date(2026, 3, 1, 0, 5*i, 0, 0, time.UTC).Format(time.RFC3339))
	}
	timeline := timelineOf(moments...)
	require.Equal(t, int64(6*3600), timeline.Width)
	require.GreaterOrEqual(t, timeline.Outside, int64(3))
	require.LessOrEqual(t, timeline.Outside, int64(3+2*1002/farAwayShare))
	require.Equal(t, int64(1003), drawn(timeline)+timeline.Outside)
}

func drawn(timeline Timeline) int64 {
	sum := int64(0)
	for _, step := range timeline.Steps {
		sum += total(step)
	}
	return sum
}

func TestTheOrderOfEventsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.SliceOfN(rapid.Int64Range(-62135596800, 253402300799), 0, 50).Draw(t, "seconds")
		near := rapid.SliceOfN(rapid.Int64Range(1773296067, 1773296067+90*86400), 0, 200).Draw(t, "near")
		var moments []string
		for _, second := range append(seconds, near...) {
			moments = append(moments, time.Unix(second, 0).UTC().Format(time.RFC3339))
		}
		one := timelineOf(moments...)
		require.Equal(t, int64(len(moments)), drawn(one)+one.Outside)
		random := rand.New(rand.NewPCG(1, uint64(len(moments))))
		random.Shuffle(len(moments), func(i, j int) { moments[i], moments[j] = moments[j], moments[i] })
		require.Equal(t, one, timelineOf(moments...))
	})
}

func TestATimelineStaysSmall(t *testing.T) {
	var forward, backward timeline
	const events = 20 * maxCells
	at := func(i int) string {
		return time.Date(2020, 1, 1, 0, 7*i, 0, 0, time.UTC).Format(time.RFC3339)
	}
	for i := range events {
		forward.add(at(i), fmt.Sprint("TYPE_", i%3))
		backward.add(at(events-1-i), fmt.Sprint("TYPE_", (events-1-i)%3))
		require.LessOrEqual(t, len(forward.cells), maxCells)
	}
	require.Equal(t, forward.summary(), backward.summary())
}

func TestTheMostFrequentAreFoundInLittleMemory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const most = 20
		found := newFrequent(most)
		exact := map[string]int64{}
		count := int64(0)
		for _, number := range rapid.SliceOfN(rapid.IntRange(0, 60), 0, 600).Draw(t, "numbers") {
			value := fmt.Sprint(number * number % 61)
			found.add("field", value)
			exact[value]++
			count++
		}
		require.LessOrEqual(t, len(found.byName), most)
		require.Len(t, found.least, len(found.byName))
		top, excess := found.top(most)
		require.LessOrEqual(t, excess, count/most, "as the paper proves")
		if len(exact) <= most {
			require.Zero(t, excess)
			require.Len(t, top, len(exact))
		}
		listed := map[string]bool{}
		for _, one := range top {
			listed[one.Value] = true
			require.GreaterOrEqual(t, one.Events, exact[one.Value])
			require.LessOrEqual(t, one.Events-excess, exact[one.Value])
		}
		for value, events := range exact {
			require.True(t, listed[value] || events <= excess, "%s with %d events is lost", value, events)
		}
	})
}

func TestTheLeastFrequentMakesRoom(t *testing.T) {
	found := newFrequent(2)
	found.add("field", "often")
	found.add("field", "once")
	for range 99 {
		found.add("field", "often")
	}
	found.add("field", "later")
	top, excess := found.top(2)
	require.Equal(t, []Principal{{"field", "often", 100}, {"field", "later", 2}}, top)
	require.Equal(t, int64(1), excess)
}

func TestLongTextsAreCutAtACharacter(t *testing.T) {
	require.Equal(t, strings.Repeat("ä", 100)+"…", shorten(strings.Repeat("ä", 150)))
	require.Equal(t, "x"+strings.Repeat("ä", 99)+"…", shorten("x"+strings.Repeat("ä", 150)))
}
