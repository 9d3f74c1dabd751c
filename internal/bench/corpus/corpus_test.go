package corpus_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/bench/corpus"
)

// Figures of different days can be compared only if the corpus stays the same.
func TestCorpusDoesNotDrift(t *testing.T) {
	digest := func(options corpus.Options) string {
		sum := sha256.Sum256(corpus.Lines(options, 2000))
		return hex.EncodeToString(sum[:8])
	}

	require.Equal(t, "b0a0c0977045f92a", digest(corpus.Options{}))
	require.Equal(t, "72cde3968fdedfcd", digest(corpus.Options{ShuffleFields: true}))
	require.Equal(t, "97dd042d745f97c1", digest(corpus.Options{RejectedPercent: 20}))
	require.NotEqual(t, digest(corpus.Options{}), digest(corpus.Options{Seed: 1}))
}

func TestRecordsLookLikeTheCollectors(t *testing.T) {
	const count = 20_000
	records := corpus.Records(corpus.Options{}, count)
	categories := map[string]float64{}
	var size, machines, nobody, arrays float64
	for _, raw := range records {
		record := decode(t, raw)
		require.Len(t, record, 5)
		size += float64(len(raw) + 1)
		categories[record["category_type"]]++
		switch operator := record["operator"]; {
		case operator == "":
			nobody++
		case !strings.Contains(operator, "@"):
			machines++
		}
		if strings.HasSuffix(record["operation_detail"], "]") {
			arrays++
			requireArray(t, record["operation_detail"])
		}
	}

	share := func(part float64) float64 { return math.Round(100 * part / count) }
	require.InDelta(t, 267, size/count, 4, "bytes a record")
	require.InDelta(t, 70, share(categories["User"]), 1)
	require.InDelta(t, 10, share(categories["Role"]), 1)
	require.InDelta(t, 5, share(arrays), 1)
	require.InDelta(t, 4, share(machines), 1)
	require.InDelta(t, 0.5, 100*nobody/count, 0.3)
}

func TestShuffledRecordsSayTheSame(t *testing.T) {
	plain := corpus.Records(corpus.Options{}, 200)
	shuffled := corpus.Records(corpus.Options{ShuffleFields: true}, 200)
	orders := map[string]bool{}
	for i := range plain {
		require.JSONEq(t, string(plain[i]), string(shuffled[i]))
		first, _, _ := strings.Cut(string(shuffled[i]), ":")
		orders[first] = true
	}

	require.Len(t, orders, 5, "every field comes first somewhere")
}

func TestSpoiledRecordsStandAmongTheSameOthers(t *testing.T) {
	const count = 5000
	plain := corpus.Records(corpus.Options{}, count)
	mixed := corpus.Records(corpus.Options{RejectedPercent: 20}, count)
	same := 0.0
	for i := range plain {
		if string(plain[i]) == string(mixed[i]) {
			same++
		}
	}

	require.InDelta(t, 80, 100*same/count, 2)
}

func decode(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	var record map[string]string
	require.NoError(t, json.Unmarshal(raw, &record), "%s", raw)
	return record
}

func requireArray(t *testing.T, detail string) {
	t.Helper()
	var elements []struct{ UserID, Assistant, Options string }
	require.NoError(t, json.Unmarshal([]byte(detail[strings.Index(detail, "["):]), &elements))
	require.Contains(t, elements[0].Assistant, "@example.com")
	require.Len(t, elements[0].UserID, 22)
}
