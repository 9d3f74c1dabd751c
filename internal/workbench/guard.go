package workbench

import (
	"net"
	"net/http"
	"strings"
)

// Guard lets through to a handler what the page itself asks, and nothing that
// another site makes a browser send. Address is where the server listens.
//
// A site that rebinds its name to this machine (DNS rebinding) still sends its
// name as the host. So the host must be localhost or an address, of this
// machine alone where the server listens on that alone; a name is none.
func Guard(address net.Addr, next http.Handler) http.Handler {
	host, port, _ := net.SplitHostPort(address.String())
	isLocal := net.ParseIP(host).IsLoopback()
	crossOrigin := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		setHeaders(out.Header())
		switch {
		case !isOwnHost(in.Host, port, isLocal):
			http.Error(out, "udmap serve answers to the address that it printed, and to no other name", http.StatusMisdirectedRequest)
		case crossOrigin.Check(in) != nil || !isOwnSite(in):
			http.Error(out, "another site asked this: open the address that udmap serve printed", http.StatusForbidden)
		default:
			next.ServeHTTP(out, in)
		}
	})
}

// isOwnHost tells of a Host header that names this server.
func isOwnHost(header, port string, isLocal bool) bool {
	host, asked, err := net.SplitHostPort(header)
	if err != nil { // a browser leaves out the port of HTTP
		host, asked = strings.Trim(header, "[]"), "80"
	}
	ip := net.ParseIP(host)
	return asked == port && (host == "localhost" || ip != nil && (ip.IsLoopback() || !isLocal))
}

// isOwnSite tells of a request that the page, or the user, made: a browser says
// whose it is. Other sites may link to the page, as opening it does nothing.
func isOwnSite(in *http.Request) bool {
	if origin := in.Header.Get("Origin"); origin != "" && origin != "http://"+in.Host {
		return false
	}
	switch in.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return true
	}
	return in.URL.Path == "/" && in.Method == http.MethodGet && in.Header.Get("Sec-Fetch-Mode") == "navigate"
}

// setHeaders keeps the page to itself: it loads nothing from elsewhere, runs no
// script that is not a file of its own, stands in no frame, and is not cached.
func setHeaders(header http.Header) {
	header.Set("Content-Security-Policy", strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
		"base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
		"require-trusted-types-for 'script'", "trusted-types 'none'",
	}, "; "))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=()")
	header.Set("Cache-Control", "no-store")
}
