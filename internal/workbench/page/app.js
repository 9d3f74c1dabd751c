// The page: what the user gives, what is asked of the server, and what is lit.
import { byId, count, element, say } from './dom.js';
import * as server from './server.js';
import { related, story } from './light.js';
import { showRecord, lightRecord, partOf } from './raw.js';
import { showRecords } from './records.js';
import * as table from './table.js';
import * as udm from './udm.js';

// A text longer than this is not shown for editing: a text area would stand still.
const MAX_EDITED = 200_000;
const TYPING_PAUSE = 120; // milliseconds

const state = {
  raw: new Blob([]),
  record: 1,
  edited: null, // the text of the table, once the user has changed it
  answer: null,
  table: null, // that is shown
  held: null, // what stays lit
  limit: Infinity,
  asking: null,
};

// ask asks what the raw logs become, and shows it. An answer that has been
// overtaken is not waited for.
async function ask() {
  state.asking?.abort();
  const asking = new AbortController();
  state.asking = asking;
  byId('main').setAttribute('aria-busy', 'true');
  try {
    const answer = await server.answer({ table: byId('choice').value, text: state.edited ?? '', record: state.record }, state.raw, asking.signal);
    if (state.asking === asking) show(answer);
  } catch (error) {
    if (error.name !== 'AbortError') fail(error);
  } finally {
    if (state.asking === asking) byId('main').setAttribute('aria-busy', 'false');
  }
}

function fail(error) {
  const text = error instanceof TypeError ? 'udmap serve does not answer: is it still running?' : error.message;
  byId('status').textContent = text;
  byId('status').classList.add('failed');
}

function show(answer) {
  byId('status').classList.remove('failed');
  if (!answer.compiled) {
    table.showFindings(answer.findings, true, false);
    byId('udm').classList.add('stale');
    say(byId('udm-note'), 'The table does not compile. Below is what it made when it last did.');
    byId('save-case').disabled = true;
    nameTable(state.table);
    return;
  }
  state.answer = answer;
  state.held = null;
  byId('udm').classList.remove('stale');
  showSums(answer);
  showRecords(answer, choose);
  showTable(answer);
  showEvent(answer);
  light(null);
}

function showSums(answer) {
  const reasons = Object.entries(answer.reasons ?? {}).map(([reason, number]) => `${reason} ${number.toLocaleString('en')}`).join(', ');
  let text = `${count(answer.records, 'record')}: ${count(answer.events, 'event')}, ${answer.rejected.toLocaleString('en')} rejected`;
  if (reasons) text += ` (${reasons})`;
  if (answer.skipped > 0) text += `, ${answer.skipped} skipped`;
  if (answer.problem) text += `. ${answer.problem}`;
  byId('status').textContent = state.raw.size > 0 ? text : '';
  byId('status').classList.toggle('failed', answer.problem !== '');
  byId('records-box').hidden = answer.records === 0;
}

function showTable(answer) {
  const shown = answer.table;
  state.table = shown ?? state.table;
  const isOther = state.edited !== null && shown !== null && shown.text !== state.edited;
  if (state.edited === null) table.showTable(state.table?.text ?? '');
  nameTable(state.table);
  let note = '';
  if (isOther) note = `This record goes to ${shown.name}, by its shape, and not to the table below.`;
  else if (answer.record?.rejection?.reason === 'unknown-shape') note = 'No table claims this record. Choose one above to give it all records.';
  say(byId('table-note'), note);
  const wrote = new Set((answer.record?.fields ?? []).map((field) => field.row));
  table.showRows(shown === null || isOther ? [] : shown.rows, wrote);
  table.showFindings(answer.findings, table.tableText() !== '', true);
}

// nameTable says which table it is, and whether it was edited.
function nameTable(shown) {
  byId('table-name').textContent = state.edited === null ? shown?.name ?? '' : 'edited';
  byId('undo').hidden = state.edited === null;
  byId('save-table').disabled = table.tableText() === '';
}

