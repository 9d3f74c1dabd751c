package function

import "runtime/debug"

// Version is that of the program. What is built from a commit without a tag has
// the version that Go makes of the commit.
func Version() string {
	if info, known := debug.ReadBuildInfo(); known && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}
