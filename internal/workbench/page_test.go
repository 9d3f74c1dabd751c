package workbench_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/udmap/udmap/internal/golden"
	"github.com/udmap/udmap/internal/workbench"
)

// TestThePage uses the page as people do, in a real browser.
func TestThePage(t *testing.T) {
	b := startBrowser(t)
	wide := chromedp.EmulateViewport(1600, 900)
	for name, test := range map[string]struct {
		before chromedp.Action[chromedp.Void]
		use    func(*tab)
	}{
		"what is pointed at lights up":      {wide, testPointing},
		"logs are pasted and dropped":       {wide, testGivingLogs},
		"the table is edited":               {wide, testEditing},
		"what is wrong is said":             {wide, testErrors},
		"hostile logs are text":             {wide, testHostileLogs},
		"large logs":                        {wide, testLargeLogs},
		"tables and golden cases are saved": {wide, testSaving},
		"the keyboard alone":                {wide, testKeyboard},
		"accessible":                        {wide, testAccessible},
		"accessible in the dark":            {dark(), testAccessible},
		"accessible on a narrow screen":     {chromedp.EmulateViewport(420, 900), testAccessible},
	} {
		t.Run(name, func(t *testing.T) { test.use(b.open(t, test.before)) })
	}
}

// field finds the button of a field by its whole path; part finds the raw text.
func field(path string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('button.field')].find(f => f.dataset.field !== undefined && f.dataset.path === %q)`, path)
}

// hasField asks whether a field has a value.
func hasField(path, value string) string {
	return fmt.Sprintf(`%s?.querySelector('.value').textContent === ': ' + %q`, field(path), value)
}

func part(text string) string {
	return fmt.Sprintf(`[...document.querySelectorAll('.record .part')].find(p => p.textContent === %q)`, text)
}

// line finds the line of the table on which a row stands.
func line(row string) string {
	return fmt.Sprintf(`document.querySelectorAll('#lines .line')[document.getElementById('table-text').value.split('\n').findIndex(l => l.includes('id: %s,'))]`, row)
}

// lit lists what is lit: fields by path, raw texts, and the lines of rows.
func (p *tab) lit() (fields, texts, lines []string) {
	p.Helper()
	fields = get[[]string](p, `[...document.querySelectorAll('.field.lit')].map(f => f.dataset.path)`)
	texts = get[[]string](p, `[...document.querySelectorAll('.record .part.lit')].map(p => p.textContent)`)
	lines = get[[]string](p, `[...document.querySelectorAll('.line.lit .number')].map(n => n.textContent)`)
	return fields, texts, lines
}

func testPointing(page *tab) {
	page.load("zoom_operation_logs_inferred")
	want := func(fields, texts, lines []string, story string) {
		page.Helper()
		page.until(fmt.Sprintf(`document.getElementById('story').textContent.includes(%q)`, story))
		gotFields, gotTexts, gotLines := page.lit()
		require.Equal(page, fields, gotFields)
		require.Equal(page, texts, gotTexts)
		require.Equal(page, lines, gotLines)
	}
	department, text, row := []string{"target.user.department[0]"}, []string{"R&D"}, []string{"26"}

	page.pointAt(field("target.user.department[0]"))
	want(department, text, row, "target.user.department[0] = R&D · row ZO04, line 26 · from detail.Department")
	page.pointAt(line("ZO04"))
	want(department, text, row, "row ZO04, line 26 set target.user.department[0]")
	page.pointAt(part("R&D"))
	want([]string{"metadata.description", "target.user.department[0]"}, text, []string{"26", "38"}, "“R&D” made")
	page.pointAt(line("ZO14"))
	want([]string{"principal.user.userid"}, []string{}, []string{"40"}, `"admin@example.com" is an email`)
	page.pointAt(field("metadata.vendor_name"))
	want([]string{"metadata.vendor_name"}, []string{}, []string{"48"}, "a constant")

	idle := `document.querySelector('button.field.idle[data-row="ZO14"]')`
	page.pointAt(idle)
	want([]string{"principal.user.userid"}, []string{"admin@example.com"}, []string{"40"}, "set nothing · no match")

	page.pointAt(`document.querySelector('h1')`)
	page.until(`document.getElementById('story').textContent === ''`)
	fields, texts, lines := page.lit()
	require.Empty(page, append(append(fields, texts...), lines...), "nothing is lit where nothing is pointed at")
}

// paste pastes a text into the page as a whole.
func (p *tab) paste(text string) {
	p.Helper()
	p.run(fmt.Sprintf(`{
		const data = new DataTransfer();
		data.setData('text/plain', %s);
		document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
	}`, strconv.QuoteToASCII(text)))
}

func (p *tab) status() string {
	p.Helper()
	return get[string](p, `document.getElementById('status').textContent`)
}

func (p *tab) untilStatus(text string) {
	p.Helper()
	p.until(fmt.Sprintf(`document.getElementById('status').textContent.includes(%q)`, text))
}

const mixed = `{"action":"Add","category_type":"User","lost":"nowhere","operation_detail":"Add x","operator":"al","time":"2026-01-01T00:00:00Z"}
{"operation_detail":"x","time":"no"}
{oops
{"email":"a@example.com","time":"2026-01-02T03:04:05Z","type":"Sign in"}
`

func testGivingLogs(page *tab) {
	page.paste(mixed)
	page.untilStatus("4 records: 2 events, 2 rejected (malformed 1, time 1)")
	require.Equal(page, "zoom_operation_logs", get[string](page, `document.getElementById('table-name').textContent`))
	require.Equal(page, []string{"nowhere"}, get[[]string](page, `[...document.querySelectorAll('.record .part.unmapped')].map(p => p.textContent)`))
	page.run(`document.querySelectorAll('#records button')[3].click()`)
	page.until(`document.getElementById('table-name').textContent === 'zoom_activities'`)

	page.run(`document.getElementById('edit').click()`)
	page.run(`{const area = document.getElementById('raw-text'); area.value = area.value.replace('{oops\n', ''); area.dispatchEvent(new Event('input', {bubbles: true}))}`)
	page.untilStatus("3 records: 2 events, 1 rejected")

	page.run(`{
		const data = new DataTransfer();
		data.items.add(new File(['{"operation_detail":"x","time":"2026-01-01T00:00:00Z"}'], 'in.json'));
		document.getElementById('raw').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
	}`)
	page.untilStatus("1 record: 1 event, 0 rejected")
	page.do(chromedp.SetUploadFiles("#file", []string{absolute(page.T, "../../testdata/samples/zoom_activities.jsonl")}))
	page.untilStatus("6 records")
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	return path
}

// edit replaces a text of the table, as typing does.
func (p *tab) edit(from, to string) {
	p.Helper()
	require.True(p, get[bool](p, fmt.Sprintf(`document.getElementById('table-text').value.includes(%q)`, from)), from)
	p.run(fmt.Sprintf(`{
		const area = document.getElementById('table-text');
		area.value = area.value.replace(%q, %q);
		area.dispatchEvent(new Event('input', {bubbles: true}));
	}`, from, to))
}

func testEditing(page *tab) {
	page.load("zoom_operation_logs_inferred")
	page.edit("to: target.user.department", "to: target.user.title")
	page.until(hasField("target.user.title", "R&D"))
	require.Equal(page, "edited", get[string](page, `document.getElementById('table-name').textContent`))

	page.edit("from: detail.Department,    to: target.user.title", "from: detail.Department,    to: target.usr.title")
	page.until(`document.getElementById('findings-title').textContent.includes('does not compile')`)
	finding := get[string](page, `document.querySelector('#findings .error').textContent`)
	require.Regexp(page, `^Line 26: error MAP020: target\.usr\.title is no UDM field.* — did you mean "user"\?$`, finding)
	require.Equal(page, "26", get[string](page, `document.querySelector('.line.error .number').textContent`))
	require.Equal(page, "true", get[string](page, `document.getElementById('table-text').getAttribute('aria-invalid')`))
	require.True(page, get[bool](page, `document.getElementById('save-case').disabled`))
	page.run(`document.querySelector('#findings .error button').click()`)
	page.until(`document.activeElement.id === 'table-text' && document.querySelector('.line.lit .number')?.textContent === '26'`)

	page.edit("target.usr.title", "target.user.department")
	page.until(`document.getElementById('findings-title').textContent.startsWith('The table compiles')`)
	page.until(hasField("target.user.department[0]", "R&D"))
	require.False(page, get[bool](page, `document.getElementById('udm').classList.contains('stale')`))

	page.run(`document.querySelectorAll('#records button')[1].click()`)
	page.until(`document.getElementById('record-title').textContent === 'Record 2, line 2'`)
	page.run(`document.getElementById('undo').click()`)
	page.until(`document.getElementById('undo').hidden`)
	require.Equal(page, "zoom_operation_logs", get[string](page, `document.getElementById('table-name').textContent`))
}

func testErrors(page *tab) {
	page.paste(mixed)
	page.untilStatus("4 records")
	page.run(`document.querySelectorAll('#records button')[1].click()`)
	page.until(`document.getElementById('rejection').textContent === 'Rejected: time: time is missing, empty or unreadable'`)
	require.Equal(page, []string{`metadata.event_timestamp is not set, unreadable: "no" cannot be converted, row ZO17`},
		get[[]string](page, `[...document.querySelectorAll('.field')].map(f => f.textContent)`))
	page.run(`document.querySelectorAll('#records button')[2].click()`)
	page.until(`document.getElementById('rejection').textContent.includes('malformed')`)
	require.Equal(page, "o", get[string](page, `document.querySelector('mark.rejected').textContent`))

	// What the validator finds stands at its field; what is waived says so.
	page.run(`document.querySelectorAll('#records button')[0].click()`)
	page.until(`document.querySelector('.finding.waived') !== null`)
	page.edit("UDM071: the published table sets metadata.log_type", "UDM072: no")
	page.until(`document.querySelector('[data-path="metadata.log_type"] + .finding.note') !== null`)

	page.paste("no JSON at all")
	page.untilStatus("0 events")
	page.do(chromedp.SetUploadFiles("#file", []string{large(page.T, workbench.MaxRawBytes+1)}))
	page.untilStatus("This is 32 MiB, more than the 32 MiB that the page takes; udmap convert takes more.")
}

// large makes a file of so many bytes.
func large(t *testing.T, size int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "large.jsonl")
	file, err := os.Create(path)
	require.NoError(t, err)
	require.NoError(t, file.Truncate(size))
	require.NoError(t, file.Close())
	return path
}

func testHostileLogs(page *tab) {
	page.run(`window.pwned = false`)
	const hostile = `<img src=x onerror="window.pwned=true"><script>window.pwned=true</script>`
	quoted := strings.ReplaceAll(hostile, `"`, `\"`)
	page.paste(`{"action":"` + quoted + `","category_type":"` + quoted + `","` + quoted + `":"` + quoted + `","operation_detail":"` + quoted +
		`","operator":"` + quoted + `","time":"2026-01-01T00:00:00Z"}` + "\n" + hostile + "\n")
	page.untilStatus("2 records: 1 event, 1 rejected")
	page.pointAt(field("metadata.product_event_type"))
	page.until(`document.getElementById('story').textContent.includes('<img')`)
	require.Contains(page, get[string](page, field("metadata.product_event_type")+`.querySelector('.value').textContent`), hostile)
	page.run(`document.querySelectorAll('#records button')[1].click()`)
	page.until(`document.getElementById('record-title').textContent.startsWith('Record 2')`)
	page.run(`document.querySelectorAll('#records button')[0].click()`)
	page.until(`document.getElementById('record-title').textContent.startsWith('Record 1')`)
	page.edit("table: zoom_operation_logs", "table: "+`"<img src=x onerror=window.pwned=true>"`)
	page.until(`document.querySelector('#findings').textContent.includes('<img')`)
	require.Zero(page, get[int](page, `document.querySelectorAll('img, body script').length`))
	require.False(page, get[bool](page, `window.pwned`))
}

