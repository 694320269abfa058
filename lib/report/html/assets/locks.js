// The order of the locks: a picture where it could be laid out, the cycles, and a list of all.

const { nodes, edges } = data.locks;

const edgeAddress = (edge) =>
  edge.finding === undefined
    ? undefined
    : addressOfFindings({ finding: String(edge.finding), step: String(edge.step + 1) });

const edgeText = (edge) => `${nodes[edge.from].name} is held, ${nodes[edge.to].name} is locked`;
const edgePlace = (edge) => edge.path?.at(-1)?.at;

function curveText([x, y, ...others]) {
  let text = `M${x} ${y}`;
  for (let i = 0; i < others.length; i += 6) text += `C${others.slice(i, i + 6).join(' ')}`;
  return text;
}

// The head of an arrow along the end of a curve.
function arrowHead(curve) {
  const [fromX, fromY, x, y] = curve.slice(-4);
  const length = Math.hypot(x - fromX, y - fromY) || 1;
  const dx = (x - fromX) / length,
    dy = (y - fromY) / length;
  return `M${x + 8 * dx} ${y + 8 * dy}L${x - 4 * dy} ${y + 4 * dx}L${x + 4 * dy} ${y - 4 * dx}Z`;
}

function edgeElement(edge, number) {
  const at = edgePlace(edge);
  const label = at ? `${nameOfPath(files[at[0]].path)}:${at[1]}` : '';
  const content = [
    svg('path', { class: 'curve', d: curveText(edge.curve) }),
    svg('path', { class: 'wide', d: curveText(edge.curve) }),
    svg('path', { class: 'head', d: arrowHead(edge.curve) }),
    svg('text', { x: edge.label[0], y: edge.label[1] + 1 }, label),
  ];
  const address = edgeAddress(edge);
  const name = `edge${edge.isCyclic ? ' cyclic' : ''}`;
  return address
    ? svg(
        'a',
        {
          class: name,
          href: address,
          'data-edge': number,
          'aria-label': `${label}: ${edgeText(edge)}, to this step of the finding`,
        },
        content,
      )
    : svg('g', { class: name, 'data-edge': number }, svg('title', {}, edgeText(edge)), content);
}

function nodeElement(node, number) {
  const [x, y, width, height] = node.box;
  const box = { x: x - width / 2, y: y - height / 2, width, height, rx: node.isForTasks ? height / 2 : 3 };
  const content = [svg('rect', box), svg('text', { x, y: y + 4 }, node.name)];
  const edge = edges.find(({ from, finding }) => from === number && finding !== undefined);
  return edge
    ? svg('a', { class: 'node cyclic', href: edgeAddress(edge), 'aria-label': `${node.name}: to the finding` }, content)
    : svg('g', { class: 'node' }, content);
}

function pictureElement() {
  const { width, height } = data.locks;
  return h(
    'div',
    {
      class: 'picture',
      role: 'region',
      tabindex: 0,
      'aria-label': 'Picture of the lock order; the lists below say the same',
    },
    svg(
      'svg',
      { width: width + 20, height: height + 20, viewBox: `-10 -10 ${width + 20} ${height + 20}` },
      edges.map(edgeElement),
      nodes.map(nodeElement),
    ),
  );
}

// Shows in the picture which edges the cycle has.
function emphasize(members, isOn) {
  for (const edge of members)
    document.querySelector(`.picture [data-edge="${edges.indexOf(edge)}"]`)?.classList.toggle('emphasized', isOn);
}

function cycleElement(number, members) {
  const on = () => emphasize(members, true),
    off = () => emphasize(members, false);
  const ordered = members.sort((a, b) => a.step - b.step);
  return h(
    'section',
    { class: 'cycle', onmouseenter: on, onmouseleave: off, onfocusin: on, onfocusout: off },
    h('h4', {}, h('a', { href: addressOfFindings({ finding: String(number) }) }, message(findings[number].message))),
    h(
      'ol',
      {},
      ordered.map((edge) => {
        const step = findings[number].steps[edge.step];
        return h(
          'li',
          {},
          h(
            'a',
            { href: edgeAddress(edge) },
            h('code', {}, nodes[edge.from].name),
            ' then ',
            h('code', {}, nodes[edge.to].name),
          ),
          step?.actor && h('span', { class: 'muted' }, ` ${step.actor}`),
          h('span', { class: 'place' }, placeText(edgePlace(edge))),
        );
      }),
    ),
  );
}

function cyclesElement() {
  const cycles = new Map();
  for (const edge of edges)
    if (edge.finding !== undefined) cycles.set(edge.finding, [...(cycles.get(edge.finding) ?? []), edge]);
  return cycles.size
    ? [h('h3', {}, 'Cycles'), [...cycles].map(([number, members]) => cycleElement(number, members))]
    : [];
}

function edgeRow(edge) {
  const address = edgeAddress(edge);
  const place = edgePlace(edge);
  return h(
    'tr',
    {},
    h('td', {}, h('code', {}, nodes[edge.from].name)),
    h('td', {}, h('code', {}, nodes[edge.to].name)),
    h(
      'td',
      {},
      edge.path?.length
        ? h(
            'details',
            {},
            h('summary', {}, place ? placeText(place) : ''),
            h(
              'ol',
              {},
              edge.path.map((step) =>
                h('li', {}, message(step.message), h('span', { class: 'place' }, placeText(step.at))),
              ),
            ),
          )
        : '',
    ),
    h(
      'td',
      {},
      address
        ? h('a', { href: address, 'aria-label': `Finding about ${edgeText(edge)}` }, 'finding')
        : edge.isCyclic
          ? 'yes'
          : '',
    ),
  );
}

function makeLocks() {
  const section = byId('locks');
  if (!edges.length) {
    section.append(h('p', {}, 'No lock is taken while another is held, or not the whole program was looked at.'));
    return;
  }
  section.append(
    h(
      'p',
      { class: 'muted' },
      'An arrow leads from the lock that is held to the one that is then locked. Locks for tasks are round, those ' +
        'for threads have corners. What is red is part of a cycle, so a deadlock is possible.',
    ),
    ...(data.locks.width
      ? [pictureElement()]
      : [h('p', { class: 'notice' }, 'There is no picture: that needs Graphviz’s dot where the report is made.')]),
    ...cyclesElement().flat(),
    h('h3', {}, 'All orders'),
    ...(data.locks.leftOut
      ? [h('p', {}, `${counted(data.locks.leftOut, 'order')} that are part of no cycle are left out.`)]
      : []),
    h(
      'table',
      { class: 'orders' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Held', 'Then locked', 'At', 'In a cycle'].map((name) => h('th', { scope: 'col' }, name)),
        ),
      ),
      h('tbody', {}, edges.map(edgeRow)),
    ),
  );
}
