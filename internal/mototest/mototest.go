// Package mototest starts moto, which stands in for the services of AWS that no
// server of their own can be had for. Only tests import it.
package mototest

import (
	"context"
	"net"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/udmap/udmap/internal/deploytest"
)

// Start starts moto_server and returns its address. Where it is not installed, the
// test is skipped, loudly.
func Start(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("moto_server")
	if err != nil {
		deploytest.SkipLoudly(t, "moto_server is not installed (pip install 'moto[server]')")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a port that is free, and closed at once
	if err != nil {
		t.Fatalf("mototest: %v", err)
	}
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	if err := listener.Close(); err != nil {
		t.Fatalf("mototest: %v", err)
	}
	ctx, stop := context.WithCancel(context.Background()) //nolint:usetesting // t.Context ends before clean-up, which waits for the server
	server := exec.CommandContext(ctx, program, "-H", "127.0.0.1", "-p", port)
	if err := server.Start(); err != nil {
		stop()
		t.Fatalf("mototest: start %s: %v", program, err)
	}
	t.Cleanup(func() {
		stop()
		_ = server.Wait() // it says that it was killed
	})
	address := net.JoinHostPort("127.0.0.1", port)
	for begun := time.Now(); ; time.Sleep(50 * time.Millisecond) {
		connection, err := net.DialTimeout("tcp", address, time.Second) //nolint:noctx // bounded by its time
		if err == nil {
			_ = connection.Close() // nothing was said
			return "http://" + address
		}
		if time.Since(begun) > time.Minute {
			t.Fatalf("mototest: moto_server does not answer: %v", err)
		}
	}
}
