package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/udmap/udmap/udm"
)

// NewJSON returns a printer for programs. It writes one document,
// {"findings":[…], …}, with the sections of Close behind the findings.
func NewJSON(w io.Writer) Printer { return &jsonPrinter{w: w} }

type jsonPrinter struct {
	w       io.Writer
	printed bool
}

// Print implements Printer. The source is left out: a program has the
// position.
func (p *jsonPrinter) Print(finding udm.Diagnostic, _ Source) error {
	value, err := encode(finding)
	if err != nil {
		return err
	}
	return p.write(p.opening(), value)
}

// Close implements Printer.
func (p *jsonPrinter) Close(sections ...Section) error {
	closing := "\n]"
	if !p.printed {
		closing = `{"findings":[]`
	}
	if err := p.write([]byte(closing)); err != nil {
		return err
	}
	for _, section := range sections {
		name, err := encode(section.Name)
		if err != nil {
			return err
		}
		value, err := encode(section.Value)
		if err != nil {
			return err
		}
		if err := p.write([]byte(",\n"), name, []byte(":"), value); err != nil {
			return err
		}
	}
	return p.write([]byte("}\n"))
}

// opening is what stands before a finding.
func (p *jsonPrinter) opening() []byte {
	if p.printed {
		return []byte(",\n")
	}
	p.printed = true
	return []byte("{\"findings\":[\n")
}

func (p *jsonPrinter) write(parts ...[]byte) error {
	_, err := p.w.Write(bytes.Join(parts, nil))
	return err
}

// encode is json.Marshal without the HTML escapes, which no reader here needs.
func encode(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), nil
}
