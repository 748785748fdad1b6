/**
 * The PNG button. Joined to analytics/assets/render.js, whose `render` it calls, and run by Streamlit each time the
 * button's data or the theme change.
 */

// Longer than a slow double click, so that it gives one file.
const SHORTEST_BUSY_MS = 800;

export default function ({data, parentElement}) {
  const button = parentElement.querySelector('button');
  const status = parentElement.querySelector('[role=status]');
  const show = (state, detail) => {
    button.dataset.state = state;
    status.textContent = [data.labels[state], detail].filter(Boolean).join(' ');
  };

  button.querySelector('.label').textContent = data.labels.label;
  button.title = data.labels.tooltip;
  if (button.dataset.state !== 'busy') show('idle');

  // Busy is a state and not `disabled`, which would take the keyboard's focus away.
  button.onclick = async () => {
    if (button.dataset.state === 'busy') return;
    show('busy');
    const pause = new Promise((resolve) => setTimeout(resolve, SHORTEST_BUSY_MS));
    try {
      save(await render(await plotly(data.plotly), data.spec), data.spec.filename);
      await pause;
      show('done');
    } catch (error) {
      console.error('PNG export', error);
      show('error', error?.message ? `(${error.message})` : '');
    }
  };
  return () => { button.onclick = null; };
}

/** The plotly.js that Streamlit drew the page's charts with; on a page without charts, fetched from the same file. */
async function plotly(address) {
  if (!window.Plotly && address) await import(new URL(address, document.baseURI).href);
  if (!window.Plotly?.toImage) throw new Error('plotly.js is not available');
  return window.Plotly;
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
