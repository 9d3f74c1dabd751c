package report_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/report"
	"github.com/udmap/udmap/udm"
)

func annotated(t *testing.T, finding udm.Diagnostic) string {
	t.Helper()
	var text strings.Builder
	printer := report.NewGitHub(&text, report.Artifacts{Root: "/work/tables", NotAFile: "standard input"})
	require.NoError(t, printer.Print(finding, nil))
	require.NoError(t, printer.Close())
	return text.String()
}

func TestGitHubAnnotatesALine(t *testing.T) {
	require.Equal(t, "::error file=door.yaml,line=2,col=9,title=UDM001::"+
		`no such field: no field "usr" in Noun (row D4, target.usr)%0Ahint: did you mean user?`+"\n", annotated(t, finding()))
}

func TestGitHubHasACommandForEachSeverity(t *testing.T) {
	for severity, command := range map[udm.Severity]string{
		udm.SeverityError: "error", udm.SeverityWarning: "warning", udm.SeverityNote: "notice",
	} {
		odd := udm.Diagnostic{ID: "UDM002", Severity: severity, Summary: "odd"}
		require.Equal(t, "::"+command+" title=UDM002::odd\n", annotated(t, odd))
	}
}

// TestGitHubIsGivenOneCommand whatever a stranger wrote into a value or a
// file's name.
func TestGitHubIsGivenOneCommand(t *testing.T) {
	hostile := finding()
	hostile.Position.File = "a,b:c%0A\n::error::d\r.yaml"
	hostile.Summary = "100%\r\n::set-env name=PATH::x"
	hostile.Detail, hostile.Hint, hostile.Row, hostile.Field = "", "", "", ""
	require.Equal(t, `::error file=a%2Cb%3Ac%250A%0A%3A%3Aerror%3A%3Ad%0D.yaml,line=2,col=9,title=UDM001::`+
		`100%25\r\n::set-env name=PATH::x`+"\n", annotated(t, hostile))
}

func TestGitHubOfStandardInputHasNoFile(t *testing.T) {
	piped := finding()
	piped.Position.File = "standard input"
	require.True(t, strings.HasPrefix(annotated(t, piped), "::error title=UDM001::no such field"))
}
