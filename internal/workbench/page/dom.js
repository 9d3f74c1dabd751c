// The page makes all of its elements here. Raw logs are hostile: what they say
// is only ever set as text.

export const byId = (id) => document.getElementById(id);

// element makes an element with attributes, and with children that are elements
// or texts.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== ''));
  return made;
}

// say shows a text in an element, which hides without one.
export function say(at, text) {
  at.textContent = text;
  at.hidden = text === '';
}

// rove makes one stop for Tab out of many elements: the arrow keys move among
// them, Home and End to the ends. It is called again when they have changed.
export function rove(container, selector) {
  const items = () => [...container.querySelectorAll(selector)].filter((item) => item.getClientRects().length > 0);
  const stopAt = (chosen) => {
    for (const item of container.querySelectorAll(selector)) item.tabIndex = item === chosen ? 0 : -1;
  };
  stopAt(items().find((item) => item.getAttribute('aria-current') === 'true') ?? items()[0]);
  container.onfocusin = (event) => {
    const item = event.target.closest(selector);
    if (item) stopAt(item);
  };
  container.onkeydown = (event) => {
    const all = items();
    const at = all.indexOf(event.target.closest(selector));
    const to = {
      ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1,
    }[event.key];
    if (at < 0 || to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    all[Math.max(0, Math.min(to, all.length - 1))].focus();
  };
}

// breakable is a path that may be broken behind a dot or an underscore.
export function breakable(path) {
  return path.split(/(?<=[._])/).flatMap((piece, i) => (i === 0 ? [piece] : [document.createElement('wbr'), piece]));
}

export function count(number, noun) {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
