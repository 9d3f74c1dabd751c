package golden

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const optionTable = `-- door_log.yaml --
table: door_log
log_type: DOOR_LOG
options:
  names: {default: keep, choices: [keep, drop]}
rows:
  - {id: D1, from: at, to: metadata.event_timestamp, required: true}
  - {id: D2, value: ACME, to: metadata.vendor_name}
  - {id: D3, value: Door, to: metadata.product_name}
  - {id: D4, from: holder, to: principal.user.user_display_name, when: {is: {$names: keep}}}
event_type:
  - {id: D5, value: GENERIC_EVENT}
-- in.jsonl --
{"at":1773296067,"holder":"Jo"}
`

func TestACaseChoosesForTheOptionsOfItsTables(t *testing.T) {
	for choice, holder := range map[string]string{"names=keep": "Jo", "names=drop": ""} {
		c, err := Parse("doors.txtar", []byte("Title\n"+optionTable+"-- options --\noption: "+choice+"\n"))
		require.NoError(t, err)
		result, err := builtInRunner(t).Run(t.Context(), c)
		require.NoError(t, err)
		if holder == "" {
			require.NotContains(t, result.sections[sectionEvents], "principal")
		} else {
			require.Contains(t, result.sections[sectionEvents], holder)
		}
	}
}

func TestACaseThatChoosesForNoOptionIsAnError(t *testing.T) {
	for options, want := range map[string]string{
		optionTable + "-- options --\noption: nmaes=drop\n":    `doors.txtar:16: no table has an option "nmaes"`,
		"-- in.jsonl --\n{}\n-- options --\noption: x=y\n":     `doors.txtar:4: no table has an option "x"`,
		optionTable + "-- options --\noption: names=shorten\n": `"shorten" is no choice of the option "names"`,
	} {
		c, err := Parse("doors.txtar", []byte("Title\n"+options))
		require.NoError(t, err)
		_, err = builtInRunner(t).Run(t.Context(), c)
		require.ErrorContains(t, err, want)
	}
}
