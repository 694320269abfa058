// The list of the findings that pass the filters. Its items are made as they are needed: some at a time.

const batch = 60;
let found = [];
let shownItems = 0;
const folded = new Set();

const groupings = {
  check: { name: 'check', of: (finding) => finding.check },
  file: { name: 'file', of: (finding) => finding.path },
  confidence: { name: 'confidence', of: (finding) => finding.confidence },
  none: { name: 'nothing', of: () => '' },
};

// What a search looks at, in lower case.
function haystack(finding) {
  finding.words ??= [
    finding.message,
    finding.check,
    finding.path,
    finding.function,
    finding.subject,
    finding.advice,
    finding.reason,
    ...finding.steps.map((step) => `${step.message}\n${files[step.at[0]].path}`),
  ]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
  return finding.words;
}

// Prepares the search while the browser has nothing else to do.
function prepareSearch(at = 0) {
  requestIdleCallback((idle) => {
    while (at < findings.length && idle.timeRemaining() > 1) haystack(findings[at++]);
    if (at < findings.length) prepareSearch(at);
  });
}

function passes(finding, words) {
  return (
    (!state.check || finding.check === state.check) &&
    (!state.file || finding.path === state.file) &&
    (!state.confidence || finding.confidence === state.confidence) &&
    words.every((word) => haystack(finding).includes(word))
  );
}

const grouping = () => (Object.hasOwn(groupings, state.group) ? groupings[state.group] : groupings.check);

function findFindings() {
  const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map();
  for (const finding of findings) {
    if (!passes(finding, words)) continue;
    const key = grouping().of(finding);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(finding);
  }
  const sorted = [...groups].sort(([a], [b]) => (state.group === 'confidence' ? (a < b) - (a > b) : (a > b) - (a < b)));
  found = sorted.flatMap(([, members]) => members);
  return sorted;
}

function itemElement(finding) {
  const isChosen = String(finding.number) === state.finding;
  const by = grouping();
  return h(
    'li',
    {},
    h(
      'a',
      {
        href: addressOf({ finding: String(finding.number), step: '' }),
        'data-number': finding.number,
        'aria-current': isChosen && 'true',
      },
      h('span', { class: 'message' }, message(finding.message)),
      h(
        'span',
        { class: 'meta' },
        badge(finding),
        by !== groupings.check && h('span', {}, finding.check.replace(/^async-/, '')),
        h('span', { class: 'place' }, `${by === groupings.file ? 'line ' : `${finding.path}:`}${finding.at[1]}`),
        finding.steps.length > 0 && h('span', {}, counted(finding.steps.length, 'step')),
      ),
    ),
  );
}

// The frame of a group; grow() adds the items.
function groupElement({ key, members }) {
  const list = h('ol', { hidden: folded.has(key) });
  const button = h(
    'button',
    {
      type: 'button',
      'aria-expanded': String(!folded.has(key)),
      onclick: () => {
        if (!folded.delete(key)) folded.add(key);
        showList();
        byId('groups')
          .querySelector(`[data-group="${CSS.escape(key)}"]`)
          ?.focus();
      },
      'data-group': key,
    },
    h('span', { class: 'name' }, key),
    h('span', { class: 'sum' }, members.length.toLocaleString('en')),
  );
  return h('section', { class: 'group' }, key && h('h3', {}, button), list);
}

let groups = [];

// Adds items until there are so many, or no more.
function grow(wanted) {
  for (const group of groups) {
    if (shownItems >= wanted) break;
    if (!group.element) byId('groups').append((group.element = groupElement(group)));
    if (folded.has(group.key)) continue;
    const next = group.members.slice(group.made, group.made + wanted - shownItems);
    group.element.lastChild.append(...next.map(itemElement));
    group.made += next.length;
    shownItems += next.length;
  }
  const left = groups.reduce((sum, { key, members, made }) => sum + (folded.has(key) ? 0 : members.length - made), 0);
  const more = byId('more');
  more.hidden = left === 0;
  more.textContent = `Show ${Math.min(batch, left).toLocaleString('en')} more of ${left.toLocaleString('en')}`;
}

function countText() {
  const all =
    findings.length === found.length
      ? counted(found.length, 'finding')
      : `${found.length.toLocaleString('en')} of ${counted(findings.length, 'finding')}`;
  return `${all}. ${cutText}`.trim();
}

function showList() {
  groups = findFindings().map(([key, members]) => ({ key, members, made: 0 }));
  byId('groups').replaceChildren();
  shownItems = 0;
  grow(batch);
  byId('count').textContent = countText();
  showChosen();
}

// Marks the chosen finding, without making the list again.
function showChosen() {
  const list = byId('groups');
  for (const link of list.querySelectorAll('[aria-current]')) link.removeAttribute('aria-current');
  if (state.finding === '') return;
  const chosen = findings[Number(state.finding)];
  const at = found.indexOf(chosen);
  if (at < 0) return;
  if (at >= shownItems) grow(at + batch);
  const link = list.querySelector(`[data-number="${chosen.number}"]`);
  link?.setAttribute('aria-current', 'true');
  link?.scrollIntoView({ block: 'nearest' });
}
