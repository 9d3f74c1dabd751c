package function

import "strings"

// Variable is one that configures a function.
type Variable struct {
	Name     string
	Default  string
	Help     string
	Required bool
	Secret   bool
}

// WithDefaults looks variables up, without white space around their values.
// It knows those that are listed and no other.
func WithDefaults(known []Variable, lookup func(string) string) func(name string) string {
	values := map[string]string{}
	for _, variable := range known {
		if values[variable.Name] = strings.TrimSpace(lookup(variable.Name)); values[variable.Name] == "" {
			values[variable.Name] = variable.Default
		}
	}
	return func(name string) string { return values[name] }
}

// VariableRow is the row of a variable in the tables of docs/functions.md.
func VariableRow(v Variable) string {
	value := " "
	switch {
	case v.Required:
		value = " required "
	case v.Default != "":
		value = " `" + v.Default + "` "
	}
	return "| `" + v.Name + "` |" + value + "| " + v.Help + " |"
}
