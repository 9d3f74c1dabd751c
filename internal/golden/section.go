package golden

import "path"

// The sections that hold what goes in.
const (
	sectionBase64  = "in.base64"
	sectionTable   = "table"
	sectionOptions = "options"
)

// The sections that hold what is expected.
const (
	sectionDiagnostics   = "diagnostics"
	sectionEvents        = "events.json"
	sectionEventLines    = "events.jsonl"
	sectionRejected      = "rejected.json"
	sectionRejectedLines = "rejected.jsonl"
	sectionWarnings      = "warnings"
	sectionError         = "error"
	sectionValidator     = "validator"
	sectionLedger        = "ledger.json"
)

// inputSections lists the sections of which one holds the raw object.
func inputSections() []string {
	return []string{"in.jsonl", "in.json", "in.log", sectionBase64}
}

// expectedSections lists the sections with what is expected, in the order in
// which an archive holds them.
func expectedSections() []string {
	return []string{
		sectionDiagnostics,
		sectionEvents, sectionEventLines,
		sectionRejected, sectionRejectedLines,
		sectionWarnings, sectionError, sectionValidator, sectionLedger,
	}
}

// isTableFile tells of a section that is a table.
func isTableFile(name string) bool { return path.Ext(name) == ".yaml" }

// hasOwnTables tells of a case that brings its tables along.
func (c Case) hasOwnTables() bool {
	for _, section := range c.archive.Files {
		if isTableFile(section.Name) {
			return true
		}
	}
	return false
}
