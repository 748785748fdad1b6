/** Buttons for what is chosen, pressed, and for what is offered. Their words are text, whoever wrote them. */
function row({code, name, detail}, pressed, pick) {
  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('aria-pressed', pressed);
  button.dataset.code = code;
  for (const [tag, text] of [['span', name], ['small', detail]]) {
    if (text) button.appendChild(document.createElement(tag)).textContent = text;
  }
  button.onclick = () => pick(code);
  const item = document.createElement('li');
  item.append(button);
  return item;
}

const OPENED_MS = [0, 100, 300, 600];
const OPENING_MS = 5000;
const opened = new WeakSet();

/** Who opens a search wants to write. The box may come later, and what has just been opened takes the focus itself. */
function focus(list) {
  const body = (list.getRootNode().host ?? list).closest('[data-testid="stPopoverBody"]');
  if (!body || opened.has(list)) return;
  opened.add(list);
  const write = () => {
    const {activeElement} = document;
    if (activeElement === body || !body.contains(activeElement)) body.querySelector('input[type="search"]')?.focus();
  };
  const opening = new AbortController();
  for (const begun of ['keydown', 'pointerdown']) {
    addEventListener(begun, () => opening.abort(), {capture: true, signal: opening.signal});
  }
  body.addEventListener('focus', write, {signal: opening.signal});
  const arrivals = new MutationObserver(write);
  arrivals.observe(body, {childList: true, subtree: true});
  opening.signal.addEventListener('abort', () => arrivals.disconnect());
  setTimeout(() => opening.abort(), OPENING_MS);
  write();
}

export default function ({data, parentElement, setTriggerValue}) {
  const pick = (code) => setTriggerValue('picked', code);
  const rows = [...data.chosen.map((each) => row(each, true, pick)), ...data.offered.map((each) => row(each, false, pick))];
  if (data.nothing) {
    const note = document.createElement('li');
    note.textContent = data.nothing;
    rows.push(note);
  }
  const list = parentElement.querySelector('ul');
  list.replaceChildren(...rows);
  // It may not stand in what has been opened yet.
  for (const later of OPENED_MS) setTimeout(() => focus(list), later);
}
