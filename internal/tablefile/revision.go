package tablefile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// RevisionError says that git does not give the file of a revision.
type RevisionError struct {
	Name string // as the user wrote it
	Why  string
}

// Error says what git says.
func (e *RevisionError) Error() string { return e.Name + ": " + e.Why }

// Revision takes a name apart that means a file or folder in git, as git
// writes it: "HEAD~1:mappings/door.yaml". A file of that very name comes first.
func Revision(name string) (revision, path string, ok bool) {
	revision, path, ok = strings.Cut(name, ":")
	if _, err := os.Stat(name); err == nil || filepath.VolumeName(name) != "" {
		return "", "", false
	}
	return revision, path, ok && revision != ""
}

// FindRevision returns the tables at a path of a git revision, by means of the
// git program. As git has it, the path begins at the top of the repository, or
// at the working folder if it begins with a dot. The error is a *RevisionError.
func FindRevision(ctx context.Context, revision, path string) ([]File, error) {
	return repository{folder: "."}.find(ctx, revision, path)
}

// FindEarlier returns the tables that stood in a file or folder at a git
// revision. The error is that of FindRevision.
func FindEarlier(ctx context.Context, revision, path string) ([]File, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return repository{folder: path}.find(ctx, revision, "./")
	}
	return repository{folder: filepath.Dir(path)}.find(ctx, revision, "./"+filepath.Base(path))
}

// repository runs git in a folder.
type repository struct{ folder string }

func (r repository) find(ctx context.Context, revision, path string) ([]File, error) {
	name := revision + ":" + path
	if strings.HasPrefix(revision, "-") {
		return nil, &RevisionError{name, "a revision does not begin with a dash"}
	}
	kind, err := r.git(ctx, name, "cat-file", "-t", name)
	switch {
	case err != nil:
		return nil, err
	case strings.TrimSpace(string(kind)) == "tree":
		return r.findBelow(ctx, name)
	}
	text, err := r.git(ctx, name, "cat-file", "blob", name)
	if err != nil {
		return nil, err
	}
	return []File{{Path: name, Text: text}}, nil
}

// findBelow returns the tables in a folder of a revision and the folders below
// it.
func (r repository) findBelow(ctx context.Context, folder string) ([]File, error) {
	listing, err := r.git(ctx, folder, "ls-tree", "--full-tree", "-r", "-z", "--name-only", folder)
	if err != nil {
		return nil, err
	}
	var files []File
	for path := range strings.SplitSeq(strings.TrimRight(string(listing), "\x00"), "\x00") {
		if extension := filepath.Ext(path); extension != ".yaml" && extension != ".yml" {
			continue
		}
		name := folder + path
		if !strings.HasSuffix(folder, "/") && !strings.HasSuffix(folder, ":") {
			name = folder + "/" + path
		}
		text, err := r.git(ctx, name, "cat-file", "blob", name)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Path: name, Text: text})
	}
	if len(files) == 0 {
		return nil, &RevisionError{folder, "there is no .yaml file in this folder of the revision"}
	}
	return files, nil
}

// git runs the program and returns what it prints.
func (r repository) git(ctx context.Context, name string, arguments ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "git", arguments...)
	command.Dir = r.folder
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	switch {
	case err == nil:
		return stdout.Bytes(), nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		return nil, &RevisionError{name, "git is needed to read a revision, and is not installed: write the old table into a file and name that"}
	}
	said := strings.TrimPrefix(strings.TrimSpace(stderr.String()), "fatal: ")
	if said == "" {
		said = err.Error()
	}
	return nil, &RevisionError{name, fmt.Sprintf("git says: %s; write REVISION:PATH, with the path from the top of the repository, or ./PATH from here", said)}
}
