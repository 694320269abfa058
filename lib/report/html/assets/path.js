// The path of a finding: its places in order, the lines drawn between them, and the way from one to the next.

// The places of a finding: where it is reported, then its steps.
function stopsOf(finding) {
  const actors = [...new Set(finding.steps.map(({ actor }) => actor).filter(Boolean))];
  const stops = [
    { at: finding.at, kind: 'origin', actorClass: '', label: '!', name: 'Finding', message: finding.message },
  ];
  finding.steps.forEach((step, i) =>
    stops.push({
      ...step,
      kind: 'step',
      actorClass: `actor-${Math.max(actors.indexOf(step.actor), 0) % 4}`,
      label: String(i + 1),
      name: `Step ${i + 1} of ${finding.steps.length}`,
    }),
  );
  return stops.map((stop, index) => ({ ...stop, index }));
}

const noteAt = (index) => byId('detail').querySelector(`.note[data-stop="${index}"]`);

// Marks the stop as the current one and brings it into sight.
function goToStop(finding, index) {
  const stops = stopsOf(finding);
  if (index < 0 || index >= stops.length) return;
  change({ step: String(index) });
  showStop(finding);
  const stop = stops[index];
  announce(`${stop.name}: ${stop.actor ? `${stop.actor}: ` : ''}${stop.message}, ${placeText(stop.at)}`);
}

function showStop(finding) {
  const detail = byId('detail');
  const index = Number(state.step || 0);
  for (const note of detail.querySelectorAll('.note.current')) note.classList.remove('current');
  for (const link of detail.querySelectorAll('.steps [aria-current]')) link.removeAttribute('aria-current');
  const note = noteAt(index);
  if (!note) return;
  if (state.step !== '') {
    note.classList.add('current');
    detail.querySelector(`.steps [data-stop="${index}"]`)?.setAttribute('aria-current', 'step');
    note.scrollIntoView({
      block: 'center',
      behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth',
    });
  }
  const position = detail.querySelector('.position');
  if (position)
    position.textContent = index ? `Step ${index} of ${finding.steps.length}` : counted(finding.steps.length, 'step');
  const buttons = detail.querySelectorAll('.walk button');
  if (!buttons.length) return;
  setEnabled(buttons[0], index > 0);
  setEnabled(buttons[1], index < finding.steps.length);
}

// Not by 'disabled', which would take the focus away from the button that was just pressed.
function setEnabled(button, isEnabled) {
  button.setAttribute('aria-disabled', String(!isEnabled));
}

function walkElement(finding) {
  const go = (by) => goToStop(finding, Number(state.step || 0) + by);
  return h(
    'div',
    { class: 'walk', role: 'group', 'aria-label': 'Steps' },
    h('button', { type: 'button', onclick: () => go(-1), 'aria-keyshortcuts': 'p' }, 'Previous step'),
    h('span', { class: 'position' }),
    h('button', { type: 'button', onclick: () => go(1), 'aria-keyshortcuts': 'n' }, 'Next step'),
  );
}

function stepList(finding, stops) {
  return h(
    'ol',
    { class: 'steps', 'aria-label': 'Path' },
    stops
      .slice(1)
      .map((stop) =>
        h(
          'li',
          {},
          h(
            'button',
            { type: 'button', 'data-stop': stop.index, onclick: () => goToStop(finding, stop.index) },
            h('span', { class: `number ${stop.actorClass}`, 'aria-hidden': 'true' }, stop.label),
            h(
              'span',
              {},
              stop.actor && h('span', { class: `actor ${stop.actorClass}` }, stop.actor),
              message(stop.message),
            ),
            h('span', { class: 'place' }, `${nameOfPath(files[stop.at[0]].path)}:${stop.at[1]}`),
          ),
        ),
      ),
  );
}

// An arrow from one number to another: straight down, or in a bow to the left of those between.
function arrow(from, to, isStraight) {
  if (isStraight)
    return { line: `M${from.x} ${from.y + 10}V${to.y - 13}`, tip: `translate(${to.x} ${to.y - 13}) rotate(90)` };
  const turn = to.y > from.y ? 12 : -12;
  const bow = `${from.x - 28} ${from.y + turn} ${to.x - 28} ${to.y - turn}`;
  return { line: `M${from.x - 10} ${from.y}C${bow} ${to.x - 13} ${to.y}`, tip: `translate(${to.x - 13} ${to.y})` };
}

// Draws the way from each step to the next one of the same actor, in the margin of the code.
function drawPath(stops) {
  const frame = byId('detail').querySelector('.frame');
  if (!frame) return;
  frame.querySelector('svg.rail')?.remove();
  const { top, left } = frame.getBoundingClientRect();
  const places = stops.map(({ index }) => {
    const box = noteAt(index).querySelector('.number').getBoundingClientRect();
    return { x: box.left + box.width / 2 - left, y: box.top + box.height / 2 - top };
  });
  const arrows = [];
  for (let i = 1; i + 1 < stops.length; ++i) {
    if (stops[i].actor !== stops[i + 1].actor) continue;
    const from = places[i];
    const to = places[i + 1];
    const isStraight = from.y < to.y && !places.some(({ y }) => from.y < y && y < to.y);
    const { line, tip } = arrow(from, to, isStraight);
    arrows.push(svg('path', { class: stops[i].actorClass, d: line }));
    arrows.push(svg('path', { class: `head ${stops[i].actorClass}`, d: 'M3 0L-3 3.5V-3.5Z', transform: tip }));
  }
  if (arrows.length)
    frame.prepend(svg('svg', { class: 'rail', 'aria-hidden': 'true', height: frame.scrollHeight }, arrows));
}
