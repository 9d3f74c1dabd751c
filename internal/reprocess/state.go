package reprocess

import (
	"path"
	"regexp"
)

// stateName is how collectors call their state, unless they are told otherwise,
// and that of a backfill. A collector's own prefix has its state beside it, so
// that a list of all vendors' objects finds it among them.
var stateName = regexp.MustCompile(`^(.*\.)?state(\.backfill-[0-9-]+)?\.json$`)

func isState(key string) bool { return stateName.MatchString(path.Base(key)) }
