package golden

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/udmap/udmap/parser"
	"github.com/udmap/udmap/udm"
)

// Options is how a case is converted, as its section "options" says:
//
//	field-names: camel | snake
//	limits: keep | truncate
//	max-depth: 10
//	max-record-bytes: 1000
//	max-object-bytes: 1000
//	strict: true
//	option: NAME=VALUE
//
// The last line chooses for an option of the tables, and may stand for each of
// them.
type Options struct {
	Compile   parser.Options
	Converter parser.ConverterOptions
}

// parseOptions reads the section. The error names the line that it cannot read.
func parseOptions(text []byte) (Options, error) {
	var options Options
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, value, found := strings.Cut(line, ":")
		if !found {
			return Options{}, fmt.Errorf("%q is no option: write \"name: value\"", line)
		}
		if err := options.set(strings.TrimSpace(name), strings.TrimSpace(value)); err != nil {
			return Options{}, fmt.Errorf("option %s: %w", name, err)
		}
	}
	return options, nil
}

// set sets one option by its name.
func (o *Options) set(name, value string) (err error) {
	switch name {
	case "field-names":
		choice, err := oneOf(value, "camel", "snake")
		if choice == "snake" {
			o.Compile.FieldNames = udm.SnakeCase
		}
		return err
	case "limits":
		choice, err := oneOf(value, "keep", "truncate")
		o.Compile.TruncateLimits = choice == "truncate"
		return err
	case "max-depth":
		o.Compile.MaxDepth, err = strconv.Atoi(value)
	case "max-record-bytes":
		o.Converter.MaxRecordBytes, err = strconv.Atoi(value)
	case "max-object-bytes":
		o.Converter.MaxObjectBytes, err = strconv.ParseInt(value, 10, 64)
	case "option":
		return o.chooseForTables(value)
	case "strict":
		o.Converter.Strict, err = strconv.ParseBool(value)
	default:
		return errors.New("there is none of that name")
	}
	return err
}

// chooseForTables sets an option of the tables, from NAME=VALUE.
func (o *Options) chooseForTables(choice string) error {
	name, value, found := strings.Cut(choice, "=")
	if !found {
		return fmt.Errorf("%q chooses nothing: write NAME=VALUE", choice)
	}
	if o.Compile.TableOptions == nil {
		o.Compile.TableOptions = map[string]string{}
	}
	o.Compile.TableOptions[name] = value
	return nil
}

// oneOf returns the value if it is one of two words.
func oneOf(value, one, other string) (string, error) {
	if value != one && value != other {
		return "", fmt.Errorf("%q is neither %s nor %s", value, one, other)
	}
	return value, nil
}
