package deploytest_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	yaml "go.yaml.in/yaml/v4"

	"github.com/udmap/udmap/internal/deploytest"
)

// TestThePageKnowsTheTemplate holds docs/aws.md to the alarms, parameters and
// outputs of the template.
func TestThePageKnowsTheTemplate(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../docs/aws.md")
	require.NoError(t, err)
	page := string(content)
	source, err := os.ReadFile(deploytest.Path())
	require.NoError(t, err)
	var template struct {
		Parameters map[string]any `yaml:"Parameters"`
		Outputs    map[string]any `yaml:"Outputs"`
	}
	require.NoError(t, yaml.Unmarshal(source, &template))

	alarms := deploytest.Load(t, deploytest.Parameters()).Of("AWS::CloudWatch::Alarm")
	for _, alarm := range alarms {
		require.Contains(t, page, "`"+alarm+"`")
	}
	for _, named := range regexp.MustCompile("`([A-Za-z]+Alarm)`").FindAllStringSubmatch(page, -1) {
		require.True(t, slices.Contains(alarms, named[1]), named[1])
	}
	given := regexp.MustCompile(`\b([A-Z][A-Za-z]+)=[^"]`).FindAllStringSubmatch(page, -1)
	require.GreaterOrEqual(t, len(given), 7)
	for _, named := range given {
		require.Contains(t, template.Parameters, named[1])
	}
	for _, named := range regexp.MustCompile(`\*([A-Z][A-Za-z]+(?:Name|Arn))\*`).FindAllStringSubmatch(page, -1) {
		require.Contains(t, template.Outputs, named[1])
	}
}
