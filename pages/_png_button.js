/**
 * The button that saves a chart as PNG, or a whole report as a zip archive. Joined to analytics/assets/render.js and
 * zip.js, whose `render` and `zip` it calls, and run by Streamlit each time the button's data or the theme change.
 */

// Longer than a slow double click, so that it gives one file.
const SHORTEST_BUSY_MS = 800;

export default function ({data, parentElement, setTriggerValue}) {
  const button = parentElement.querySelector('button');
  const status = parentElement.querySelector('[role=status]');
  const show = (state, detail) => {
    button.dataset.state = state;
    status.textContent = [data.labels[state], detail].filter(Boolean).join(' ');
  };
  const ask = () => setTriggerValue('wanted', true);
  const isReady = Boolean(data.spec || data.report);

  button.querySelector('.label').textContent = data.labels.label;
  button.title = data.labels.tooltip;
  if (button.dataset.state !== 'busy') show('idle');

  // What is drawn comes on a click. Where something else came first, as after a change of a filter, ask again.
  if (button.isWaiting && isReady) make();
  else if (button.isWaiting) ask();

  // Busy is a state and not `disabled`, which would take the keyboard's focus away.
  button.onclick = () => {
    if (button.dataset.state === 'busy') return;
    show('busy');
    button.isWaiting = !isReady;
    if (isReady) make();
    else ask();
  };
  return () => { button.onclick = null; };

  async function make() {
    button.isWaiting = false;
    const pause = new Promise((resolve) => setTimeout(resolve, SHORTEST_BUSY_MS));
    try {
      const drawn = await plotly(data.plotly);
      if (data.report) save(await archive(drawn, data.report), data.report.filename);
      else save(await render(drawn, data.spec), data.spec.filename);
      await pause;
      show('done');
    } catch (error) {
      console.error('PNG export', error);
      show('error', error?.message ? `(${error.message})` : '');
    }
  }
}

/** The plotly.js that Streamlit drew the page's charts with; on a page without charts, fetched from the same file. */
async function plotly(address) {
  if (!window.Plotly && address) await import(new URL(address, document.baseURI).href);
  if (!window.Plotly?.toImage) throw new Error('plotly.js is not available');
  return window.Plotly;
}

/** The images, the page with the images in it, and the digest. */
async function archive(Plotly, {specs, places, page, digest, names}) {
  const files = [];
  let whole = page;
  for (const [index, spec] of specs.entries()) {
    const blob = await render(Plotly, spec);
    whole = whole.replaceAll(`src="${places[index]}"`, `src="${await inline(blob)}"`);
    files.push({name: spec.filename, bytes: new Uint8Array(await blob.arrayBuffer())});
  }
  return zip([{name: names.page, bytes: encode(whole)}, {name: names.digest, bytes: encode(digest)}, ...files]);
}

function inline(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