function showEvent(answer) {
  const { record } = answer;
  byId('record').hidden = record === null;
  byId('legend').hidden = record === null || record.rejection !== null;
  byId('save-case').disabled = record === null;
  say(byId('record-title'), record === null ? '' : `Record ${record.number}, line ${record.line}`);
  say(byId('rejection'), record?.rejection ? `Rejected: ${record.rejection.reason}${record.rejection.detail ? `: ${record.rejection.detail}` : ''}` : '');
  byId('json-box').hidden = !record?.event;
  byId('json').textContent = record?.event ?? '';
  if (record === null) {
    byId('fields').replaceChildren();
    say(byId('udm-note'), state.raw.size > 0 ? 'There is no record in this text.' : 'Choose a sample above, or paste logs on the left.');
    return;
  }
  showRecord(byId('record'), record);
  udm.showEvent(record);
  udm.find(byId('find').value);
  let note = '';
  if (record.rejection) note = `This record gives no event: ${record.rejection.reason}${record.rejection.row ? ` (row ${record.rejection.row})` : ''}.`;
  say(byId('udm-note'), note);
}

// light lights up all that belongs to a thing; without one, to what is held.
function light(thing, scroll = false) {
  const record = state.answer?.record;
  const shown = thing ?? state.held;
  if (!record || !shown) {
    lightRecord(byId('record'), []);
    table.lightRows(new Set());
    udm.lightEvent(new Set(), new Set());
    byId('story').textContent = '';
    return;
  }
  const lit = related(record, shown);
  const first = [
    shown.part === undefined && lightRecord(byId('record'), lit.places), shown.row === undefined && table.lightRows(lit.rows),
    shown.field === undefined && shown.idle === undefined && udm.lightEvent(lit.fields, lit.idle)];
  if (shown.part !== undefined) lightRecord(byId('record'), lit.places);
  if (shown.row !== undefined) table.lightRows(lit.rows);
  if (shown.field !== undefined || shown.idle !== undefined) udm.lightEvent(lit.fields, lit.idle);
  if (scroll) first.forEach((target) => target && target.scrollIntoView({ block: 'nearest' }));
  const lines = new Map((state.answer.table?.rows ?? []).map((row) => [row.id, row]));
  byId('story').textContent = story(record, shown, lines);
}

// thingOf returns what an element stands for, if anything.
function thingOf(target) {
  const field = target.closest?.('button.field');
  if (field) return field.dataset.field !== undefined ? { field: Number(field.dataset.field) } : { idle: Number(field.dataset.idle) };
  const part = target.closest?.('.record .part');
  return part ? { part: partOf(part) } : null;
}

function choose(record) {
  state.record = record;
  return ask();
}

// take takes new raw logs. Those that are short can be edited as text.
async function take(raw, { record = 1, typed = false } = {}) {
  if (raw.size > state.limit) {
    fail(new Error(`This is ${mebibytes(raw.size)}, more than the ${mebibytes(state.limit)} that the page takes; udmap convert takes more.`));
    return;
  }
  state.raw = raw;
  state.record = record;
  if (!typed) {
    const isShort = raw.size <= MAX_EDITED;
    const text = isShort ? await raw.text() : '';
    const isText = isShort && !text.includes('\uFFFD') && !text.includes('\0');
    byId('raw-text').value = isText ? text : '';
    byId('edit').disabled = !isText;
    say(byId('raw-note'), isText ? '' : `${mebibytes(raw.size)} of logs: ${isShort ? 'not text' : 'too long'} to be edited here.`);
    openText(raw.size === 0);
  }
  await ask();
}

