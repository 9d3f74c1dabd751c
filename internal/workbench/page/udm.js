// The UDM event: its fields by noun, what the validator says of each, and the
// fields that are missing, with the reason of every row that could have filled
// them.
import { byId, breakable, element, rove, count } from './dom.js';

const container = byId('fields');

// noun is the first part of a path, with its index: "about[0]".
const noun = (path) => path.split('.')[0];
const bare = (path) => path.replace(/\[\d+\]/g, '');
const below = (path) => path.slice(noun(path).length + 1) || path;

// said is a text that is not shown, but read out.
const said = (text) => (text === '' ? '' : element('span', { class: 'said' }, text));

// showEvent shows the fields of a record.
export function showEvent(record) {
  const findings = record.findings ?? [];
  const placed = new Set();
  const sections = [];
  const groups = Map.groupBy((record.fields ?? []).map((field, number) => ({ ...field, number })), (field) => noun(field.path));
  for (const [name, fields] of groups) {
    sections.push(group(name, fields.map((field) => {
      const own = findings.filter((finding) => finding.field === field.path);
      own.forEach((finding) => placed.add(finding));
      return fieldElement(field, own);
    })));
  }
  const filled = new Set((record.fields ?? []).map((field) => bare(field.path)));
  const idle = (record.idle ?? []).map((row, number) => ({ ...row, number }));
  const missing = idle.filter((row) => !filled.has(bare(row.to)));
  const beaten = idle.filter((row) => filled.has(bare(row.to)));
  sections.push(...missingGroups('Missing', missing, findings, placed), ...missingGroups('Set by another row', beaten, [], placed));
  const rest = findings.filter((finding) => !placed.has(finding));
  const items = (shown) => shown.map((finding) => element('li', {}, judgment(finding)));
  const open = rest.filter((finding) => !finding.waived);
  const waived = rest.filter((finding) => finding.waived);
  if (open.length > 0) sections.unshift(group('Validator', items(open)));
  if (waived.length > 0) sections.push(group('Waived by the table', items(waived)));
  container.replaceChildren(...sections);
  rove(container, 'button.field');
}

function group(name, items, note = '') {
  return element('div', { class: 'noun' }, element('h3', {}, name, note === '' ? '' : element('span', { class: 'count' }, note)), element('ul', {}, ...items));
}

function fieldElement(field, findings) {
  const above = field.path === below(field.path) ? '' : `${noun(field.path)} `;
  const button = element('button', { type: 'button', class: 'field', 'data-field': field.number, 'data-path': field.path },
    element('span', { class: 'path' }, said(above), ...breakable(below(field.path))),
    element('span', { class: 'value' }, said(': '), field.value),
    element('span', { class: 'row' }, said(', row '), field.row, said(findings.length > 0 ? `, ${count(findings.length, 'finding')}` : '')));
  return element('li', { 'data-text': `${field.path} ${field.value} ${field.row}` }, button, ...findings.map(judgment));
}

function missingGroups(title, rows, findings, placed) {
  if (rows.length === 0) return [];
  const items = [...Map.groupBy(rows, (row) => row.to)].map(([to, idle]) => {
    const own = findings.filter((finding) => finding.field === to && !placed.has(finding));
    own.forEach((finding) => placed.add(finding));
    return element('li', { 'data-text': `${to} ${idle.map((row) => row.row).join(' ')}` },
      element('span', { class: 'path' }, ...breakable(to)),
      ...idle.map(idleElement), ...own.map(judgment));
  });
  return [group(title, items, String(items.length))];
}

function idleElement(row) {
  const reason = row.detail ? `${row.reason}: ${row.detail}` : row.reason;
  return element('button', { type: 'button', class: 'field idle', 'data-idle': row.number, 'data-path': row.to, 'data-row': row.row },
    element('span', { class: 'reason' }, said(`${row.to} is not set, `), reason), element('span', { class: 'row' }, said(', row '), row.row));
}

function judgment(finding) {
  const text = `${finding.severity} ${finding.id}: ${finding.field ? `${finding.field}: ` : ''}${finding.summary}${finding.detail ? `: ${finding.detail}` : ''}`;
  if (finding.waived) return element('p', { class: 'finding waived' }, `${text} — waived: ${finding.waived}`);
  return element('p', { class: `finding ${finding.severity}` }, finding.hint ? `${text} — ${finding.hint}` : text);
}

// find hides the fields that do not have a text.
export function find(text) {
  const wanted = text.trim().toLowerCase();
  let found = 0;
  for (const item of container.querySelectorAll('li')) {
    item.hidden = wanted !== '' && !(item.dataset.text ?? item.textContent).toLowerCase().includes(wanted);
    if (!item.hidden) found++;
  }
  for (const section of container.children) section.hidden = section.querySelector('li:not([hidden])') === null;
  rove(container, 'button.field');
  return found;
}

// lightEvent lights up fields and rows that set nothing, and returns the first.
export function lightEvent(fields, idle) {
  let first = null;
  for (const button of container.querySelectorAll('button.field')) {
    const { field, idle: row } = button.dataset;
    const isLit = field !== undefined ? fields.has(Number(field)) : idle.has(Number(row));
    button.classList.toggle('lit', isLit);
    if (isLit) first ??= button;
  }
  return first;
}
