package mockzendesk

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/udmap/udmap/internal/mock"
)

// Records have ids in steps, so that several cursors can stand for one place:
// the id of the record before it, or one that nobody has.
const (
	firstID = 54_337_476_015_252
	idStep  = 16
)

// idOf is the id of record n.
func idOf(n int) int64 { return firstID + idStep*int64(n) }

// numberOf is the number of the record with the id, or of the last one below it.
func numberOf(id int64) int { return int((id-firstID+idStep)/idStep) - 1 }

// afterEmptyPage returns an id that stands for the same place as the id of a
// cursor and was not used there yet. ok is false when there is none left, so that
// a page with records has to come.
func afterEmptyPage(id int64) (next int64, ok bool) {
	return id + 1, numberOf(id+1) == numberOf(id)
}

// keyset is the cursor of lists: the order, and the time and id of the record
// behind which a page begins. It has the form of the cursors that Zendesk was
// seen to make, is a position and no session, and so never expires.
type keyset struct {
	Order  string `json:"o"`
	Values []byte `json:"v"` // d and the time, i and the id; both 8 bytes, the lowest first
}

// keysetCursor writes the cursor of a place in an order.
func keysetCursor(order string, happened time.Time, id int64) string {
	values := binary.LittleEndian.AppendUint64([]byte{'d'}, uint64(happened.Unix()))
	values = binary.LittleEndian.AppendUint64(append(values, 'i'), uint64(id))
	text, err := json.Marshal(keyset{Order: order, Values: values})
	if err != nil {
		return "" // two plain fields: cannot happen
	}
	return base64.StdEncoding.EncodeToString(text)
}

// readKeyset returns the id in a cursor of the order.
func readKeyset(cursor, order string) (id int64, ok bool) {
	const size = 18
	text, err := base64.StdEncoding.DecodeString(cursor)
	if err != nil {
		return 0, false
	}
	var place keyset
	if json.Unmarshal(text, &place) != nil || place.Order != order || len(place.Values) != size {
		return 0, false
	}
	return int64(binary.LittleEndian.Uint64(place.Values[10:])), true
}

// exportCursor writes the cursor of a place in the incremental export. It has
// the form of those that Zendesk was seen to make.
func exportCursor(generated time.Time, id int64) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%d.0||%d|", generated.Unix(), id))
}

// readExportCursor returns the id in a cursor of the incremental export.
func readExportCursor(cursor string) (id int64, ok bool) {
	text, err := base64.StdEncoding.DecodeString(cursor)
	if err != nil {
		return 0, false
	}
	var seconds int64
	_, err = fmt.Sscanf(strings.TrimSuffix(string(text), "|"), "%d.0||%d", &seconds, &id)
	return id, err == nil && id >= firstID-idStep
}

// badCursor refuses the cursor of a request.
func badCursor(call mock.Call) mock.Answer {
	parameter := "cursor"
	for _, name := range []string{"page[after]", "page[before]"} {
		if call.URL.Query().Has(name) {
			parameter = name
		}
	}
	return badPagination(parameter)
}

// badPagination refuses a parameter that has to do with pages.
func badPagination(parameter string) mock.Answer {
	return described(http.StatusBadRequest, "InvalidPaginationParameter", parameter+" is not valid")
}
