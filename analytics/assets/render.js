/**
 * Draws the image of one chart. The dashboard's button and `python -m analytics render` both run this file, so both give
 * the same image: it depends on nothing but its specification (`PngSpec` in analytics/export.py) and the machine's fonts.
 *
 * Plotly draws the plot only. Title, filters, sentences, caption and badge are drawn on the canvas around it, because a plotly
 * layout neither wraps text nor keeps legends and long labels out of its way.
 */

const FONT = "Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

// CSS pixels.
const MARGIN = {side: 40, top: 30, bottom: 24};
const GAP = 14;
const TITLE = {size: 32, weight: 700, line: 40, colour: '#111827', most: 2};
const SUBTITLE = {size: 16, weight: 400, line: 22, colour: '#4B5563', most: 3};
const INSIGHT = {size: 20, weight: 400, line: 27, colour: '#111827', most: 4};
const CAUTION = {size: 16, weight: 700, line: 23, colour: '#92400E', most: 2};
const PANEL = {size: 20, weight: 700, line: 26, colour: '#111827', most: 2};
const PANEL_INSIGHT = {size: 16, weight: 400, line: 21, colour: '#111827', most: 5};
const LEGEND = {size: 16, weight: 400, line: 24, colour: '#1F2937', swatch: 16, gap: 8, apart: 24, most: 3};
const CAPTION = {size: 16, weight: 400, line: 22, colour: '#4B5563', most: 3};
const BADGE = {size: 18, weight: 700, line: 34, colour: '#FFFFFF', fill: '#B45309', padding: 14, radius: 6, widest: 420};
const RULE = {colour: '#D1D5DB', thickness: 1};

// Rows with a name each: their height and text where there is room, the smallest text, and what is below all of them.
const ROW = 19;
const TICK = 16;
const SMALLEST = 10;
const AXIS = 30;

// Marks of a legend, in parts of its swatch.
const OUTLINES = {
  diamond: [[0.5, 0.1], [0.9, 0.5], [0.5, 0.9], [0.1, 0.5]],
  square: [[0.15, 0.15], [0.85, 0.15], [0.85, 0.85], [0.15, 0.85]],
};
const STROKES = {line: [[[0, 0.5], [1, 0.5]]], x: [[[0.2, 0.2], [0.8, 0.8]], [[0.2, 0.8], [0.8, 0.2]]]};

// Far more than fits in the lines there are: what is beyond is in the file's text fields.
const MOST_CHARACTERS = 2000;

const LOCALES = {
  fr: {
    days: ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'],
    shortDays: ['dim.', 'lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.'],
    months: ['janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre',
      'novembre', 'décembre'],
    shortMonths: ['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'],
    date: '%d/%m/%Y', year: '%Y', month: '%b %Y', dayMonth: '%-d %b', dayMonthYear: '%-d %b %Y',
    decimal: ',', thousands: '\u202f',
  },
};

/** The image as a PNG Blob of `width * scale` by `height * scale` pixels. Throws an Error that says what failed. */
export async function render(Plotly, spec) {
  const canvas = document.createElement('canvas');
  canvas.width = spec.width * spec.scale;
  canvas.height = spec.height * spec.scale;
  const context = canvas.getContext('2d');
  context.scale(spec.scale, spec.scale);
  context.direction = 'ltr';
  assertFaithful(context);
  context.fillStyle = '#FFFFFF';
  context.fillRect(0, 0, spec.width, spec.height);

  const top = drawLegend(context, spec, drawHeader(context, spec) + GAP);
  const bottom = drawFooter(context, spec) - GAP;
  const box = {x: MARGIN.side, y: top, width: spec.width - 2 * MARGIN.side, height: bottom - top};
  await drawPanels(context, Plotly, spec, box);

  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the browser could not encode the image');
  return describe(blob, spec);
}

/** Browsers that resist fingerprinting hand out other pixels than were drawn: better no file than a white one. */
function assertFaithful(context) {
  context.fillStyle = 'rgb(20, 60, 100)';
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  if (Math.hypot(red - 20, green - 60, blue - 100) > 8) {
    throw new Error('the browser blocks reading images (fingerprinting protection)');
  }
}

