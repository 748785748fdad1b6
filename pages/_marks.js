/**
 * The marks of a chart for those without a pointer: arrows go from mark to mark and say what each is, Enter does what a
 * click on it does.
 */
// Plotly shows what is hovered only so often.
const HOVERED_MS = 120;
const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1};

/** Lets the keyboard into a chart whose marks can be clicked. `state` has `node`, `traces` and `pick`, as in _plot.js. */
function listen(state) {
  state.node.addEventListener('keydown', (event) => press(state, event));
  state.node.addEventListener('blur', () => leave(state));
}

/** Marks with an id, in the order in which they are drawn. */
function marks({traces}) {
  return traces.flatMap(({ids = []}, curveNumber) => [...ids].map((id, pointNumber) => ({id, curveNumber, pointNumber})))
    .filter(({id}) => id);
}

function press(state, event) {
  const found = marks(state);
  const step = STEPS[event.key];
  if (step && found.length) {
    state.mark = state.mark === undefined ? 0 : (state.mark + step + found.length) % found.length;
    show(state, found[state.mark]);
  } else if (event.key === 'Enter' && found[state.mark]) {
    state.pick(found[state.mark].id);
  } else if (event.key === 'Escape') {
    leave(state);
  } else return;
  event.preventDefault();
}

/** Shows the words that a pointer would show, and says them. */
function show({node}, {curveNumber, pointNumber}) {
  window.Plotly?.Fx.hover(node, [{curveNumber, pointNumber}]);
  setTimeout(() => say(node), HOVERED_MS);
}

function say(node) {
  const words = [...node.querySelectorAll('.hoverlayer text')].map((text) => text.textContent).filter(Boolean);
  node.parentElement.querySelector('.said').textContent = words.join(', ');
}

function leave(state) {
  state.mark = undefined;
  if (state.width) window.Plotly?.Fx.unhover(state.node);
}
