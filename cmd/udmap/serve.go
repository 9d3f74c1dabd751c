package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/udmap/udmap/internal/workbench"
)

// newServeCommand makes the verb that serves the workbench.
func newServeCommand(a *app) *cobra.Command {
	var request serveRequest
	command := &cobra.Command{
		Use:   "serve [-- COMMAND [ARGUMENT]…]",
		Short: "Try a mapping table in a web page on this machine",
		Long: `Serve a web page on this machine: raw logs on the left, the mapping table in the
middle, the UDM event on the right. What you point at lights up in all three; a
field that is missing says why; edits of the table show at once. The page loads
nothing from elsewhere, reads no file that it is not given, and sends nothing
away.

Without a COMMAND, print the address, and serve until interrupted (Ctrl-C). With
one, run it with the address in UDMAP_URL, and stop when it ends.

Exit codes: 0 stopped · 1 the COMMAND failed · 2 wrong usage · 3 the address cannot
be listened on · 130 the COMMAND was interrupted`,
		Example: `  # leave it running, and open what it prints in a browser:
  #   udmap serve
  #   udmap serve --listen 127.0.0.1:8800
  # or let it run for one command
  udmap serve -- printenv UDMAP_URL`,
		GroupID: groupTables,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) > 0 && command.ArgsLenAtDash() != 0 {
				return usagef("serve takes no argument, but got %q; paste or drop logs into the page", args[0])
			}
			return nil
		},
	}
	flags := command.Flags()
	flags.StringVar(&request.listen, "listen", "127.0.0.1:0", "listen on `HOST:PORT`; port 0 is any that is free")
	flags.BoolVar(&request.public, "public", false, "let --listen be an address that other machines reach; whoever does may use the page")
	command.RunE = func(command *cobra.Command, args []string) error {
		request.command = args
		return a.serve(command.Context(), request)
	}
	return command
}

// serveRequest is what the command line asks for.
type serveRequest struct {
	listen  string
	public  bool
	command []string
}

// The times after which a connection that asks nothing ends, and one that does
// not get on.
const (
	pageIdleTime = 2 * time.Minute
	pageBodyTime = time.Minute
)

// serve serves until the command has ended or, without one, until ctx does.
func (a *app) serve(ctx context.Context, request serveRequest) error {
	if err := request.checkAddress(); err != nil {
		return err
	}
	bench, err := workbench.New()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", request.listen)
	if err != nil {
		return fmt.Errorf("--listen %s: %w; port 0 takes any that is free", request.listen, err)
	}
	web := &http.Server{
		Handler:           workbench.Guard(listener.Addr(), bench.Handler()),
		ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: pageBodyTime, IdleTimeout: pageIdleTime,
	}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(listener) }()

	address := pageAddress(listener.Addr())
	if len(request.command) > 0 {
		err = a.runBeside(ctx, request.command, []string{"UDMAP_URL=" + address})
	} else if err = a.announcePage(address); err == nil {
		select {
		case <-ctx.Done(): // how a server is stopped
		case err = <-ended:
		}
	}
	return errors.Join(err, web.Close())
}

// pageAddress is where this machine finds the page.
func pageAddress(listening net.Addr) string {
	host, port, err := net.SplitHostPort(listening.String())
	if err == nil && net.ParseIP(host).IsUnspecified() {
		return "http://localhost:" + port + "/"
	}
	return "http://" + listening.String() + "/"
}

// checkAddress refuses an address that others can reach, unless that is meant.
func (r serveRequest) checkAddress() error {
	err := checkLoopback(r.listen)
	if err == nil || !r.public {
		if err != nil {
			return usagef("%w; --public takes any address", err)
		}
		return nil
	}
	if _, _, err := net.SplitHostPort(r.listen); err != nil {
		return usagef("--listen must be HOST:PORT, not %q", r.listen)
	}
	return nil
}

// announcePage prints the address of the page.
func (a *app) announcePage(address string) error {
	if a.format == formatJSON {
		return a.printJSON(map[string]string{"url": address})
	}
	if isTerminal(a.stderr) {
		fmt.Fprintln(a.stderr, "udmap: open this in a browser; Ctrl-C stops it:")
	}
	_, err := fmt.Fprintln(a.stdout, address)
	return err
}
