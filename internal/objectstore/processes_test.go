//go:build unix

package objectstore_test

import (
	"bufio"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/objectstore"
	"github.com/udmap/udmap/internal/objectstore/s3test"
)

// place is where a store is, for this process and for others.
type place struct {
	store       objectstore.Store
	location    string
	environment []string
}

// command is a program of [TestMain] that works there.
func (p place) command(ctx context.Context, name string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, p.location)
	// Without the option, a program that the race detector watches waits a
	// second before it ends.
	command.Env = append(os.Environ(), append(p.environment, "GORACE=atexit_sleep_ms=0")...)
	command.Stderr = os.Stderr
	return command
}

// places are a folder and a bucket.
func places(t *testing.T) map[string]place {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "logs")
	directory, err := objectstore.NewDirectory(folder)
	require.NoError(t, err)
	server := s3test.Start(t)
	bucket := server.NewBucket(t)
	return map[string]place{
		"folder": {store: directory, location: folder},
		"bucket": {
			store:       objectstore.NewS3(server.Client(), bucket, "logs"),
			location:    "s3://" + bucket + "/logs",
			environment: s3test.Environment(server.Endpoint),
		},
	}
}

// Processes count up in one object, and are killed at moments that depend on
// how far they have come. What one of them has reported is there; what it may
// have done besides is at most the one step that it was at.
func TestKilledProcessesLoseNothing(t *testing.T) {
	t.Parallel()
	const seats, kills = 3, 12
	for name, place := range places(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			put(t, place.store, "counter", padded(0))
			reported := make(chan int, seats)
			for seat := range seats {
				go func() {
					lives := rand.New(rand.NewPCG(1, uint64(seat))) //nolint:gosec // only to kill at various moments
					sum := 0
					for range kills {
						sum += countUntilKilled(t, place, lives.IntN(6))
					}
					reported <- sum
				}()
			}
			sum := 0
			for range seats {
				sum += <-reported
			}

			text, info := get(t, place.store, "counter")
			number, err := unpadded(text)
			require.NoError(t, err)
			require.GreaterOrEqual(t, number, sum, "what was reported is there")
			require.LessOrEqual(t, number, sum+seats*kills, "what was not is at most a step for each kill")
			require.Equal(t, strconv.Itoa(number), info.Metadata["number"])
			require.Equal(t, []string{"counter"}, keys(t, place.store, ""), "nothing half made is to be seen")
			put(t, place.store, "counter", "the dead hold no lock")
		})
	}
}

// countUntilKilled starts a process, kills it once it has reported so many
// steps, and returns how many it has reported in all.
func countUntilKilled(t *testing.T, place place, steps int) int {
	t.Helper()
	command := place.command(t.Context(), "count-up")
	output, err := command.StdoutPipe()
	if err != nil {
		t.Error(err)
		return 0
	}
	if err := command.Start(); err != nil {
		t.Error(err)
		return 0
	}
	reported := 0
	for lines := bufio.NewScanner(output); ; reported++ {
		if reported == steps {
			_ = command.Process.Kill() // kill -9; if it has ended by itself, that shows below
		}
		if !lines.Scan() {
			break
		}
	}
	if err := command.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Errorf("the process was not killed: %v", err)
	}
	return reported
}

func TestOfManyProcessesOneIsTheFirst(t *testing.T) {
	t.Parallel()
	const processes = 4
	for name, place := range places(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			outputs := make([]string, processes)
			errs := together(processes, func(i int) error {
				output, err := place.command(t.Context(), "claim-all").Output()
				outputs[i] = string(output)
				return err
			})
			for _, err := range errs {
				require.NoError(t, err)
			}
			claimed := strings.Fields(strings.Join(outputs, "\n"))
			slices.Sort(claimed)
			require.Len(t, claimed, claims)
			require.Len(t, slices.Compact(claimed), claims)
			require.Equal(t, claimed, keys(t, place.store, ""))
		})
	}
}

func TestTheLockOfAKilledProcessIsGone(t *testing.T) {
	t.Parallel()
	place := places(t)["folder"]
	put(t, place.store, "a", "before")
	command := place.command(t.Context(), "lock")
	output, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	line, err := bufio.NewReader(output).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "locked\n", line)

	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = place.store.Put(ctx, "a", strings.NewReader("while locked"), objectstore.Options{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	requireText(t, place.store, "a", "before")

	require.NoError(t, command.Process.Signal(syscall.SIGKILL))
	require.Error(t, command.Wait())
	put(t, place.store, "a", "after")
}

// An object of any size takes a few parts of memory.
func TestLargeObjectsTakeLittleMemory(t *testing.T) {
	t.Parallel()
	const limit = 40 << 20 // bytes
	for name, place := range places(t) {
		t.Run(name, func(t *testing.T) {
			output, err := place.command(t.Context(), "stream").Output()
			require.NoError(t, err)
			most, err := strconv.Atoi(strings.TrimSpace(string(output)))
			require.NoError(t, err)
			t.Logf("at most %d MiB in use", most>>20)
			require.Less(t, most, limit)
		})
	}
}