/** Draws the figure, or several beside each other, each under its name and what it shows. */
async function drawPanels(context, Plotly, spec, box) {
  const panels = spec.panels ?? [{figure: spec.figure, name: ''}];
  const width = Math.floor((box.width - (panels.length - 1) * 2 * GAP) / panels.length);
  const places = panels.map((_panel, index) => box.x + index * (width + 2 * GAP));
  const ends = panels.map(({name, insight = ''}, index) => {
    const end = drawText(context, name, PANEL, box.y, width, places[index]);
    return drawText(context, insight, PANEL_INSIGHT, end, width, places[index]);
  });
  const top = Math.max(...ends) + (Math.max(...ends) > box.y ? GAP : 0); // all plots begin at one height
  const size = {width, height: box.y + box.height - top};
  for (const [index, {figure}] of panels.entries()) {
    context.drawImage(await plot(Plotly, figure, spec, size), places[index], top, size.width, size.height);
  }
}

/** Draws one legend for all that is drawn, in rows; returns where they end. */
function drawLegend(context, {legend, width}, top) {
  if (!legend.length) return top;
  setFont(context, LEGEND);
  let [left, row] = [MARGIN.side, 0];
  for (const entry of legend) {
    const taken = LEGEND.swatch + LEGEND.gap + context.measureText(entry.name).width;
    if (left > MARGIN.side && left + taken > width - MARGIN.side) [left, row] = [MARGIN.side, row + 1];
    if (row === LEGEND.most) break;
    drawSwatch(context, entry, left, top + row * LEGEND.line);
    context.fillStyle = LEGEND.colour;
    context.fillText(entry.name, left + LEGEND.swatch + LEGEND.gap, top + row * LEGEND.line + baseline(LEGEND));
    left += taken + LEGEND.apart;
  }
  return top + Math.min(row + 1, LEGEND.most) * LEGEND.line + GAP;
}

/** What a mark looks like: a dot, a diamond, a cross, a dotted line, a filled square or a hatched one. */
function drawSwatch(context, {colour, mark}, left, top) {
  const side = LEGEND.swatch;
  const middle = top + LEGEND.line / 2;
  context.save();
  context.fillStyle = context.strokeStyle = colour;
  context.beginPath();
  if (mark === 'dot') context.arc(left + side / 2, middle, side / 3, 0, 2 * Math.PI);
  else if (mark === 'line') context.setLineDash([3, 3]);
  else if (mark === 'fill' || mark === 'hatched') context.rect(left, middle - side / 2, side, side);
  if (mark in OUTLINES) {
    for (const [x, y] of OUTLINES[mark]) context.lineTo(left + x * side, middle + (y - 0.5) * side);
    context.fill();
  } else if (mark === 'line' || mark === 'x') {
    for (const [from, to] of STROKES[mark]) {
      context.moveTo(left + from[0] * side, middle + (from[1] - 0.5) * side);
      context.lineTo(left + to[0] * side, middle + (to[1] - 0.5) * side);
    }
    context.lineWidth = mark === 'x' ? 4 : 2;
    context.stroke();
  } else if (mark !== 'hatched') context.fill();
  if (mark === 'hatched') {
    context.clip();
    context.strokeStyle = '#7F8997';
    context.strokeRect(left, middle - side / 2, side, side);
    for (let x = -side; x < side; x += 5) {
      context.moveTo(left + x, middle + side / 2);
      context.lineTo(left + x + side, middle - side / 2);
    }
    context.stroke();
  }
  context.restore();
}

/** Many rows, each with its name, get as small a text as they need: on top of each other none could be read. */
function fitRows({data, layout}) {
  const axis = layout.yaxis;
  const rows = axis?.ticktext?.length ?? 0;
  const room = (layout.height - AXIS) / (rows + 2);
  if (!rows || room >= ROW) return;
  const size = Math.max(SMALLEST, Math.floor(room / ROW * TICK));
  axis.tickfont = {...axis.tickfont, size};
  for (const trace of data) if (trace.mode === 'text') trace.textfont = {...trace.textfont, size};
}

async function plot(Plotly, json, spec, {width, height}) {
  const figure = JSON.parse(json);
  Object.assign(figure.layout, {width, height, autosize: false});
  fitRows(figure);
  if (spec.language in LOCALES) {
    Plotly.register({moduleType: 'locale', name: spec.language, dictionary: {}, format: LOCALES[spec.language]});
    figure.config = {locale: spec.language};
  }
  const image = new Image();
  image.src = await Plotly.toImage(figure, {format: 'png', width, height, scale: spec.scale});
  await image.decode();
  return image;
}

// Text. Everything is drawn with fillText: no word of the data is ever read as markup.