// testLargeLogs pastes 10 MB: the page answers, and stays quick to the hand.
func testLargeLogs(page *tab) {
	begun := time.Now()
	page.run(`{
		window.slowest = 0;
		let last = performance.now();
		const watch = () => { const now = performance.now(); window.slowest = Math.max(window.slowest, now - last); last = now; setTimeout(watch, 10); };
		watch();
		const record = '{"action":"Add","category_type":"User","operation_detail":"Add User user1@example.com  - Department: R&D","operator":"al","time":"2026-01-01T00:00:00Z"}\n';
		const data = new DataTransfer();
		data.setData('text/plain', record.repeat(Math.ceil(10e6 / record.length)));
		document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
	}`)
	page.untilStatus("events, 0 rejected")
	pasted := time.Since(begun)
	require.Regexp(page, `^6\d,\d{3} records: 6\d,\d{3} events, 0 rejected$`, page.status())
	require.Equal(page, 200, get[int](page, `document.querySelectorAll('#records button').length`))
	require.Contains(page, get[string](page, `document.getElementById('raw-note').textContent`), "too long to be edited here")
	require.Less(page, get[int](page, `document.querySelectorAll('*').length`), 5000, "the page shows a part")

	begun = time.Now()
	page.run(`document.getElementById('later').click()`)
	page.until(`document.getElementById('record-title').textContent.startsWith('Record 201,')`)
	turned := time.Since(begun)
	begun = time.Now()
	page.edit("to: target.user.department", "to: target.user.title")
	page.until(hasField("target.user.title", "R&D"))
	edited := time.Since(begun)
	slowest := get[float64](page, `window.slowest`)
	page.Logf("10 MB: pasted in %v, turned a page in %v, an edit shown in %v, the page stood still for at most %.0f ms", pasted, turned, edited, slowest)
	require.Less(page, slowest, 2000.0, "milliseconds for which the page stood still")
}

func testSaving(page *tab) {
	folder := page.TempDir()
	_, err := chromedp.CallBrowser(page.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder,
	})
	require.NoError(page, err)
	page.load("zoom_activities")
	page.edit("version: 1", "version: 7")
	page.until(`document.getElementById('undo').hidden === false`)
	page.answered()
	page.run(`document.getElementById('save-table').click()`)
	require.Contains(page, saved(page.T, folder, "zoom_activities.yaml"), "version: 7")
	page.run(`document.getElementById('save-case').click()`)
	archive := saved(page.T, folder, "record-1.txtar")
	_, err = golden.Parse("case.txtar", []byte(archive))
	require.NoError(page, err)
	require.Contains(page, archive, "-- events.json --")
	require.Contains(page, archive, "version: 7")
}

// saved waits for a file that the browser saves, which appears whole.
func saved(t *testing.T, folder, name string) string {
	t.Helper()
	var text []byte
	require.Eventually(t, func() bool {
		var err error
		text, err = os.ReadFile(filepath.Join(folder, name))
		return err == nil && len(text) > 0
	}, patience, 10*time.Millisecond, "%s is saved", name)
	return string(text)
}
