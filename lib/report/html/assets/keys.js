// Keys, as long as the user types nothing elsewhere and has not turned them off.

function goToNeighbour(by) {
  if (!found.length) return;
  const at = found.indexOf(findings[Number(state.finding || -1)]);
  const next = found[at < 0 ? (by > 0 ? 0 : found.length - 1) : at + by];
  if (!next) return;
  go({ finding: String(next.number), step: '' });
  announce(`Finding ${found.indexOf(next) + 1} of ${found.length}: ${next.message}`);
}

function goToStepBy(by) {
  const finding = findings[Number(state.finding || -1)];
  if (finding) goToStop(finding, Number(state.step || 0) + by);
}

function search() {
  if (state.view !== 'findings') go({ view: 'findings' });
  if (!byId('filters').checkVisibility()) go({ finding: '', step: '' }); // a narrow page has either
  fields.text.focus();
}

const onlyInFindings = (act) => () => state.view === 'findings' && act();
const keys = [
  ['j', 'Next finding', onlyInFindings(() => goToNeighbour(1))],
  ['k', 'Previous finding', onlyInFindings(() => goToNeighbour(-1))],
  ['n', 'Next step of the path', onlyInFindings(() => goToStepBy(1))],
  ['p', 'Previous step of the path', onlyInFindings(() => goToStepBy(-1))],
  ['/', 'Search', search],
  ['u', 'Back to the list', onlyInFindings(() => go({ finding: '', step: '' }))],
  ['?', 'Show these keys', () => byId('keys').showModal()],
];

function makeKeys() {
  const dialog = byId('keys');
  dialog
    .querySelector('dl')
    .append(...keys.flatMap(([key, name]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, name)]));
  dialog.querySelector('button').addEventListener('click', () => dialog.close());
  byId('show-keys').addEventListener('click', () => dialog.showModal());
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target.matches('input:not([type=checkbox]), select, textarea');
    if (
      event.ctrlKey ||
      event.altKey ||
      event.metaKey ||
      event.isComposing ||
      dialog.open ||
      isTyping ||
      !byId('use-keys').checked
    )
      return;
    const known = keys.find(([key]) => key === event.key);
    if (!known) return;
    event.preventDefault();
    known[2]();
  });
}
