package workbench_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/deploytest"
	"github.com/udmap/udmap/internal/workbench"
)

// patience is how long a test waits for what the page must come to.
const patience = 30 * time.Second

// chromium is one browser, which all tests of the page share, and the server.
type chromium struct {
	ctx context.Context
	url string
}

// startBrowser skips the test, loudly, where there is no Chromium.
func startBrowser(t *testing.T) chromium {
	t.Helper()
	program := findChromium()
	if program == "" {
		deploytest.SkipLoudly(t, "there is no Chromium, so the page is NOT tested (make chromium)")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, closeBrowser := chromedp.NewContext(allocator)
	t.Cleanup(closeBrowser)
	require.NoError(t, chromedp.Do(ctx), "start %s", program)
	return chromium{ctx, serve(t)}
}

// findChromium returns the program, "" if there is none.
func findChromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome", "headless-shell"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return ""
}

// serve serves the workbench as udmap serve does, and returns its address.
func serve(t *testing.T) string {
	t.Helper()
	bench, err := workbench.New()
	require.NoError(t, err)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{Handler: workbench.Guard(listener.Addr(), bench.Handler()), ReadHeaderTimeout: patience}
	go func() { _ = server.Serve(listener) }() // it says that it was closed
	t.Cleanup(func() { _ = server.Close() })
	return "http://" + listener.Addr().String() + "/"
}

// tab is a page of its own, and all that it asked for and complained of.
type tab struct {
	*testing.T
	ctx context.Context
	url string

	lock       sync.Mutex
	requests   []string
	complaints []string
}

// open opens the page in a new tab, which at the end must have asked nobody
// else for anything, and have complained of nothing.
func (b chromium) open(t *testing.T, before ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(b.ctx)
	t.Cleanup(closeTab)
	page := &tab{T: t, ctx: ctx, url: b.url}
	require.NoError(t, chromedp.Listen(ctx, page.listen))
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	require.NoError(t, err)
	_, err = chromedp.Call(ctx, log.Enable, cdp.Empty{})
	require.NoError(t, err)
	page.do(chromedp.EmulateViewport(1600, 900))
	page.do(append(before, chromedp.Navigate(b.url))...)
	page.until(`document.documentElement.dataset.ready === 'true'`)
	t.Cleanup(func() {
		page.lock.Lock()
		defer page.lock.Unlock()
		for _, address := range page.requests {
			isOwn := strings.HasPrefix(address, b.url) || strings.HasPrefix(address, "blob:"+b.url)
			require.True(t, isOwn, "the page asked for %s", address)
		}
		require.NotEmpty(t, page.requests)
		require.Empty(t, page.complaints)
	})
	return page
}

func (p *tab) listen(event any) {
	p.lock.Lock()
	defer p.lock.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		p.requests = append(p.requests, event.Request.URL)
	case *runtime.EventExceptionThrown:
		p.complaints = append(p.complaints, event.ExceptionDetails.Text+" "+event.ExceptionDetails.Exception.Description)
	case *runtime.EventConsoleAPICalled:
		for _, argument := range event.Args {
			p.complaints = append(p.complaints, fmt.Sprintf("console %s: %s%s", event.Type, argument.Value, argument.Description))
		}
	case *log.EventEntryAdded:
		p.complaints = append(p.complaints, event.Entry.Text)
	}
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	require.NoError(p, chromedp.Do(ctx, actions...))
}

// run evaluates JavaScript.
func (p *tab) run(script string) {
	p.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](script))
}

// get evaluates an expression of JavaScript.
func get[T any](p *tab, expression string) T {
	p.Helper()
	ctx, stop := context.WithTimeout(p.ctx, patience)
	defer stop()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	require.NoError(p, err, expression)
	return value
}

// until waits until an expression of JavaScript holds.
func (p *tab) until(expression string) {
	p.Helper()
	p.do(func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Poll[bool](expression, chromedp.WithPollingInterval(20*time.Millisecond), chromedp.WithPollingTimeout(0))(ctx, target)
		if err != nil {
			err = fmt.Errorf("waited for %s: %w", expression, err)
		}
		return chromedp.Void{}, err
	})
}

// answered waits for the answer to all that was asked.
func (p *tab) answered() {
	p.Helper()
	p.until(`document.getElementById('main').getAttribute('aria-busy') === 'false'`)
}

// load chooses a sample, as a user does.
func (p *tab) load(sample string) {
	p.Helper()
	p.run(fmt.Sprintf(`{
		const choice = document.getElementById('sample');
		choice.value = %q;
		choice.dispatchEvent(new Event('change', {bubbles: true}));
	}`, sample))
	p.until(`document.querySelectorAll('#fields .field').length > 0`)
	p.answered()
}

// pointAt moves the mouse to the middle of the first element that an expression
// of JavaScript finds.
func (p *tab) pointAt(expression string) {
	p.Helper()
	at := get[[]float64](p, fmt.Sprintf(`(() => {
		const target = %s;
		target.scrollIntoView({block: 'center'});
		const box = target.getClientRects()[0];
		return [box.x + Math.min(box.width / 2, 40), box.y + box.height / 2];
	})()`, expression))
	p.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
}

// dark makes the page prefer a dark scheme.
func dark() chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		})
		return chromedp.Void{}, err
	}
}
