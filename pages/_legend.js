/**
 * The legend above a chart. Plotly's own gives every entry the width of the longest, so that on a phone, and wherever
 * names are long, they stand one under the other and leave the chart no height.
 */
// Other marks than dots.
const SYMBOLS = new Set(['diamond', 'square', 'x']);
const ESCAPED = {'&lt;': '<', '&gt;': '>', '&amp;': '&'};

/** Text that plotly takes for markup, as it is read. */
function plain(text) {
  return text.replace(/&(?:lt|gt|amp);/g, (word) => ESCAPED[word]);
}

/** Text as plotly shows it as it stands. */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Puts the entries of the chart into its legend. `state` has `node`, `traces` and `layout`, as in _plot.js. */
function explain(state, redraw) {
  const named = state.layout.showlegend ? state.traces.filter(({name, showlegend}) => name && showlegend !== false) : [];
  const legend = state.node.parentElement.querySelector('.legend');
  legend.replaceChildren(...named.map((trace) => entry(state, trace, redraw)));
}

/** A press on an entry hides what it names, or shows it again. */
function entry(state, trace, redraw) {
  const [item, button, mark] = ['li', 'button', 'i'].map((name) => document.createElement(name));
  const {colour, kind} = drawnAs(trace);
  mark.className = kind;
  mark.style.color = colour;
  button.append(mark, plain(trace.name));
  button.ariaPressed = true;
  button.onclick = () => {
    const hide = button.ariaPressed === 'true';
    const {legendgroup} = trace;
    const group = legendgroup ? state.traces.filter((other) => other.legendgroup === legendgroup) : [trace];
    for (const each of group) each.visible = hide ? 'legendonly' : true;
    button.ariaPressed = !hide;
    redraw();
  };
  item.append(button);
  return item;
}

/** The colour of a trace's marks, and what they are. */
function drawnAs({type, mode = '', marker = {}, line = {}, fill, fillcolor, fillpattern}) {
  if (type === 'bar') return {colour: marker.color, kind: marker.pattern?.shape ? 'hatched' : 'fill'};
  if (fill) return {colour: fillcolor, kind: fillpattern?.shape ? 'hatched' : 'fill'};
  if (mode.includes('markers')) return {colour: marker.color, kind: SYMBOLS.has(marker.symbol) ? marker.symbol : 'dot'};
  return {colour: line.color, kind: 'line'};
}
