// What the page asks of udmap serve. Nothing else is ever asked of anybody.

async function ask(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error((await response.text()).trim());
  return response;
}

// question sends a line of JSON and, behind it, the raw logs as they are.
function question(address, head, raw, signal) {
  return ask(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-udmap-question' },
    body: new Blob([JSON.stringify(head), '\n', raw]),
    signal,
  });
}

export const catalogue = async () => (await ask('/api/catalogue')).json();
export const sample = async (name) => (await ask(`/api/sample/${encodeURIComponent(name)}`)).blob();
export const answer = async (head, raw, signal) => (await question('/api/answer', head, raw, signal)).json();
export const goldenCase = async (head, raw) => (await (await question('/api/golden', head, raw)).json()).text;
