package function

import (
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
)

// newLogger writes lines of JSON.
func newLogger(w io.Writer, lookup func(string) string) (*slog.Logger, error) {
	text := lookup("LOG_LEVEL")
	level, known := map[string]slog.Level{
		"": slog.LevelInfo, "debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}[strings.ToLower(text)]
	if !known {
		return nil, fmt.Errorf("LOG_LEVEL is %q: it must be debug, info, warn or error", text)
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})), nil
}

// lines keeps lines of the log and of metrics apart.
type lines struct {
	lock sync.Mutex
	w    io.Writer
}

// Write implements io.Writer.
func (l *lines) Write(line []byte) (int, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.w.Write(line)
}
