// One finding in full.

function definition(name, ...content) {
  return [h('dt', {}, name), h('dd', {}, content)];
}

function aboutElement(finding) {
  const said = [
    finding.advice && definition('Instead', message(finding.advice)),
    finding.reason &&
      definition(
        'Why',
        message(finding.reason),
        finding.source && h('span', { class: 'muted source' }, finding.source),
      ),
    finding.assumes &&
      definition(
        'Likely, not sure: it assumes that',
        h(
          'ul',
          {},
          finding.assumes.map((i) => h('li', {}, data.assumptions[i])),
        ),
      ),
    finding.function && definition('In', h('code', {}, finding.function)),
    finding.subject && definition('About', h('code', {}, finding.subject)),
  ].filter(Boolean);
  return said.length ? h('dl', { class: 'about' }, said) : undefined;
}

function fixElement(fix) {
  const rows = (text, sign, name) =>
    text
      .split('\n')
      .map((line) => h('div', { class: `line ${name}` }, h('span', { class: 'no' }, sign), h('code', {}, line)));
  return fix.map(({ file, line, before, after }) =>
    h(
      'figure',
      { class: 'hunk fix' },
      h(
        'figcaption',
        {},
        h('span', { class: 'path' }, files[file].path),
        h('span', { class: 'muted' }, `line ${line}`),
      ),
      h('div', { class: 'code' }, rows(before, '-', 'removed'), after === '' ? [] : rows(after, '+', 'added')),
    ),
  );
}

function relatedStops(finding) {
  return finding.related.map((place, i) => ({
    ...place,
    kind: 'related',
    actorClass: '',
    label: String.fromCharCode(97 + (i % 26)),
    name: 'Other place',
    index: `r${i}`,
  }));
}

function neighbour(found, finding, by, name) {
  const other = found[found.indexOf(finding) + by];
  return other && found.includes(finding)
    ? h(
        'a',
        {
          href: addressOf({ finding: String(other.number), step: '' }),
          'data-go': name,
          'aria-keyshortcuts': by > 0 ? 'j' : 'k',
        },
        `${name} finding`,
      )
    : h('span', { class: 'muted' }, `${name} finding`);
}

function headElement(finding, found) {
  return h(
    'div',
    { class: 'head' },
    h(
      'div',
      { class: 'crumbs' },
      h('a', { class: 'back', href: addressOf({ finding: '', step: '' }) }, 'Back to the list'),
      h('span', { class: 'go' }, neighbour(found, finding, -1, 'Previous'), neighbour(found, finding, 1, 'Next')),
    ),
    h('h3', {}, message(finding.message)),
    h(
      'p',
      { class: 'meta' },
      badge(finding),
      h('a', { href: addressOf({ ...nothing, view: 'checks', page: finding.check }) }, finding.check),
      h('span', { class: 'path' }, `${finding.path}:${finding.at[1]}:${finding.at[2]}`),
    ),
  );
}

let resized;

function showDetail(found) {
  const finding = findings[Number(state.finding)];
  const detail = byId('detail');
  byId('findings').classList.toggle('chosen', state.finding !== '' && Boolean(finding));
  resized?.disconnect();
  if (state.finding === '' || !finding) {
    detail.replaceChildren(
      h(
        'p',
        { class: 'hint' },
        found.length ? 'Choose a finding to see its path through the code.' : 'Nothing to show.',
      ),
    );
    return;
  }
  const stops = stopsOf(finding);
  const related = relatedStops(finding);
  detail.replaceChildren(
    headElement(finding, found),
    ...[aboutElement(finding)].filter(Boolean),
    h('h4', { class: finding.steps.length ? '' : 'unseen' }, finding.steps.length ? 'Path' : 'Code'),
    ...(finding.steps.length ? [walkElement(finding), stepList(finding, stops)] : []),
    h('div', { class: 'frame' }, hunksOf(stops).map(hunkElement)),
    ...(related.length
      ? [h('h4', {}, 'Other places'), h('div', { class: 'frame' }, hunksOf(related).map(hunkElement))]
      : []),
    ...(finding.fix ? [h('h4', {}, 'Fix'), ...fixElement(finding.fix)] : []),
    pageElement(finding),
    h('p', { class: 'muted fingerprint' }, `Fingerprint ${finding.fingerprint}`),
  );
  resized = new ResizeObserver(() => drawPath(stops));
  resized.observe(detail.querySelector('.frame'));
  if (state.step === '') detail.scrollTop = 0;
  showStop(finding);
}

// The page of the check, for reading on the spot. The page itself stays where it is: this is a copy.
function pageElement(finding) {
  const page = byId(`page-${finding.check}`);
  if (!page) return h('p', {});
  const copy = h('div', { class: 'page' });
  for (const child of page.children) if (child.tagName !== 'H3') copy.append(child.cloneNode(true));
  return h('details', { class: 'check-page' }, h('summary', {}, h('span', {}, `About ${finding.check}`)), copy);
}
