// Package deploytest reads deploy/template.yaml as CloudFormation does, for given
// parameters, so that tests can hold it to the code that it installs. Only tests
// import it.
package deploytest

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	yaml "go.yaml.in/yaml/v4"
)

// Path is that of the template.
func Path() string {
	_, here, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(here), "..", "..", "deploy", "template.yaml")
}

// Parameters installs everything there is.
func Parameters() map[string]string {
	const secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:"
	return map[string]string{
		"BucketName":    "example-logs",
		"CollectZoom":   "true",
		"ZoomAccountId": "account", "ZoomClientId": "client", "ZoomSecretArn": secret + "zoom-AbCdEf",
		"ZoomStart":      "2026-10-01",
		"CollectZendesk": "true",
		"ZendeskBaseUrl": "https://example.zendesk.com", "ZendeskClientId": "client", "ZendeskSecretArn": secret + "zendesk-AbCdEf",
		"ZendeskEmail":  "admin@example.com",
		"AlarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:alarms",
		"AllowJobs":     "true",
	}
}

// Template is a template whose parameters and conditions are settled.
type Template struct {
	Resources map[string]Resource // those whose condition holds
}

// Resource is one resource of a template. References to others are left as they
// are in JSON: {"Fn::GetAtt": ["Queue", "Arn"]}.
type Resource struct {
	Type       string
	Properties map[string]any
}

// Load reads the template. Parameters that are not given have their defaults.
func Load(t *testing.T, parameters map[string]string) Template {
	t.Helper()
	source, err := os.ReadFile(Path())
	if err != nil {
		t.Fatalf("deploytest: %v", err)
	}
	var document yaml.Node
	if err := yaml.Unmarshal(source, &document); err != nil {
		t.Fatalf("deploytest: %s: %v", Path(), err)
	}
	return settle(t, plain(t, document.Content[0]).(map[string]any), parameters)
}

// Parse reads a template in JSON, such as one that was translated.
func Parse(t *testing.T, source []byte, parameters map[string]string) Template {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(source, &document); err != nil {
		t.Fatalf("deploytest: %v", err)
	}
	return settle(t, document, parameters)
}

// Of are the names of all resources of a type, sorted.
func (t Template) Of(kind string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(t.Resources)) {
		if t.Resources[name].Type == kind {
			names = append(names, name)
		}
	}
	return names
}

// Variables are those that the template sets for a function.
func (t Template) Variables(function string) map[string]string {
	variables := map[string]string{}
	for name, value := range At(t.Resources[function].Properties, "Environment", "Variables").(map[string]any) {
		variables[name] = Text(value)
	}
	return variables
}

// At follows keys into a value, and is nil where there is none.
func At(value any, keys ...string) any {
	for _, key := range keys {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}
