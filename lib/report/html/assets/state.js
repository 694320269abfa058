// What is shown, which is what the address says behind its '#': so links and the browser's history work.
const nothing = { view: '', check: '', file: '', confidence: '', text: '', group: '', finding: '', step: '', page: '' };
const filters = ['check', 'file', 'confidence', 'text', 'group'];
let state = { ...nothing };

function readState() {
  const said = new URLSearchParams(location.hash.slice(1));
  state = { ...nothing };
  for (const key of Object.keys(nothing)) state[key] = said.get(key) ?? '';
  for (const key of ['finding', 'step']) if (!/^\d+$/.test(state[key])) state[key] = '';
  if (!['summary', 'findings', 'locks', 'checks'].includes(state.view))
    state.view = state.finding ? 'findings' : 'summary';
}

// The address of what is shown now, with these changes.
function addressOf(changes) {
  const kept = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...state, ...changes })) if (value !== '') kept.set(key, value);
  return `#${kept}`;
}

// The address of the findings with these filters alone.
function addressOfFindings(changes) {
  return addressOf({ ...nothing, view: 'findings', ...changes });
}

// Makes the address say something else without a new entry in the history.
function change(changes) {
  history.replaceState(null, '', addressOf(changes));
  readState();
}

// Does at once what a link to there would do.
function go(changes) {
  history.pushState(null, '', addressOf(changes));
  show();
}
