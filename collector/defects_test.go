package collector_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the scripts that Google publishes get wrong so that records are lost or
// doubled, or collecting stops, and the test that fails if we do it, too. The
// numbers are those of the lists that the collectors were planned by.

func defectsOfZoomsScript() map[int]string {
	return map[int]string{
		1:  "TestRecordsKeepTheirBytes",                       // records parted by the letter n
		2:  "TestMidnightDuringARun",                          // the day is asked for again after reading
		3:  "TestLateRecordsAreFound",                         // yesterday is read once more, then never
		4:  "TestZoomIsCollected",                             // today is written again on each run
		5:  "TestABudget",                                     // progress is saved only at the end
		6:  "TestZoomFaultsThatPass",                          // a page token that has expired
		7:  "TestTheStateLiesBesideTheObjects",                // the state among the logs
		8:  "TestAStateThatCannotBeUsed",                      // any failure to read the state starts at today
		9:  "TestOnlyAMissingStateIsAFirstRun",                // missing and forbidden look the same
		10: "TestDefaultsAreThoseOfTheScripts",                // no start can be chosen
		11: "TestAfterAnOutageAllDaysAreReadInOneRun",         // one day a run
		12: "TestZoomFaultsThatPass",                          // no retries
		13: "TestAQuotaOfTheDayEndsTheRunAndSaysWhenItResets", // rate limits are not heeded
		14: "TestARunCanBeKilledAnywhere",                     // repeated invocations write again
		16: "TestZoomFaultsThatStay",                          // an answer without its list counts as an empty day
		17: "TestZoomFaultsThatStay",                          // a page token that repeats
		19: "TestObjectsAreNamedByWhatTheyHold",               // random keys
		20: "TestTwoRunsAtOnce",                               // the state is overwritten blindly
		21: "TestAStateThatCannotBeUsed",                      // a cursor that is null
		22: "TestDaysOfAnotherTimeZone",                       // the time zone of days
		24: "TestObjectsAreNamedByWhatTheyHold",               // gzip with the time in it
		26: "TestSecretsFromFiles",                            // secrets in variables only
		29: "TestEverythingWrongIsToldAtOnce",                 // settings are not checked
		30: "TestOneResourceDoesNotStopAnother",               // ok whatever happened
	}
}

func defectsOfZendesksScript() map[int]string {
	return map[int]string{
		1:  "TestAuditLogsGoOnWhereARunStopped",         // pages by number, backwards
		2:  "TestZendeskFaultsThatPass",                 // offset pages end, and with them everything
		3:  "TestTheStateOfZendesksScriptIsTakenOver",   // the end of the walk is its beginning
		4:  "TestTicketsGoOnFromTheirCursor",            // links.next, which is not there
		5:  "TestTicketsGoOnFromTheirCursor",            // what lies between two runs
		6:  "TestObjectsAreNamedByWhatTheyHold",         // two pages in a second, one key
		7:  "TestARunCanBeKilledAnywhere",               // the state is saved at the very end
		8:  "TestForbiddenAuditLogsLeaveTicketsRunning", // one failure stops both
		9:  "TestAStateThatCannotBeUsed",                // any failure to read the state starts anew
		10: "TestOnlyAMissingStateIsAFirstRun",          // missing and forbidden look the same
		11: "TestTheStateLiesBesideTheObjects",          // the state among the logs
		12: "TestZendeskIsCollected",                    // pages, not records
		13: "TestTheStateLiesBesideTheObjects",          // two slashes
		14: "TestZendeskFaultsThatPass",                 // failures amid a body
		15: "TestRetryAfterInEveryForm",                 // forms of Retry-After; buckets: TestPace
		16: "TestForbiddenAuditLogsLeaveTicketsRunning", // what the API says is dropped
		17: "TestTicketsGoOnFromTheirCursor",            // the page limit is silent
		18: "TestWaysToAuthenticate",                    // credentials that do not go together
		20: "TestTheStateOfZendesksScriptIsTakenOver",   // links of the state are followed
		21: "TestTwoRunsAtOnce",                         // no guard against two runs
		22: "TestEverythingWrongIsToldAtOnce",           // any base URL
		24: "TestDefaultsAreThoseOfTheScripts",          // one start for all
	}
}

// Every defect that loses, doubles or stops has its test, and the test is there.
func TestEveryDefectHasItsTest(t *testing.T) {
	tests := testNames(t)
	for _, list := range []struct {
		defects map[int]string
		grave   []int // those that lose, double or stop
	}{
		{defectsOfZoomsScript(), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 17, 19, 20, 21}},
		{defectsOfZendesksScript(), []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}},
	} {
		for _, number := range list.grave {
			require.Contains(t, list.defects, number)
		}
		for number, name := range list.defects {
			require.Contains(t, tests, name, "of defect %d", number)
		}
	}
}

// testNames are the tests of this folder.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, err := fs.Glob(os.DirFS("."), "*_test.go")
	require.NoError(t, err)
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		require.NoError(t, err)
		for _, declaration := range file.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok && strings.HasPrefix(function.Name.Name, "Test") {
				names[function.Name.Name] = true
			}
		}
	}
	return names
}