const mebibytes = (size) => `${(size / 2 ** 20).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;

function openText(isOpen) {
  byId('raw-text').hidden = !isOpen;
  byId('edit').setAttribute('aria-expanded', String(isOpen));
}

// save hands a text to the browser as a file.
function save(name, text) {
  const link = element('a', { href: URL.createObjectURL(new Blob([text])), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
}

function later(pause, act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, pause);
  };
}

function wireRaw() {
  const typed = later(TYPING_PAUSE, () => take(new Blob([byId('raw-text').value]), { record: state.record, typed: true }));
  byId('raw-text').addEventListener('input', typed);
  byId('edit').addEventListener('click', () => {
    openText(byId('raw-text').hidden);
    if (!byId('raw-text').hidden) byId('raw-text').focus();
  });
  byId('file').addEventListener('change', (event) => event.target.files[0] && take(event.target.files[0]));
  byId('sample').addEventListener('change', async (event) => {
    if (event.target.value) await server.sample(event.target.value).then(take, fail);
  });
  document.addEventListener('paste', (event) => {
    const text = event.clipboardData.getData('text');
    const isElsewhere = event.target.closest?.('input, #table-text');
    const replaces = event.target !== byId('raw-text') || byId('raw-text').value === '' || text.length > MAX_EDITED;
    if (text === '' || isElsewhere || !replaces) return;
    event.preventDefault();
    take(new Blob([text]));
  });
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', async (event) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    const dropped = file ?? new Blob([event.dataTransfer.getData('text')]);
    if (event.target.closest?.('#table')) editTable(await dropped.text());
    else take(dropped);
  });
}

function editTable(text) {
  state.edited = text;
  table.showTable(text);
  ask();
}

function wireTable() {
  const edited = later(TYPING_PAUSE, ask);
  table.onTableInput(() => {
    state.edited = table.tableText();
    edited();
  });
  byId('undo').addEventListener('click', () => {
    state.edited = null;
    byId('table-text').focus();
    ask();
  });
  byId('choice').addEventListener('change', () => {
    state.edited = null;
    ask();
  });
  byId('save-table').addEventListener('click', () => save(`${state.table?.name ?? 'table'}.yaml`, table.tableText()));
  byId('save-case').addEventListener('click', async () => {
    const head = { table: byId('choice').value, text: state.edited ?? '', record: state.record };
    await server.goldenCase(head, state.raw).then((text) => save(`record-${state.record}.txtar`, text), fail);
  });
}

// wireLight lights up what the pointer is over, or the keyboard is at. Enter, or
// a click, holds it; Escape lets go.
function wireLight() {
  for (const id of ['fields', 'record']) {
    const pane = byId(id);
    pane.addEventListener('pointerover', (event) => light(thingOf(event.target), true));
    pane.addEventListener('pointerleave', () => light(null));
    pane.addEventListener('focusin', (event) => light(thingOf(event.target), true));
    pane.addEventListener('click', (event) => hold(thingOf(event.target)));
    pane.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target.matches('.part')) hold(thingOf(event.target));
    });
  }
  const area = byId('table-text');
  const lightRow = (row) => light(row ? { row } : null, Boolean(row));
  byId('editor').addEventListener('pointermove', (event) => lightRow(table.rowUnder(event.clientY)));
  byId('editor').addEventListener('pointerleave', () => light(null));
  document.addEventListener('selectionchange', () => document.activeElement === area && lightRow(table.rowOfCaret()));
  document.addEventListener('focusout', (event) => !event.relatedTarget?.closest?.('#fields, #record, #editor') && light(null));
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hold(null));
}

function hold(thing) {
  state.held = thing;
  light(thing);
}

async function start() {
  wireRaw();
  wireTable();
  wireLight();
  byId('find').addEventListener('input', (event) => udm.find(event.target.value));
  const catalogue = await server.catalogue();
  state.limit = catalogue.max_raw_bytes;
  byId('sample').append(...catalogue.samples.map((name) => element('option', { value: name }, name)));
  byId('choice').append(...catalogue.tables.map((name) => element('option', { value: name }, name)));
  document.documentElement.dataset.ready = 'true';
}

start().catch(fail);
