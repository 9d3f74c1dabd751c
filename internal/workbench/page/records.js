// The list of records, a page at a time.
import { byId, element, rove, count } from './dom.js';

const list = byId('records');

// showRecords lists records, and marks the one that is explained.
export function showRecords(answer, choose) {
  const current = answer.record?.number;
  const hadFocus = list.contains(document.activeElement);
  list.replaceChildren(...(answer.list ?? []).map((listed) => element('li', {}, recordElement(listed, current, choose))));
  const first = answer.list?.[0]?.number ?? 0;
  const last = answer.list?.at(-1)?.number ?? 0;
  byId('pager').hidden = answer.records <= (answer.list ?? []).length;
  byId('page').textContent = `${first.toLocaleString('en')}–${last.toLocaleString('en')} of ${count(answer.records, 'record')}`;
  byId('earlier').disabled = first <= 1;
  byId('later').disabled = last >= answer.records;
  byId('earlier').onclick = () => choose(first - 1);
  byId('later').onclick = () => choose(last + 1);
  rove(list, 'button');
  const shown = list.querySelector('[aria-current]');
  shown?.scrollIntoView({ block: 'nearest' });
  if (hadFocus) shown?.focus();
}

function recordElement(listed, current, choose) {
  const signs = [];
  if (listed.reason) signs.push(element('span', { class: 'sign error' }, 'rejected'));
  if (listed.errors > 0) signs.push(element('span', { class: 'sign error' }, count(listed.errors, 'error')));
  if (listed.warnings > 0) signs.push(element('span', { class: 'sign warning' }, count(listed.warnings, 'warning')));
  const button = element('button', { type: 'button', 'data-record': listed.number, 'aria-current': listed.number === current && 'true' },
    element('span', { class: 'number' }, String(listed.number)), element('span', { class: 'type' }, listed.event_type || listed.reason), ...signs);
  button.addEventListener('click', () => choose(listed.number));
  return button;
}
