package objectstore_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/locate"
)

// TestMain lets the test binary stand in for other programs, which tests start,
// kill, and run beside each other.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"count-up":  command(countForEver),
		"claim-all": command(claimAll),
		"lock":      command(lockForEver),
		"stream":    command(stream),
	})
}

// command is a program whose first argument is the location of a store.
func command(run func(ctx context.Context, store objectstore.Store, location string) error) func() {
	return func() {
		store, err := locate.Open(context.Background(), os.Args[1])
		if err == nil {
			err = run(context.Background(), store, os.Args[1])
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err) // what the test waits for does not come
		}
	}
}

// padding makes a half written number be noticed.
const padding = 100_000

func padded(number int) string {
	return fmt.Sprintln(number) + strings.Repeat("x", padding) + fmt.Sprintln(number)
}

func unpadded(text string) (int, error) {
	first, rest, _ := strings.Cut(text, "\n")
	number, err := strconv.Atoi(first)
	if err == nil && text != padded(number) {
		err = fmt.Errorf("%d is not whole: %d bytes", number, len(rest))
	}
	return number, err
}

// countForEver adds one to a number again and again, and says so each time.
func countForEver(ctx context.Context, store objectstore.Store, _ string) error {
	for {
		content, info, err := store.Get(ctx, "counter")
		if err != nil {
			return err
		}
		text, err := io.ReadAll(content)
		if err = errors.Join(err, content.Close()); err != nil {
			return err
		}
		number, err := unpadded(string(text))
		if err != nil {
			return err
		}
		options := objectstore.Options{Metadata: map[string]string{"number": strconv.Itoa(number + 1)}}
		_, err = store.PutIfMatch(ctx, "counter", strings.NewReader(padded(number+1)), info.Tag, options)
		if errors.Is(err, objectstore.ErrChanged) {
			continue
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(os.Stdout, number+1)
	}
}

// claims is the number of objects that claimAll claims.
const claims = 100

// claimAll tries to be the first to write each of some objects, and prints the
// keys of those where it was.
func claimAll(ctx context.Context, store objectstore.Store, _ string) error {
	for i := range claims {
		key := fmt.Sprintf("claims/%03d", i)
		_, err := store.PutIfAbsent(ctx, key, strings.NewReader(strconv.Itoa(os.Getpid())), objectstore.Options{})
		switch {
		case err == nil:
			fmt.Fprintln(os.Stdout, key)
		case !errors.Is(err, objectstore.ErrExists):
			return err
		}
	}
	return nil
}

// lockForEver holds the lock of a folder until it is killed.
func lockForEver(_ context.Context, _ objectstore.Store, location string) error {
	if err := flock.New(location + "/.udmap/lock").Lock(); err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, "locked")
	select {}
}

// streamed is the size of the object of stream, in bytes.
const streamed = 192 << 20

// stream writes and reads a large object, and prints the most bytes that were in
// use at once.
func stream(ctx context.Context, store objectstore.Store, _ string) error {
	debug.SetGCPercent(10) // little is in use that is not needed
	meter := &memoryMeter{}
	written, err := store.PutIfAbsent(ctx, "large", io.LimitReader(meter, streamed), objectstore.Options{Metadata: map[string]string{"large": "yes"}})
	if err != nil {
		return err
	}
	content, _, err := store.Get(ctx, "large")
	if err != nil {
		return err
	}
	read, err := io.Copy(meter, content)
	if err != nil {
		return err
	}
	if written.Size != streamed || read != streamed {
		return fmt.Errorf("%d bytes written, %d read", written.Size, read)
	}
	fmt.Fprintln(os.Stdout, meter.most)
	return content.Close()
}

// memoryMeter looks at the memory in use once for each megabyte that it gives
// or takes.
type memoryMeter struct {
	bytes int
	most  uint64
}

func (m *memoryMeter) Read(buffer []byte) (int, error) { return m.Write(buffer) }

func (m *memoryMeter) Write(buffer []byte) (int, error) {
	before := m.bytes >> 20
	m.bytes += len(buffer)
	if m.bytes>>20 != before {
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		m.most = max(m.most, memory.HeapAlloc)
	}
	return len(buffer), nil
}
