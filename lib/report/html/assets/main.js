// Shows what the address says.

function makeCheckList() {
  const sums = (check) => check.sure + check.likely;
  byId('check-list').append(
    h(
      'ul',
      {},
      checks.map((check) =>
        h(
          'li',
          {},
          h(
            'a',
            { href: addressOf({ ...nothing, view: 'checks', page: check.name }), 'data-page': check.name },
            check.name,
            sums(check) > 0 &&
              h(
                'span',
                { class: 'sum', 'aria-label': counted(sums(check), 'finding') },
                sums(check).toLocaleString('en'),
              ),
          ),
        ),
      ),
    ),
  );
}

function showPages() {
  byId('no-page').hidden = checkNamed.has(state.page);
  byId('checks').classList.toggle('chosen', checkNamed.has(state.page));
  for (const page of byId('pages').querySelectorAll('article')) page.hidden = page.dataset.check !== state.page;
  for (const link of byId('check-list').querySelectorAll('a')) {
    if (link.dataset.page === state.page) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

let last = { ...nothing };

// Where a link leads is what a screen reader should read next.
function moveFocus() {
  if (state.view === 'findings' && state.finding !== '' && state.finding !== last.finding)
    byId('detail').focus({ preventScroll: true });
  else if (state.view === 'findings' && state.finding === '' && last.finding !== '')
    (byId('groups').querySelector(`[data-number="${CSS.escape(last.finding)}"]`) ?? byId('main')).focus();
  else if (state.view === 'checks' && state.page && state.page !== last.page) byId(`page-${state.page}`)?.focus();
  else if (state.view !== last.view) byId('main').focus();
}

function show(isFirst) {
  readState();
  for (const link of document.querySelectorAll('header [data-view]')) {
    if (link.dataset.view === state.view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  for (const view of document.querySelectorAll('main > section')) view.hidden = view.id !== state.view;
  if (state.view === 'findings') {
    showFilters();
    showFindings();
  }
  if (state.view === 'checks') showPages();
  if (isFirst !== true) moveFocus();
  last = { ...state };
}

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  byId('main').focus();
});
makeSummary();
makeFilters();
makeLocks();
makeCheckList();
makeKeys();
addEventListener('hashchange', show);
show(true);
prepareSearch();
