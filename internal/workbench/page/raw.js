// The raw record: its text, cut where a field's place begins or ends.
import { element, rove } from './dom.js';

// breaks returns where a record that stands in one line is broken for reading:
// offset to indentation. Nothing of the text is left out.
function breaks(text) {
  const found = new Map();
  if (text.trim().includes('\n')) return found;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (inString) {
      if (c === '\\') at++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{') {
      depth++;
      if (depth < 3) found.set(at + 1, depth);
    } else if (c === '}') {
      depth--;
      if (depth >= 0 && depth < 2) found.set(at, depth);
    } else if (c === '[') depth += 10; // lists stand in one line
    else if (c === ']') depth -= 10;
    else if (c === ',' && depth < 3) {
      found.set(text[at + 1] === ' ' ? at + 2 : at + 1, depth);
    }
  }
  return found;
}

// cut returns the parts of a text between the ends of all places.
function cut(length, places, offsets) {
  const ends = new Set([0, length, ...offsets]);
  for (const place of places) ends.add(place.start).add(place.end);
  const sorted = [...ends].filter((end) => end >= 0 && end <= length).sort((a, b) => a - b);
  return sorted.slice(1).map((end, i) => ({ start: sorted[i], end }));
}

// owners tells, for parts in order, which of the places lie over each.
function owners(parts, places) {
  const sorted = [...places].sort((a, b) => a.start - b.start);
  let next = 0;
  let open = [];
  return parts.map((part) => {
    const begun = [];
    while (next < sorted.length && sorted[next].start <= part.start) begun.push(sorted[next++]);
    open = [...open, ...begun].filter((place) => place.end > part.start);
    return open;
  });
}

// showRecord shows a record in a container.
export function showRecord(container, record) {
  const { text } = record;
  const mapped = (record.fields ?? []).flatMap((field) => (field.places ?? []).map((place) => ({ ...place, field })));
  const unused = (record.unused ?? []).map((part) => ({ ...part.place, unused: part }));
  const marked = record.rejection && record.rejection.offset >= 0
    ? [{ start: record.rejection.offset, end: record.rejection.offset + 1, rejected: true }] : [];
  const read = (record.idle ?? []).flatMap((row) => (row.places ?? []).map((place) => ({ ...place, unused: row })));
  const places = [...mapped, ...unused, ...read, ...marked];
  const laidOut = breaks(text);
  const parts = cut(text.length, places, laidOut.keys());
  const over = owners(parts, places);
  const children = parts.flatMap((part, i) => {
    const shown = [];
    if (laidOut.has(part.start)) {
      shown.push(element('br'), element('span', { class: `indent-${Math.min(laidOut.get(part.start), 3)}` }));
    }
    shown.push(partElement(text.slice(part.start, part.end), part, over[i]));
    return shown;
  });
  if (record.cut > 0) children.push(element('p', { class: 'note' }, `… ${record.cut.toLocaleString('en')} more bytes, which are not shown`));
  container.replaceChildren(...children);
  rove(container, '.part');
}

function partElement(text, part, over) {
  const fields = over.filter((place) => place.field).map((place) => place.field.path);
  const unused = over.find((place) => place.unused)?.unused;
  if (over.some((place) => place.rejected)) return element('mark', { class: 'rejected' }, text);
  if (fields.length === 0 && !unused) return document.createTextNode(text);
  let state = 'mapped';
  let name = `makes ${[...new Set(fields)].join(', ')}`;
  if (fields.length === 0) {
    state = unused.dropped ? 'dropped' : 'unmapped';
    name = unused.dropped ? `dropped on purpose: ${unused.dropped}` : 'not mapped';
  }
  return element('span', {
    class: `part ${state}`, role: 'button', 'aria-label': `${text}: ${name}`, 'data-start': part.start, 'data-end': part.end,
  }, text);
}

// partOf returns the part of the record that an element shows.
export function partOf(shown) {
  return { start: Number(shown.dataset.start), end: Number(shown.dataset.end), text: shown.textContent };
}

// lightRecord lights up the parts that lie in places.
export function lightRecord(container, places) {
  let first = null;
  for (const shown of container.querySelectorAll('.part')) {
    const part = partOf(shown);
    const isLit = places.some((place) => place.start < part.end && part.start < place.end);
    shown.classList.toggle('lit', isLit);
    if (isLit) first ??= shown;
  }
  return first;
}