/** Draws badge, title, filters, what is found and how sure that is; returns where they end. */
function drawHeader(context, spec) {
  const width = spec.width - 2 * MARGIN.side;
  const taken = spec.badge ? drawBadge(context, spec.badge, spec.width - MARGIN.side) + 2 * GAP : 0;
  const end = drawText(context, spec.title, TITLE, MARGIN.top, width - taken);
  const found = drawText(context, spec.insight, INSIGHT, end + 2, width);
  const warned = drawText(context, spec.caution, CAUTION, found, width);
  return drawText(context, spec.subtitle, SUBTITLE, warned + 2, width);
}

/** Draws the tag so that it ends at `right`; returns its width. */
function drawBadge(context, text, right) {
  setFont(context, BADGE);
  const [line] = wrap(context, text, BADGE.widest, 1);
  const width = context.measureText(line).width + 2 * BADGE.padding;
  context.fillStyle = BADGE.fill;
  context.beginPath();
  context.roundRect(right - width, MARGIN.top + 3, width, BADGE.line, BADGE.radius);
  context.fill();
  context.fillStyle = BADGE.colour;
  context.fillText(line, right - width + BADGE.padding, MARGIN.top + 3 + baseline(BADGE));
  return width;
}

/** Draws the caption at the foot, under a rule; returns where the rule is. */
function drawFooter(context, spec) {
  setFont(context, CAPTION);
  const width = spec.width - 2 * MARGIN.side;
  const height = wrap(context, spec.caption, width, CAPTION.most).length * CAPTION.line;
  const top = spec.height - MARGIN.bottom - height;
  drawText(context, spec.caption, CAPTION, top, width);
  context.fillStyle = RULE.colour;
  context.fillRect(MARGIN.side, top - GAP / 2, width, RULE.thickness);
  return top - GAP / 2;
}

/** Draws `text` wrapped, from `top` down; returns where it ends. */
function drawText(context, text, style, top, width, left = MARGIN.side) {
  setFont(context, style);
  context.fillStyle = style.colour;
  const lines = wrap(context, text, width, style.most);
  lines.forEach((line, index) => context.fillText(line, left, top + index * style.line + baseline(style)));
  return top + lines.length * style.line;
}

function setFont(context, style) {
  context.font = `${style.weight} ${style.size}px ${FONT}`;
}

/** Of a line's first pixel row: the letters stand in the middle of the line. */
function baseline(style) {
  return Math.round((style.line + 0.72 * style.size) / 2);
}

/** `text` in at most `most` lines no wider than `width`, the last one ending in … if there is more. */
function wrap(context, text, width, most) {
  const lines = [];
  for (const word of text.slice(0, MOST_CHARACTERS).split(/[ \t\n]+/).filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && fits(context, longer, width)) lines[lines.length - 1] = longer;
    else lines.push(...pieces(context, word, width));
    if (lines.length > most) return [...lines.slice(0, most - 1), elide(context, lines[most - 1], width)];
  }
  return lines;
}

/** A word too long for a line (an address, a hostile name) is broken wherever the line is full. */
function pieces(context, word, width) {
  const parts = [''];
  for (const character of word) {
    if (fits(context, parts.at(-1) + character, width)) parts[parts.length - 1] += character;
    else parts.push(character);
  }
  return parts;
}

function elide(context, line, width) {
  const characters = [...line];
  while (characters.length && !fits(context, `${characters.join('')}…`, width)) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

function fits(context, text, width) {
  return context.measureText(text).width <= width;
}

// The PNG's own description: https://www.w3.org/TR/png/#11pHYs and #11iTXt.

const HEADER_END = 33; // signature and IHDR
const METRES_PER_INCH = 0.0254;

/** The same image with its resolution and text fields written after its header. */
async function describe(blob, spec) {
  const png = new Uint8Array(await blob.arrayBuffer());
  const fields = {
    Title: spec.title,
    Description: spec.subtitle,
    Source: spec.caption,
    Software: 'Catalyst Atlas',
    ...spec.metadata,
  };
  const texts = Object.entries(fields).filter(([, text]) => text);
  return new Blob([
    png.subarray(0, HEADER_END),
    chunk('pHYs', resolution(96 * spec.scale)),
    ...texts.map(([name, text]) => chunk('iTXt', encode(`${name}\0\0\0${spec.language}\0\0${text}`))),
    png.subarray(HEADER_END),
  ], {type: 'image/png'});
}

function encode(text) {
  return new TextEncoder().encode(text);
}

function resolution(dpi) {
  const data = new DataView(new ArrayBuffer(9));
  const perMetre = Math.round(dpi / METRES_PER_INCH);
  data.setUint32(0, perMetre);
  data.setUint32(4, perMetre);
  data.setUint8(8, 1); // the unit is the metre
  return new Uint8Array(data.buffer);
}

function chunk(type, data) {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
