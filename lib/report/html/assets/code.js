// Source code with the places of a finding in it.

// The parts of a line as [colour, begin, end], from runs such as "k2-1n10".
function colouredParts(runs, length) {
  const parts = [];
  let at = 0;
  for (const [, colour, count] of runs.matchAll(/([a-z-])(\d+)/g)) {
    parts.push([colour === '-' ? '' : colour, at, at + Number(count)]);
    at += Number(count);
  }
  if (at < length) parts.push(['', at, length]);
  return parts;
}

// A line's text with colours, and with marks at the ranges [begin, end, class].
function codeOf(text, runs, marks) {
  const cuts = [...new Set(marks.flatMap(([begin, end]) => [begin, end]))].sort((a, b) => a - b);
  const made = [];
  for (const [colour, begin, end] of colouredParts(runs, text.length)) {
    const bounds = [begin, ...cuts.filter((cut) => cut > begin && cut < end), end];
    for (let i = 0; i + 1 < bounds.length; ++i) {
      const piece = text.slice(bounds[i], bounds[i + 1]);
      const mark = marks.find(([from, to]) => from <= bounds[i] && bounds[i + 1] <= to);
      const coloured = colour ? h('span', { class: colour }, piece) : piece;
      made.push(mark ? h('mark', { class: mark[2] }, coloured) : coloured);
    }
  }
  return made;
}

// The excerpt of a file that has a line, if any.
function excerptWith(file, line) {
  return files[file].excerpts.find(({ first, lines }) => first <= line && line < first + lines.length);
}

const linesAround = 3;
const mostBetween = 8; // lines between two places that are shown rather than left out

function isNear(hunk, file, line) {
  const distance = Math.max(hunk.from - line, line - hunk.to) - linesAround - 1;
  return hunk.file === file && distance <= mostBetween && hunk.excerpt && excerptWith(file, line) === hunk.excerpt;
}

// Groups stops, in order, by the lines to show: [{file, from, to, stops}]. A stop is {at, ...}.
function hunksOf(stops) {
  const hunks = [];
  for (const stop of stops) {
    const [file, line] = stop.at;
    if (!hunks.length || !isNear(hunks.at(-1), file, line))
      hunks.push({ file, excerpt: excerptWith(file, line), from: line, to: line, stops: [] });
    const hunk = hunks.at(-1);
    hunk.from = Math.min(hunk.from, line - linesAround);
    hunk.to = Math.max(hunk.to, line + linesAround);
    hunk.stops.push(stop);
  }
  return hunks;
}

// What a stop says, below its line.
function noteOf(stop) {
  return h(
    'div',
    { class: `note ${stop.kind} ${stop.actorClass}`, 'data-stop': stop.index },
    h('span', { class: 'number', 'aria-hidden': 'true' }, stop.label),
    h('span', { class: 'unseen' }, `${stop.name}: `),
    h('div', {}, stop.actor && h('span', { class: 'actor' }, stop.actor), message(stop.message)),
  );
}

function lineOf(hunk, number) {
  const { first, lines, colours } = hunk.excerpt;
  const here = hunk.stops.filter(({ at }) => at[1] === number);
  const marks = here
    .filter(({ at }) => at[4] > at[3])
    .map(({ at, kind, actorClass }) => [at[3], at[4], `${kind} ${actorClass}`]);
  return [
    h(
      'div',
      { class: here.length ? 'line hit' : 'line' },
      h('span', { class: 'no' }, String(number)),
      h('code', {}, codeOf(lines[number - first], colours[number - first], marks)),
    ),
    here.map(noteOf),
  ];
}

function hunkElement(hunk) {
  const { excerpt, stops, file } = hunk;
  const rows = [];
  let shown = `line ${stops[0].at[1]}`;
  if (excerpt) {
    const from = Math.max(hunk.from, excerpt.first),
      to = Math.min(hunk.to, excerpt.first + excerpt.lines.length - 1);
    for (let number = from; number <= to; ++number) rows.push(lineOf(hunk, number));
    shown = `lines ${from} to ${to}`;
  } else {
    rows.push(h('p', { class: 'missing' }, 'The source of these places could not be read.'), stops.map(noteOf));
  }
  return h(
    'figure',
    { class: 'hunk' },
    h('figcaption', {}, h('span', { class: 'path' }, files[file].path), h('span', { class: 'muted' }, shown)),
    h('div', { class: 'code' }, rows),
  );
}
