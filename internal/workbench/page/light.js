// Which fields, rows and parts of the raw text belong together.

const meets = (a, b) => a.start < b.end && b.start < a.end;

// related returns all that belongs to one thing of a record, which is
// {field: number}, {row: id}, {idle: number} or {part: {start, end}}.
export function related(record, thing) {
  const fields = record.fields ?? [];
  const lit = { fields: new Set(), rows: new Set(), idle: new Set(), places: [] };
  const add = (field, number) => {
    lit.fields.add(number);
    lit.rows.add(field.row);
    lit.places.push(...(field.places ?? []));
  };
  if (thing.field !== undefined) add(fields[thing.field], thing.field);
  if (thing.row !== undefined) {
    lit.rows.add(thing.row);
    fields.forEach((field, number) => field.row === thing.row && add(field, number));
    (record.idle ?? []).forEach((idle, number) => idle.row === thing.row && lit.idle.add(number));
  }
  if (thing.idle !== undefined) {
    lit.idle.add(thing.idle);
    lit.rows.add(record.idle[thing.idle].row);
    lit.places.push(...(record.idle[thing.idle].places ?? []));
  }
  if (thing.part !== undefined) {
    fields.forEach((field, number) => {
      if ((field.places ?? []).some((place) => meets(place, thing.part))) {
        lit.fields.add(number);
        lit.rows.add(field.row);
      }
    });
    readers(record, thing.part).forEach((number) => {
      lit.idle.add(number);
      lit.rows.add(record.idle[number].row);
    });
    lit.places.push(thing.part);
  }
  return lit;
}

// readers returns the rows that read a part of the record and set nothing of it,
// where no row did.
function readers(record, part) {
  if ((record.fields ?? []).some((field) => (field.places ?? []).some((place) => meets(place, part)))) return [];
  return (record.idle ?? []).flatMap((idle, number) => ((idle.places ?? []).some((place) => meets(place, part)) ? [number] : []));
}

// story says in a sentence what belongs together.
export function story(record, thing, lines) {
  const line = (row) => (lines.has(row) ? `row ${row}, line ${lines.get(row).first}` : `row ${row}`);
  const from = (field) => (field.source ? `from ${field.source}` : 'a constant or a decision of the table');
  if (thing.field !== undefined) {
    const field = record.fields[thing.field];
    return `${field.path} = ${field.value} · ${line(field.row)} · ${from(field)}`;
  }
  if (thing.idle !== undefined) {
    const idle = record.idle[thing.idle];
    return `${idle.to} · ${line(idle.row)} set nothing · ${idle.reason}${idle.detail ? `: ${idle.detail}` : ''}`;
  }
  if (thing.row !== undefined) {
    const filled = (record.fields ?? []).filter((field) => field.row === thing.row);
    const idle = (record.idle ?? []).findIndex((row) => row.row === thing.row);
    if (filled.length > 0) return `${line(thing.row)} set ${filled.map((field) => field.path).join(', ')}`;
    return idle >= 0 ? story(record, { idle }, lines) : `${line(thing.row)} did not set anything in this record`;
  }
  const made = [...related(record, thing).fields].map((number) => record.fields[number]);
  if (made.length > 0) return `“${thing.part.text}” made ${made.map((field) => `${field.path} (${field.row})`).join(', ')}`;
  const idle = readers(record, thing.part).map((number) => record.idle[number]);
  if (idle.length > 0) return `“${thing.part.text}” is not mapped · ${idle.map((row) => `${row.row}: ${row.detail || row.reason}`).join(' · ')}`;
  const unused = (record.unused ?? []).find((part) => meets(part.place, thing.part));
  if (!unused) return '';
  return unused.dropped ? `${unused.path} is dropped on purpose: ${unused.dropped}` : `${unused.path} is not mapped: no row takes it`;
}
