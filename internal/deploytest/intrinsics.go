package deploytest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	yaml "go.yaml.in/yaml/v4"
)

// plain turns YAML into the values of JSON, and the short form of a function such
// as !Sub into the long one.
func plain(t *testing.T, node *yaml.Node) any {
	t.Helper()
	var value any
	switch node.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i].Value
			if _, known := object[key]; known {
				t.Fatalf("deploytest: line %d: the key %s stands twice", node.Content[i].Line, key)
			}
			object[key] = plain(t, node.Content[i+1])
		}
		value = object
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range node.Content {
			list = append(list, plain(t, item))
		}
		value = list
	case yaml.ScalarNode:
		value = node.Value
	default:
		t.Fatalf("deploytest: line %d: neither mapping, list nor text", node.Line)
	}
	switch name, isFunction := strings.CutPrefix(node.ShortTag(), "!"); {
	case !isFunction || strings.HasPrefix(name, "!"):
		return value
	case name == "Ref":
		return map[string]any{"Ref": value}
	case name == "GetAtt":
		if text, isText := value.(string); isText {
			resource, attribute, _ := strings.Cut(text, ".")
			value = []any{resource, attribute}
		}
		return map[string]any{"Fn::GetAtt": value}
	default:
		return map[string]any{"Fn::" + name: value}
	}
}

// noValue is what a property has that is as good as not there.
type noValue struct{}

// settling is a template while its parameters and conditions are put in.
type settling struct {
	t          *testing.T
	values     map[string]string
	conditions map[string]any
}

func settle(t *testing.T, document map[string]any, parameters map[string]string) Template {
	t.Helper()
	s := settling{t: t, values: map[string]string{
		"AWS::Partition": "aws", "AWS::Region": "eu-west-1", "AWS::AccountId": "123456789012", "AWS::StackName": "udmap",
	}}
	declared, _ := document["Parameters"].(map[string]any)
	for name, about := range declared {
		value, given := parameters[name]
		standard := At(about, "Default")
		if !given && standard == nil {
			t.Fatalf("deploytest: the parameter %s has no value", name)
		}
		if !given {
			value = Text(standard)
		}
		pattern, _ := At(about, "AllowedPattern").(string)
		if pattern != "" && !regexp.MustCompile("^(?:"+pattern+")$").MatchString(value) {
			t.Fatalf("deploytest: the parameter %s may not be %q", name, value)
		}
		s.values[name] = value
	}
	for name := range parameters {
		if declared[name] == nil {
			t.Fatalf("deploytest: there is no parameter %s", name)
		}
	}
	s.conditions, _ = document["Conditions"].(map[string]any)
	result := Template{Resources: map[string]Resource{}}
	for name, resource := range document["Resources"].(map[string]any) {
		if condition, has := At(resource, "Condition").(string); has && !s.holds(map[string]any{"Condition": condition}) {
			continue
		}
		properties, _ := s.value(At(resource, "Properties")).(map[string]any)
		result.Resources[name] = Resource{Type: At(resource, "Type").(string), Properties: properties}
	}
	return result
}

// value puts parameters and conditions into a value.
func (s settling) value(value any) any {
	switch value := value.(type) {
	case map[string]any:
		if len(value) == 1 {
			for name, argument := range value {
				if result, isFunction := s.call(name, argument); isFunction {
					return result
				}
			}
		}
		object := map[string]any{}
		for key, member := range value {
			if settled := s.value(member); !reflect.DeepEqual(settled, noValue{}) {
				object[key] = settled
			}
		}
		return object
	case []any:
		list := []any{}
		for _, item := range value {
			if settled := s.value(item); !reflect.DeepEqual(settled, noValue{}) {
				list = append(list, settled)
			}
		}
		return list
	}
	return value
}

// call answers the functions that need no other resource.
func (s settling) call(name string, argument any) (result any, isFunction bool) {
	switch name {
	case "Ref":
		if argument == "AWS::NoValue" {
			return noValue{}, true
		}
		value, known := s.values[argument.(string)]
		return value, known
	case "Fn::If":
		list := argument.([]any)
		if s.holds(map[string]any{"Condition": list[0]}) {
			return s.value(list[1]), true
		}
		return s.value(list[2]), true
	case "Fn::Sub":
		text, isText := argument.(string)
		if !isText {
			s.t.Fatalf("deploytest: Fn::Sub with variables of its own")
		}
		return regexp.MustCompile(`\$\{[^}]+\}`).ReplaceAllStringFunc(text, func(found string) string {
			if value, known := s.values[found[2:len(found)-1]]; known {
				return value
			}
			return found
		}), true
	}
	return nil, false
}

// holds tells whether a condition holds.
func (s settling) holds(condition any) bool {
	for name, argument := range condition.(map[string]any) {
		switch name {
		case "Condition":
			named := s.conditions[argument.(string)]
			if named == nil {
				s.t.Fatalf("deploytest: there is no condition %s", argument)
			}
			return s.holds(named)
		case "Fn::Equals":
			both := argument.([]any)
			return s.value(both[0]) == s.value(both[1])
		case "Fn::Not":
			return !s.holds(argument.([]any)[0])
		}
	}
	s.t.Fatalf("deploytest: a condition that is not understood: %s", Text(condition))
	return false
}

// Text is a value as one line: a text as it is, all else as JSON.
func Text(value any) string {
	if text, isText := value.(string); isText {
		return text
	}
	line, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(line)
}
