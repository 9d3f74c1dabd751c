package report

import (
	"net/url"
	"path/filepath"
	"strings"
)

// Artifacts says how programs elsewhere find the files that findings are in.
type Artifacts struct {
	// Root is the folder, by its absolute path, that the repository is checked
	// out into: files below it are named from there.
	Root string
	// NotAFile is the name in positions that is no file, such as "standard
	// input"; findings in it have no place.
	NotAFile string
}

// relative returns the path of a file from the root, with slashes. It reports
// false for one that is not below it.
func (a Artifacts) relative(file string) (string, bool) {
	absolute := file
	if !filepath.IsAbs(file) {
		absolute = filepath.Join(a.Root, file)
	}
	path, err := filepath.Rel(a.Root, absolute)
	if err != nil || path == ".." || strings.HasPrefix(path, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(absolute), false
	}
	return filepath.ToSlash(path), true
}

// isFile tells of the name of a file.
func (a Artifacts) isFile(name string) bool { return name != "" && name != a.NotAFile }

// relativeURI is a path from the root as a URI: "tables/my%20table.yaml".
func relativeURI(path string) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	// A colon in the first part would be read as the end of a scheme.
	parts[0] = strings.ReplaceAll(parts[0], ":", "%3A")
	return strings.Join(parts, "/")
}

// absoluteURI is a path from the top of the file system as a URI.
func absoluteURI(path string) string {
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(path, "/")}).String()
}
