package reprocess_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/reprocess"
)

func survey(b *bucket) reprocess.Survey {
	return reprocess.Survey{
		Raw: b, Events: b, Rejected: b, Prefix: "zoom/", UDMPrefix: "udm/", RejectedPrefix: "rejected/",
		StateKeys: []string{"zoom/cursor.json"},
		Limits:    reprocess.Limits{Tables: map[string]int{"zoom_operation_logs": 3, "zoom_activities": 2}},
	}
}

// made is the metadata of an output.
func made(source, tables, versions string) map[string]string {
	metadata := map[string]string{"source-etag": source, "converter": "0123456789abcdef"}
	if tables != "" {
		metadata["table"], metadata["table-version"] = tables, versions
	}
	return metadata
}

func refused(source string) map[string]string {
	metadata := made(source, "", "")
	metadata["refused"] = "it is too large"
	return metadata
}

func classes(t *testing.T, s reprocess.Survey) map[string]reprocess.Class {
	t.Helper()
	found := map[string]reprocess.Class{}
	for object, err := range s.Objects(t.Context()) {
		require.NoError(t, err)
		found[object.Key] = object.Class
	}
	return found
}

func TestEachRawObjectHasItsClass(t *testing.T) {
	t.Parallel()
	for name, given := range map[string]struct {
		events, rejected map[string]string // metadata; nil if there is no such object
		want             reprocess.Class
	}{
		"below the version":          {made("raw", "zoom_operation_logs", "2"), nil, reprocess.Older},
		"of the version":             {made("raw", "zoom_operation_logs", "3"), nil, reprocess.Current},
		"above the version":          {made("raw", "zoom_operation_logs", "11"), nil, reprocess.Current},
		"the second of two is older": {made("raw", "zoom_activities zoom_operation_logs", "2 2"), nil, reprocess.Older},
		"both are new":               {made("raw", "zoom_activities zoom_operation_logs", "2 3"), nil, reprocess.Current},
		"another table":              {made("raw", "zendesk_tickets", "1"), nil, reprocess.Current},
		"another content":            {made("before", "zoom_operation_logs", "3"), nil, reprocess.Changed},
		"another content, older":     {made("before", "zoom_operation_logs", "2"), nil, reprocess.Changed},
		"nothing":                    {nil, nil, reprocess.Missing},
		"died before the events":     {nil, made("raw", "zoom_operation_logs", "2"), reprocess.Missing},
		"refused":                    {nil, refused("raw"), reprocess.Refused},
		"refused, events of before":  {made("before", "zoom_operation_logs", "2"), refused("raw"), reprocess.Refused},
		"was refused before":         {nil, refused("before"), reprocess.Missing},
		"all rejected":               {made("raw", "", ""), made("raw", "", ""), reprocess.Unmapped},
		"no metadata":                {map[string]string{}, nil, reprocess.Unknown},
		"a version too few":          {made("raw", "zoom_activities zoom_operation_logs", "2"), nil, reprocess.Unknown},
		"no number":                  {made("raw", "zoom_operation_logs", "two"), nil, reprocess.Unknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &bucket{}
			b.put("zoom/a.json.gz", "raw", nil)
			if given.events != nil {
				b.put("udm/zoom/a.udm.jsonl.gz", "events", given.events)
			}
			if given.rejected != nil {
				b.put("rejected/zoom/a.rejected.jsonl.gz", "rejected", given.rejected)
			}
			require.Equal(t, map[string]reprocess.Class{"zoom/a.json.gz": given.want}, classes(t, survey(b)))
		})
	}
}

func TestABareVersionIsThatOfAnyOtherTable(t *testing.T) {
	t.Parallel()
	b := &bucket{}
	for key, table := range map[string]string{"a": "zoom_operation_logs", "b": "zendesk_tickets"} {
		b.put("zoom/"+key, "raw", nil)
		b.put("udm/zoom/"+key+".udm.jsonl.gz", "events", made("raw", table, "4"))
	}
	s := survey(b)
	s.Limits.Any = 5
	require.Equal(t, map[string]reprocess.Class{"zoom/a": reprocess.Current, "zoom/b": reprocess.Older}, classes(t, s))
}

