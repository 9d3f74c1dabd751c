// Package awssettings finds the settings that all AWS programs take: AWS_REGION,
// AWS_PROFILE, the files below ~/.aws, the role of the machine. It is a package of
// its own so that functions, which have theirs from Lambda, do not carry all the
// ways to come by credentials.
package awssettings

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
)

// Load reads the settings.
func Load(ctx context.Context) (aws.Config, error) {
	settings, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return aws.Config{}, fmt.Errorf("AWS settings: %w", err)
	}
	return settings, nil
}
