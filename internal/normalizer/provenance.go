package normalizer

import (
	"strconv"
	"strings"

	"github.com/udmap/udmap/internal/objectstore"
)

// Provenance is what the metadata of an output says of how it was made.
type Provenance struct {
	Tables  map[string]int // versions of the tables that mapped a record, by name
	Refused string         // why the raw object was rejected as a whole; empty if it was not

	sourceTag string
}

// ReadProvenance reads the metadata of an output. It is not known if there is
// none, or none that a normalizer writes.
func ReadProvenance(output objectstore.Info) (provenance Provenance, known bool) {
	metadata := output.Metadata
	names, versions := strings.Fields(metadata[metaTable]), strings.Fields(metadata[metaTableVersion])
	if metadata[metaSourceTag] == "" || len(names) != len(versions) {
		return Provenance{}, false
	}
	provenance = Provenance{Tables: map[string]int{}, Refused: metadata[metaRefused], sourceTag: metadata[metaSourceTag]}
	for i, name := range names {
		version, err := strconv.Atoi(versions[i])
		if err != nil {
			return Provenance{}, false
		}
		provenance.Tables[name] = version
	}
	return provenance, true
}

// IsOf tells whether the output was made of the content that the raw object has.
func (p Provenance) IsOf(source objectstore.Info) bool { return p.sourceTag == sourceTag(source) }
