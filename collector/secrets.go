package collector

import (
	"os"
	"path/filepath"
	"strings"
)

// Secret returns a secret: the variable's value, what the file holds that
// NAME_FILE names, or what AWS keeps under the reference in NAME_ARN. It is never
// part of a problem.
func (s *Settings) Secret(variable, what string) string {
	inFile, inAWS := variable+"_FILE", variable+"_ARN"
	value := strings.TrimSpace(s.lookup(variable))
	path := s.lookup(inFile)
	reference := strings.TrimSpace(s.lookup(inAWS))
	switch {
	case reference != "" && (value != "" || path != ""):
		s.Refuse(inAWS, hideUnlessReference(reference), "set it, "+variable+" or "+inFile+", not several of them")
	case value != "" && path != "":
		s.Refuse(inFile, hideUnlessPath(path), "set it or "+variable+", not both")
	case reference != "":
		value = s.fetched(inAWS, reference)
	case path != "":
		content, err := os.ReadFile(path)
		value = strings.TrimSpace(string(content))
		if err != nil || value == "" {
			s.Refuse(inFile, hideUnlessPath(path), "it must name a file that holds "+what)
		}
	case value == "":
		s.Refuse(variable, "", "it is required: "+what+"; or "+inFile+" with the name of a file that holds it, or "+inAWS+" with the ARN of a secret or parameter of AWS")
	}
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
		s.problems = append(s.problems, Problem{variable, "a secret with unprintable characters", "it must be printable ASCII"})
	}
	return value
}

// fetched returns what AWS keeps.
func (s *Settings) fetched(variable, reference string) string {
	if s.fetch == nil {
		s.Refuse(variable, hideUnlessReference(reference), "secrets that AWS keeps cannot be read here")
		return ""
	}
	value, err := s.fetch(reference)
	if err != nil {
		s.Refuse(variable, hideUnlessReference(reference), err.Error())
		return ""
	}
	return value
}

// hideUnlessPath shows what is there, or could be in a folder that is there, and
// of anything else nothing: it may be the secret itself, in the wrong variable.
func hideUnlessPath(text string) string {
	if _, err := os.Lstat(text); err == nil {
		return text
	}
	folder := filepath.Dir(text)
	if _, err := os.Stat(folder); err == nil && folder != "." && folder != "/" {
		return text
	}
	return "…"
}

// hideUnlessReference shows an ARN, and of anything else nothing: it may be the
// secret itself, in the wrong variable.
func hideUnlessReference(text string) string {
	if strings.HasPrefix(text, "arn:") {
		return text
	}
	return "…"
}
