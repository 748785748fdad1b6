/**
 * A chart. Where plotly has drawn already it changes what is different, and a chart out of sight waits until it is seen.
 * Run by Streamlit each time the chart's data or the theme change.
 */

// Charts are drawn a little before they scroll into sight.
const NEAR = '200px';
// Words that the server leaves for the page's own colour, which differs between light and dark.
const TEXT = '#000037';
const ONE_CLICK_MS = 500;
// Pixels.
const SCROLLED = 5;
const DEFAULT_HEIGHT = 450;
const CONFIG = {displayModeBar: false};

const states = new WeakMap();

export default function ({data, parentElement, setTriggerValue}) {
  const node = parentElement.querySelector('.plot');
  const state = states.get(node) ?? watch(node);
  const colours = look(parentElement);
  const {data: traces, layout} = JSON.parse(data.figure.replaceAll(TEXT, colours.text));
  Object.assign(state, {
    traces, layout: dressed(layout, colours), side: data.side, address: data.plotly, stale: true,
    pick: (id) => setTriggerValue('picked', id),
  });
  explain(state, () => redraw(state));
  node.style.height = `${fitted(state, node.clientWidth).height ?? DEFAULT_HEIGHT}px`;
  node.setAttribute('aria-label', data.alt);
  node.tabIndex = marks(state).length ? 0 : -1;
  node.dataset.drawn = false;
  if (isNear(node)) draw(state);
  return state.leave;
}

/** What is kept of a chart from run to run. */
function watch(node) {
  const state = {node, drawing: Promise.resolve()};
  listen(state);
  const sight = new IntersectionObserver((entries) => {
    if (entries.at(-1).isIntersecting) draw(state);
  }, {rootMargin: NEAR, scrollMargin: NEAR});
  const size = new ResizeObserver(() => resize(state));
  const paper = () => draw(state);
  const touched = () => { state.top = node.getBoundingClientRect().top; };
  for (const kind of ['pointerdown', 'touchstart']) node.addEventListener(kind, touched, {capture: true, passive: true});
  sight.observe(node);
  size.observe(node);
  addEventListener('beforeprint', paper);
  state.leave = () => {
    sight.disconnect();
    size.disconnect();
    removeEventListener('beforeprint', paper);
    states.delete(node);
    if (state.width) window.Plotly.purge(node);
  };
  states.set(node, state);
  return state;
}

function isNear(node) {
  const {top, bottom, width} = node.getBoundingClientRect();
  return width > 0 && bottom > -parseInt(NEAR) && top < innerHeight + parseInt(NEAR);
}

function redraw(state) {
  state.stale = true;
  draw(state);
}

/** Draws one after the other, and only what has not been drawn yet. */
function draw(state) {
  state.drawing = state.drawing.then(() => react(state)).catch((error) => console.error('chart', error));
}

async function react(state) {
  if (!state.stale) return;
  const Plotly = window.Plotly?.react ? window.Plotly : await load(state.address);
  const {node, traces} = state;
  if (!node.isConnected || !node.clientWidth) return;
  state.stale = false;
  const width = state.width = node.clientWidth;
  const shown = fitted(state, width);
  node.style.height = `${shown.height ?? DEFAULT_HEIGHT}px`;
  await Plotly.react(node, traces, {...shown, width, showlegend: false}, CONFIG);
  node.dataset.drawn = !state.stale;
  if (!node.listens) node.on('plotly_click', ({points: [{id}]}) => click(state, id));
  node.listens = true;
}

/** Plotly tells twice of a finger's touch, which the browser repeats as a mouse's; a second one would undo the first. */
function click(state, id) {
  const now = performance.now();
  if (!id || hasScrolled(state) || now - (state.clicked ?? -Infinity) < ONE_CLICK_MS) return;
  state.clicked = now;
  state.pick(id);
}

/** A finger that scrolls the page is no click, though plotly takes it for one. */
function hasScrolled({node, top}) {
  return top !== undefined && Math.abs(node.getBoundingClientRect().top - top) > SCROLLED;
}

/** Where Streamlit has not loaded plotly for a chart of its own, it comes from the same file. */
async function load(address) {
  await import(new URL(address, document.baseURI).href);
  return window.Plotly;
}

function resize(state) {
  const {node, width} = state;
  if (width && !state.stale && node.clientWidth && node.clientWidth !== width) {
    redraw(state);
  } else if (!width && isNear(node)) draw(state);
}

/** The colours of the page: Streamlit keeps them as properties of what stands around a component. */
function look(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(`--st-${name}`).trim();
  return {text: of('text-color'), back: of('background-color'), line: of('border-color'), font: of('font')};
}

/** A layout in the colours of the page, which stand in its template: what a chart says of colours goes before. */
function dressed(layout, {text, back, line, font}) {
  const axis = {color: text, gridcolor: line, zerolinecolor: line, tickcolor: line};
  const template = layout.template.layout;
  for (const name of ['xaxis', 'yaxis']) Object.assign(template[name], axis);
  Object.assign(template, {font: {...template.font, family: font, color: text}, paper_bgcolor: back, plot_bgcolor: back});
  Object.assign(template.hoverlabel, {bgcolor: back, bordercolor: line});
  Object.assign(template.hoverlabel.font, {family: font, color: text});
  return layout;
}
