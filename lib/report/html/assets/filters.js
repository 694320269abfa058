// The form of the filters.

const fields = {
  text: byId('filter-text'),
  check: byId('filter-check'),
  file: byId('filter-file'),
  confidence: byId('filter-confidence'),
  group: byId('filter-group'),
};

function optionsOf(counts, all) {
  return [
    h('option', { value: '' }, all),
    ...[...counts]
      .sort(([a], [b]) => (a > b) - (a < b))
      .map(([value, count]) => h('option', { value }, `${value} (${count.toLocaleString('en')})`)),
  ];
}

function countBy(key) {
  const counts = new Map();
  for (const finding of findings) counts.set(finding[key], (counts.get(finding[key]) ?? 0) + 1);
  return counts;
}

function makeFilters() {
  fields.check.append(...optionsOf(countBy('check'), 'All checks'));
  fields.file.append(...optionsOf(countBy('path'), 'All files'));
  fields.confidence.append(...optionsOf(countBy('confidence'), 'Any'));
  fields.group.append(
    ...Object.entries(groupings).map(([value, { name }]) =>
      h('option', { value: value === 'check' ? '' : value }, name),
    ),
  );
  let isAwaited = false;
  const apply = () => {
    isAwaited = false;
    change({
      ...Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value.trim()])),
      step: '',
    });
    showFindings();
  };
  byId('filters').addEventListener('input', () => {
    // at most once for each picture on the screen
    if (!isAwaited) requestAnimationFrame(apply);
    isAwaited = true;
  });
  byId('filters').addEventListener('submit', (event) => event.preventDefault());
  byId('reset').addEventListener('click', () => {
    for (const field of Object.values(fields)) field.value = '';
    apply();
  });
  byId('more').addEventListener('click', () => {
    const before = shownItems;
    grow(shownItems + batch);
    byId('groups').querySelectorAll('li a')[before]?.focus();
  });
}

function showFilters() {
  for (const [key, field] of Object.entries(fields)) if (field.value.trim() !== state[key]) field.value = state[key];
}

let listed;

// The list, when the filters have changed, and the chosen finding.
function showFindings() {
  const wanted = JSON.stringify(filters.map((key) => state[key]));
  if (wanted !== listed) {
    listed = wanted;
    showList();
  } else {
    // The items' addresses name the filters alone, so they stay.
    showChosen();
  }
  showDetail(found);
}
