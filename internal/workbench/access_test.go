package workbench_test

import (
	"fmt"
	"os"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// press presses a key, with what holds it down.
func (p *tab) press(keys string, options ...chromedp.KeyOption) {
	p.Helper()
	p.do(chromedp.KeyEvent(keys, options...))
}

func (p *tab) focused() string {
	p.Helper()
	return get[string](p, `document.activeElement.id || document.activeElement.className || document.activeElement.tagName`)
}

// tabTo presses Tab until something has the focus; everything is near.
func (p *tab) tabTo(selector string) {
	p.Helper()
	for range 20 {
		p.press(kb.Tab)
		if get[bool](p, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	p.Fatalf("Tab does not reach %s; the focus is on %s", selector, p.focused())
}

// testKeyboard goes from a sample to a field, its row and its text, and back,
// without a mouse. What has the focus is always to be seen.
func testKeyboard(page *tab) {
	page.press(kb.Tab)
	require.Equal(page, "skip", page.focused())
	page.tabTo("#sample")
	page.press("zoom_operation_logs_i")
	page.until(`document.querySelectorAll('#fields .field').length > 0`)
	page.answered()

	page.tabTo("#records button")
	page.press(kb.ArrowDown)
	page.press(kb.Enter)
	page.until(`document.getElementById('record-title').textContent === 'Record 2, line 2'`)
	require.Equal(page, "2", get[string](page, `document.querySelector('[aria-current] .number').textContent`))
	page.until(`document.activeElement.dataset.record === '2'`)

	page.tabTo(".record .part")
	page.until(`document.querySelectorAll('.field.lit').length > 0 && document.querySelectorAll('.line.lit').length > 0`)
	first := get[string](page, `document.getElementById('story').textContent`)
	page.press(kb.ArrowRight)
	page.until(fmt.Sprintf(`document.getElementById('story').textContent !== %q`, first))

	page.tabTo("#table-text")
	page.run(`document.getElementById('table-text').setSelectionRange(0, 0)`)
	for range 22 {
		page.press(kb.ArrowDown)
	}
	page.until(`document.getElementById('story').textContent.includes('row ZO01')`)
	require.NotEmpty(page, get[[]string](page, `[...document.querySelectorAll('.field.lit')].map(f => f.textContent)`))

	page.tabTo("#find")
	page.press("admin@example.com")
	page.until(`[...document.querySelectorAll('#fields li')].filter(li => !li.hidden).length === 1`)
	page.tabTo("#fields .field")
	page.until(`document.querySelectorAll('.record .part.lit').length > 0`)
	page.press(kb.Enter)
	page.press(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
	require.Equal(page, "find", page.focused())
	page.until(`document.querySelectorAll('.record .part.lit').length > 0`) // it is held
	page.press(kb.Escape)
	page.until(`document.querySelectorAll('.lit').length === 0`)

	// Tab goes round the whole page: nothing keeps it.
	seen := map[string]bool{}
	page.run(`document.activeElement.blur()`)
	for range 25 {
		page.press(kb.Tab)
		seen[page.focused()] = true
		require.True(page, get[bool](page, `document.activeElement === document.body || (() => {
			const looks = element => getComputedStyle(element).outlineStyle !== 'none' && parseFloat(getComputedStyle(element).outlineWidth) >= 2;
			const at = document.activeElement;
			return looks(at) || looks(at.parentElement);
		})()`), "the focus on %s is not to be seen", page.focused())
	}
	for _, stop := range []string{"skip", "sample", "choice", "save-table", "save-case", "file", "edit", "table-text", "undo", "find"} {
		if stop != "undo" {
			require.True(page, seen[stop], "%s is not among %v", stop, seen)
		}
	}
}

// testAccessible audits the page with axe-core against WCAG 2.2 AA, in each of
// its states.
func testAccessible(page *tab) {
	axe, err := os.ReadFile("testdata/axe-core/axe.min.js")
	require.NoError(page, err)
	page.run(string(axe))
	page.audit("empty")
	page.paste(mixed)
	page.untilStatus("4 records")
	page.audit("an event")
	page.run(field("metadata.product_event_type") + `.focus()`)
	page.until(`document.querySelectorAll('.lit').length > 1`)
	page.audit("lit")
	page.run(`document.querySelectorAll('#records button')[2].click()`)
	page.until(`document.querySelector('mark.rejected') !== null`)
	page.audit("rejected")
	page.run(`document.querySelectorAll('#records button')[0].click()`)
	page.until(`document.querySelectorAll('.field').length > 2`)
	page.edit("to: target.user.department", "to: target.usr.department")
	page.until(`document.querySelectorAll('#findings .error').length > 0`)
	page.audit("an error of the table")
}

// audit runs axe-core. The text of a table lies over lines that are hidden from
// screen readers; their contrast is looked at all the same.
func (p *tab) audit(state string) {
	p.Helper()
	result := get[struct{ Violations, Passes []string }](p, `axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
	}).then(result => ({
		violations: result.violations.flatMap(violation => violation.nodes.map(node => violation.id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)),
		passes: result.passes.map(pass => pass.id),
	}))`)
	require.Empty(p, result.Violations, state)
	require.Subset(p, result.Passes, []string{"color-contrast", "button-name", "label"}, "the audit has looked")
}