func TestWhatIsNoRawObjectIsLeftOut(t *testing.T) {
	t.Parallel()
	b := &bucket{}
	for _, key := range []string{
		"zoom/", "zoom/cursor.json", "zoom/state.json", "zoom/operationlogs/state.json", "zoom/operationlogs.state.json",
		"zoom/operationlogs.state.backfill-2026-10-01-2026-10-08.json", "zoom/a.udm.jsonl.gz", "zoom/a.rejected.jsonl.gz",
		"zoom2/a.json", "zendesk/a.json", "zoom/raw/estate.json",
	} {
		b.put(key, "raw", nil)
	}
	empty := b.objects["zoom/"]
	empty.Key, empty.Size = "zoom/empty.json", 0
	b.objects["zoom/empty.json"] = empty
	require.Equal(t, map[string]reprocess.Class{"zoom/raw/estate.json": reprocess.Missing}, classes(t, survey(b)))
}

func TestMostObjectsTakeOneHead(t *testing.T) {
	t.Parallel()
	b := &bucket{}
	b.put("zoom/a", "raw", nil)
	b.put("udm/zoom/a.udm.jsonl.gz", "events", made("raw", "zoom_operation_logs", "2"))
	classes(t, survey(b))
	require.Equal(t, int64(1), b.heads.Load())
}

// Sixteen objects are looked at together, no more, and however long each takes,
// they come in the order of their keys.
func TestObjectsAreLookedAtTogetherAndComeInOrder(t *testing.T) {
	t.Parallel()
	const objects, together = 200, 16
	var begun sync.WaitGroup
	begun.Add(together)
	b := &bucket{}
	var started atomic.Int64
	b.during = func(context.Context, string) {
		if started.Add(1) <= together {
			begun.Done()
			begun.Wait() // nobody goes on before so many have begun
		}
	}
	for i := range objects {
		key := fmt.Sprintf("zoom/%03d", i)
		b.put(key, "raw", nil)
		b.put("udm/"+key+".udm.jsonl.gz", "events", made("raw", "zoom_operation_logs", "2"))
	}
	i := 0
	for object, err := range survey(b).Objects(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("zoom/%03d", i), object.Key)
		i++
	}
	require.Equal(t, objects, i)
	require.Equal(t, int64(together), b.most.Load())
}

// However many objects there are, the list is read only as far ahead as objects
// are looked at together: memory does not grow with their number.
func TestTheListIsNotReadFarAhead(t *testing.T) {
	t.Parallel()
	const objects, together = 50_000, 16
	endless := &countedList{objects: objects}
	s := survey(&bucket{})
	s.Raw = endless
	given := int64(0)
	for _, err := range s.Objects(t.Context()) {
		require.NoError(t, err)
		given++
		if ahead := endless.listed.Load() - given; ahead > together {
			t.Fatalf("%d objects are listed ahead, more than %d", ahead, together)
		}
	}
	require.Equal(t, int64(objects), given)
}

func TestASurveyEndsWithTheFirstError(t *testing.T) {
	t.Parallel()
	for _, broken := range []string{"zoom/050", "udm/zoom/050.udm.jsonl.gz", "rejected/zoom/050.rejected.jsonl.gz"} {
		b := &bucket{broken: broken}
		for i := range 100 {
			b.put(fmt.Sprintf("zoom/%03d", i), "raw", nil)
		}
		found := 0
		var last error
		for _, err := range survey(b).Objects(t.Context()) {
			require.NoError(t, last, "nothing comes behind an error")
			if last = err; err == nil {
				found++
			}
		}
		require.ErrorIs(t, last, errBroken, broken)
		require.Equal(t, 50, found, broken)
	}
}

func TestAnInterruptedSurveyIsNotTakenForAWholeOne(t *testing.T) {
	t.Parallel()
	b := &bucket{}
	for i := range 100 {
		b.put(fmt.Sprintf("zoom/%03d", i), "raw", nil)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	for object, err := range survey(b).Objects(ctx) {
		if object.Key == "zoom/010" {
			cancel()
		}
		last = err
	}
	require.ErrorIs(t, last, context.Canceled)
	require.Zero(t, b.now.Load(), "nobody is left who looks")
}

func TestWhoeverHasEnoughMayStop(t *testing.T) {
	t.Parallel()
	b := &bucket{}
	b.during = func(ctx context.Context, key string) {
		if !strings.Contains(key, "/000.") {
			<-ctx.Done()
			time.Sleep(10 * time.Millisecond) // long enough to be seen, if nobody waits for it
		}
	}
	for i := range 1000 {
		b.put(fmt.Sprintf("zoom/%03d", i), "raw", nil)
	}
	for _, err := range survey(b).Objects(t.Context()) {
		require.NoError(t, err)
		for b.now.Load() == 0 {
			runtime.Gosched() // until others are looked at
		}
		break
	}
	require.Less(t, b.heads.Load(), int64(100))
	require.Zero(t, b.now.Load(), "nobody is left who looks")
}
