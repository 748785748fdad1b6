/** Charts in a narrow column, or on a phone: names in two lines, or they would take most of the width. */
const NARROW = 400;
const LETTERS = 16;
const SMALL = 11;
// Two small lines are higher than one.
const TALLER = 1.15;
const MOST_TICKS = 5;
// Pixels that names take beside the marks, and a year above a column of them.
const NAMES = 110;
const YEAR = 28;
// Height of a map for its width; what is more would be empty.
const MAP = 1.4;

/** A layout as it fits `width` px. `state` has `traces`, `layout` and whether the chart is a `side` of several. */
function fitted({traces, layout, side}, width) {
  if (side) return layout;
  const axis = layout.yaxis ?? {};
  if (axis.scaleanchor) return {...layout, height: Math.min(layout.height, Math.round(MAP * width))};
  const names = axis.tickvals ?? [...new Set(traces.flatMap(({orientation, y}) => orientation === 'h' ? y : []))];
  const texts = axis.ticktext ?? names;
  const isLong = texts.some((text) => String(text).length > LETTERS);
  if (width >= NARROW || !isLong) return layout;
  return {
    ...layout,
    height: Math.round(layout.height * TALLER),
    xaxis: thinned(layout.xaxis ?? {}, width - NAMES),
    yaxis: {...small(axis), tickvals: names, ticktext: texts.map(folded)},
  };
}

function small(axis) {
  return {...axis, tickfont: {...axis.tickfont, size: SMALL}};
}

/** An axis with as many labels as there is room for across in `room` px; the last one is among them. */
function thinned(axis, room) {
  const {nticks, type} = axis;
  const places = axis.tickvals ?? axis.categoryarray ?? [];
  const most = type === 'category' ? room / YEAR : MOST_TICKS;
  if (nticks) return {...small(axis), nticks: MOST_TICKS};
  if (!['category', 'date'].includes(type) || places.length <= most) return small(axis);
  const isKept = (_place, index) => (places.length - 1 - index) % 2 === 0;
  return {...small(axis), tickvals: places.filter(isKept), ticktext: (axis.ticktext ?? places).filter(isKept)};
}

/** `text` in at most two lines, broken where words end. */
function folded(text) {
  const lines = [''];
  for (const word of plain(text).split(/(?<=[\s-])/)) {
    const longer = lines.at(-1) + word;
    if (lines.at(-1) && longer.trimEnd().length > LETTERS) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  if (lines.length > 2) lines.splice(1, Infinity, `${lines.slice(1).join('').slice(0, LETTERS - 1).trimEnd()}…`);
  return lines.map((line) => escaped(line.trimEnd())).join('<br>');
}
