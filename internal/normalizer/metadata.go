package normalizer

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/parser"
)

// The names in the metadata of an output.
const (
	metaSourceTag     = "source-etag"
	metaSourceVersion = "source-version-id"
	metaTable         = "table"         // names of the tables that mapped a record, with a space between
	metaTableVersion  = "table-version" // their versions, in the same order
	metaConverter     = "converter"     // stands for the program and all its tables
	metaRecords       = "records"
	metaEvents        = "events"
	metaRejected      = "rejected"
	metaSkipped       = "skipped"
	metaRefused       = "refused" // why the object was rejected as a whole
)

// catalogFacts is what outputs say of the tables that made them.
type catalogFacts struct {
	versions  map[string]int // by name of the table
	converter string
}

func describeCatalog(catalog *parser.Catalog, version string) catalogFacts {
	facts := catalogFacts{versions: map[string]int{}}
	hash := sha256.New()
	fmt.Fprintln(hash, version)
	for _, plan := range catalog.Plans() {
		table := plan.Table()
		facts.versions[table.Name] = table.Version
		fmt.Fprintln(hash, table.Name, table.Version)
	}
	facts.converter = hex.EncodeToString(hash.Sum(nil))[:16]
	return facts
}

// metadata is that of both outputs of an object.
func (f catalogFacts) metadata(source objectstore.Info, draft draft) map[string]string {
	metadata := map[string]string{
		metaSourceTag: sourceTag(source),
		metaConverter: f.converter,
		metaRecords:   strconv.FormatInt(draft.ledger.Records, 10),
		metaEvents:    strconv.FormatInt(draft.ledger.Events, 10),
		metaRejected:  strconv.FormatInt(draft.ledger.Rejected, 10),
		metaSkipped:   strconv.FormatInt(draft.ledger.Skipped, 10),
	}
	tables := slices.Sorted(maps.Keys(draft.ledger.Tables))
	versions := make([]string, len(tables))
	for i, table := range tables {
		versions[i] = strconv.Itoa(f.versions[table])
	}
	for name, value := range map[string]string{
		metaSourceVersion: source.VersionID,
		metaTable:         strings.Join(tables, " "),
		metaTableVersion:  strings.Join(versions, " "),
		metaRefused:       draft.refusal,
	} {
		if value != "" {
			metadata[name] = value
		}
	}
	return metadata
}

// judge tells whether the outputs that were found are those of this object and
// of this program, and if so, what became of the object then. A rejected object
// of an earlier content makes them others: whoever wrote it was overtaken, or
// died before it came to the events.
func (f catalogFacts) judge(source objectstore.Info, found standing) (outcome Outcome, current bool) {
	made := func(output objectstore.Info) bool {
		return output.Tag != "" && output.Metadata[metaSourceTag] == sourceTag(source) &&
			output.Metadata[metaSourceVersion] == source.VersionID && output.Metadata[metaConverter] == f.converter
	}
	if found.rejected.Tag != "" && !made(found.rejected) {
		return Outcome{}, false
	}
	if refusal := found.rejected.Metadata[metaRefused]; refusal != "" {
		return Outcome{Status: Refused, Reason: refusal}, true
	}
	return Outcome{Status: Current}, made(found.events)
}

// sourceTag is the tag without the quotation marks that S3 puts around it.
func sourceTag(source objectstore.Info) string { return strings.Trim(source.Tag, `"`) }
