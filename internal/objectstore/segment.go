package objectstore

import "strings"

// A key becomes the path of a file part by part. Each part is its own name,
// except those that a folder cannot hold, or holds for other ends; they are
// written with a percent sign in front, and so are those that already look like
// that:
//
//	(empty)     %           so "a//b" is a/%/b
//	.  and  ..  %2E  %2E.   no key leads out of the folder
//	.udmap      %2Eudmap    what the directory store keeps for itself
//	%           %25
//
// Every key has one path and every path is that of one key.

// escapedPart is the name of the file or folder of one part of a key.
func escapedPart(part string) string {
	switch {
	case part == "":
		return "%"
	case part == ".", part == "..", part == hiddenFolder:
		return "%2E" + part[1:]
	case unescapedPart(part) != part:
		return "%25" + part[1:]
	}
	return part
}

// unescapedPart is the part of the key of which the name is the escape.
func unescapedPart(name string) string {
	if name == "%" {
		return ""
	}
	if rest, found := strings.CutPrefix(name, "%2E"); found {
		if part := "." + rest; escapedPart(part) == name {
			return part
		}
	}
	if rest, found := strings.CutPrefix(name, "%25"); found {
		if part := "%" + rest; unescapedPart(part) != part {
			return part
		}
	}
	return name
}

// escapedKey is the path of the file of an object, with slashes.
func escapedKey(key string) string {
	parts := strings.Split(key, "/")
	for i, part := range parts {
		parts[i] = escapedPart(part)
	}
	return strings.Join(parts, "/")
}
