package repository_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// shellCommand is one command of a shell block: its words, without the
// variables set in front of it.
type shellCommand struct {
	line  int // of the document, counted from 1
	words []string
}

func (c shellCommand) program() string { return path.Base(c.words[0]) }

// operands are the words that are neither the program, nor a flag, nor NAME=value.
func (c shellCommand) operands() []string {
	return slices.DeleteFunc(slices.Clone(c.words[1:]), func(word string) bool {
		return strings.HasPrefix(word, "-") || strings.Contains(word, "=")
	})
}

// verb is the first word after the program, empty if that is a flag.
func (c shellCommand) verb() string {
	if len(c.words) < 2 || strings.HasPrefix(c.words[1], "-") {
		return ""
	}
	return c.words[1]
}

// shellCommands are the commands in the blocks of a Markdown text that are
// fenced as sh. A command continued with a backslash has the line it starts on.
func shellCommands(markdown string) []shellCommand {
	var (
		commands   []shellCommand
		inside     bool
		unfinished string
		start      int
	)
	for i, line := range strings.Split(markdown, "\n") {
		if strings.HasPrefix(line, "```") {
			inside = line == "```sh"
			continue
		}
		if !inside {
			continue
		}
		if unfinished == "" {
			start = i + 1
		}
		part, continues := strings.CutSuffix(line, `\`)
		unfinished += part + " "
		if !continues {
			commands = append(commands, splitCommands(unfinished, start)...)
			unfinished = ""
		}
	}
	return commands
}

// splitCommands are the commands of one line: of a pipeline, a list or both.
// What stands in quotes is one word whatever it holds.
func splitCommands(line string, number int) []shellCommand {
	quoted := regexp.MustCompile(`'[^']*'|"[^"]*"`)
	comment := regexp.MustCompile(`(^|\s)#.*`)
	separator := regexp.MustCompile(`\|\|?|&&|;`)

	line = comment.ReplaceAllString(quoted.ReplaceAllString(line, "quoted"), "")

	var commands []shellCommand
	for _, command := range separator.Split(line, -1) {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(command), "$ "))
		for len(words) > 0 && strings.Contains(words[0], "=") {
			words = words[1:]
		}
		if len(words) > 0 {
			commands = append(commands, shellCommand{line: number, words: words})
		}
	}
	return commands
}
