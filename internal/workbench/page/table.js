// The mapping table: a text area as long as its text, above lines that light up.
import { byId, element, count } from './dom.js';

const area = byId('table-text');
const backdrop = byId('lines');
let rows = [];

export const tableText = () => area.value;

// showTable shows a text, which the user has not just typed.
export function showTable(text) {
  if (area.value !== text) area.value = text;
  fit();
}

// fit makes the text area as large as its text, and a line for each of its own.
function fit() {
  const lines = area.value.split('\n');
  area.rows = lines.length;
  area.style.width = `${Math.max(...lines.map((line) => line.length)) + 2}ch`;
  while (backdrop.children.length > lines.length) backdrop.lastChild.remove();
  for (let number = backdrop.children.length + 1; number <= lines.length; number++) {
    backdrop.append(element('div', { class: 'line' }, element('span', { class: 'number' }, String(number))));
  }
}

// onTableInput calls back when the user has typed.
export function onTableInput(edited) {
  area.addEventListener('input', () => {
    fit();
    edited();
  });
}

// showRows keeps the lines of the rows, and marks those that wrote something.
export function showRows(shown, wrote) {
  rows = shown;
  for (const line of backdrop.children) line.classList.remove('wrote');
  for (const row of rows) {
    if (wrote.has(row.id)) lineAt(row.first)?.classList.add('wrote');
  }
}

// rowAt returns the id of the row on a line, if there is one.
export const rowAt = (line) => rows.find((row) => row.first <= line && line <= row.last)?.id;

// rowUnder returns the row at a height of the window; rowOfCaret that of the caret.
export const rowUnder = (y) => {
  const box = backdrop.getBoundingClientRect();
  return rowAt(1 + Math.floor((y - box.top) / (box.height / Math.max(1, backdrop.children.length))));
};
export const rowOfCaret = () => rowAt(area.value.slice(0, area.selectionStart).split('\n').length);

const lineAt = (number) => backdrop.children[number - 1];

// lightRows lights up the lines of rows, and returns the first.
export function lightRows(ids) {
  let first = null;
  for (const line of backdrop.querySelectorAll('.lit')) line.classList.remove('lit');
  for (const row of rows.filter((known) => ids.has(known.id))) {
    for (let line = row.first; line <= row.last; line++) lineAt(line)?.classList.add('lit');
    first ??= lineAt(row.first);
  }
  return first;
}

// showFindings shows what is wrong with the table, at its line and in a list.
export function showFindings(findings, hasTable, compiled) {
  for (const line of backdrop.children) {
    line.classList.remove('error', 'warning');
    line.querySelector('.remark')?.remove();
  }
  const shown = (findings ?? []).filter((finding) => finding.severity !== 'note');
  const lines = area.value.split('\n');
  for (const finding of shown) {
    const line = lineAt(finding.position?.line ?? 0);
    line?.classList.add(finding.severity);
    if (line && !line.querySelector('.remark')) {
      const remark = element('span', { class: 'remark' }, words(finding));
      remark.style.marginLeft = `${lines[finding.position.line - 1].length + 2}ch`;
      line.append(remark);
    }
  }
  byId('findings').replaceChildren(...shown.map((finding) => element('li', { class: `finding ${finding.severity}` }, findingElement(finding))));
  const errors = shown.filter((finding) => finding.severity === 'error').length;
  area.setAttribute('aria-invalid', String(errors > 0));
  let title = hasTable ? 'The table compiles' : 'No table yet';
  if (shown.length > 0) {
    title = `${compiled ? 'The table compiles' : 'The table does not compile'}: ${count(errors, 'error')}, ${count(shown.length - errors, 'warning')}`;
  }
  byId('findings-title').textContent = title;
}

const words = (finding) => `${finding.summary}${finding.detail ? `: ${finding.detail}` : ''}${finding.hint ? ` — ${finding.hint}` : ''}`;

function findingElement(finding) {
  const line = finding.position?.line ?? 0;
  const text = `${finding.severity} ${finding.id}: ${words(finding)}`;
  if (line === 0) return element('span', {}, text);
  const button = element('button', { type: 'button', class: 'plain' }, `Line ${line}: ${text}`);
  button.addEventListener('click', () => goTo(line));
  return button;
}

// goTo puts the caret at the start of a line.
export function goTo(line) {
  const start = area.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start);
  lineAt(line)?.scrollIntoView({ block: 'center' });
}
