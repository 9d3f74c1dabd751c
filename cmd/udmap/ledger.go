package main

import (
	"encoding/json"

	"github.com/udmap/udmap/internal/conversion"
	"github.com/udmap/udmap/internal/wholefile"
	"github.com/udmap/udmap/parser"
)

// ledgerFile is the file of --ledger; without the flag it is none.
type ledgerFile struct{ file *wholefile.File }

// createLedger begins the file; the path "" is none.
func createLedger(path string) (ledgerFile, error) {
	if path == "" {
		return ledgerFile{}, nil
	}
	file, err := createNamed("--ledger", path)
	return ledgerFile{file}, err
}

// Discard gives the file up.
func (l ledgerFile) Discard() error {
	if l.file == nil {
		return nil
	}
	return l.file.Discard()
}

// inputLine is the line of one input.
type inputLine struct {
	parser.Ledger
	Error string `json:"error,omitempty"` // why the input was not converted
}

// totalLine is the last line.
type totalLine struct {
	Total  bool `json:"total"`
	Inputs int  `json:"inputs"`
	Failed int  `json:"failed"` // inputs that were not converted
	parser.Ledger
}

// write writes a line for each input and one for all, and makes the file
// appear.
func (l ledgerFile) write(results []conversion.Result) error {
	if l.file == nil {
		return nil
	}
	encoder := json.NewEncoder(l.file)
	encoder.SetEscapeHTML(false)
	total := totalLine{Total: true, Inputs: len(results)}
	for _, result := range results {
		line := inputLine{Ledger: result.Ledger}
		line.Object = result.Input.Path
		if result.Err != nil {
			line.Error = result.Err.Error()
			total.Failed++
		}
		if err := encoder.Encode(line); err != nil {
			return err
		}
		total.Add(result.Ledger)
	}
	total.Object = ""
	if err := encoder.Encode(total); err != nil {
		return err
	}
	return l.file.Commit()
}
