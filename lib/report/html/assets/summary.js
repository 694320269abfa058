// The sums, over all findings of the run.

function sumOf(rows) {
  return rows.reduce((sum, { sure, likely }) => ({ sure: sum.sure + sure, likely: sum.likely + likely }), {
    sure: 0,
    likely: 0,
  });
}

function figure(count, name, address) {
  const content = [h('span', { class: 'count' }, count.toLocaleString('en')), h('span', {}, name)];
  return h('li', {}, address ? h('a', { href: address }, content) : h('span', {}, content));
}

// The share of each confidence, as a picture of the two numbers beside it.
function bar({ sure, likely }, most) {
  const part = (count, kind) =>
    svg('rect', {
      class: kind,
      height: 8,
      width: (100 * count) / most,
      x: kind === 'likely' ? (100 * sure) / most : 0,
    });
  return svg(
    'svg',
    { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    part(sure, 'sure'),
    part(likely, 'likely'),
  );
}

function sumTable(caption, heading, rows) {
  const most = Math.max(...rows.map(({ sure, likely }) => sure + likely), 1);
  return h(
    'table',
    { class: 'sums' },
    h('caption', {}, caption),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        [heading, 'Sure', 'Likely', 'All'].map((name, i) => h('th', { scope: 'col', class: i > 0 && 'n' }, name)),
        h('td', { class: 'bar' }),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((row) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, row.name, row.about && h('span', { class: 'muted explained' }, row.about)),
          [row.sure, row.likely, row.sure + row.likely].map((count) =>
            h('td', { class: 'n' }, count ? count.toLocaleString('en') : '0'),
          ),
          h('td', { class: 'bar' }, bar(row, most)),
        ),
      ),
    ),
  );
}

const mostRows = 50;

function fileTable() {
  const rows = data.byFile
    .map(({ file, sure, likely }) => ({ path: files[file].path, sure, likely }))
    .sort((a, b) => b.sure + b.likely - a.sure - a.likely || (a.path > b.path) - (a.path < b.path));
  const caption =
    rows.length > mostRows ? `By file: the first ${mostRows} of ${rows.length.toLocaleString('en')}` : 'By file';
  return sumTable(
    caption,
    'File',
    rows
      .slice(0, mostRows)
      .map((row) => ({ ...row, name: h('a', { href: addressOfFindings({ file: row.path }) }, row.path) })),
  );
}

function checkTable() {
  const rows = checks
    .filter(({ sure, likely }) => sure + likely)
    .sort((a, b) => b.sure + b.likely - a.sure - a.likely || (a.name > b.name) - (a.name < b.name));
  return sumTable(
    'By check',
    'Check',
    rows.map((row) => ({
      ...row,
      name: h('a', { href: addressOfFindings({ check: row.name }) }, row.name),
      about: row.summary,
    })),
  );
}

function confidenceTable(all) {
  const row = (name, about, sum) => ({
    ...sum,
    name: h('a', { href: addressOfFindings({ confidence: name }) }, name),
    about,
  });
  return sumTable('By confidence', 'Confidence', [
    row('sure', 'It follows from the code in sight.', { sure: all.sure, likely: 0 }),
    row('likely', 'It also needs the assumptions that it lists.', { sure: 0, likely: all.likely }),
  ]);
}

function problemsElement() {
  return h(
    'div',
    { class: 'notice' },
    h('h3', {}, 'Not everything could be looked at'),
    h(
      'ul',
      {},
      data.problems.map(({ message: text, file }) =>
        h('li', {}, file && h('span', { class: 'path' }, `${file}: `), text),
      ),
    ),
  );
}

function makeSummary() {
  const all = sumOf(data.byFile);
  byId('summary').append(
    h(
      'ul',
      { class: 'figures' },
      figure(data.total, data.total === 1 ? 'finding' : 'findings', addressOfFindings({})),
      figure(all.sure, 'sure', addressOfFindings({ confidence: 'sure' })),
      figure(all.likely, 'likely', addressOfFindings({ confidence: 'likely' })),
      figure(data.byFile.length, data.byFile.length === 1 ? 'file with findings' : 'files with findings'),
      data.analysed ? figure(data.analysed, data.analysed === 1 ? 'file analysed' : 'files analysed') : [],
    ),
    ...(cutText
      ? [h('p', { class: 'notice' }, `${cutText} The sums are those of all; --json and --sarif write all of them.`)]
      : []),
    ...(data.problems.length ? [problemsElement()] : []),
    ...(data.total
      ? [h('div', { class: 'tables' }, checkTable(), h('div', {}, confidenceTable(all), fileTable()))]
      : [h('p', {}, 'No findings.')]),
    h('p', { class: 'muted' }, `Written by async-tidy ${data.version} (LLVM ${data.llvm}).`),
  );
}
