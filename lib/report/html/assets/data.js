// The data of this report. Every text in it may be hostile: it is only ever put into text nodes.
const data = JSON.parse(document.getElementById('data').textContent);
const { findings, checks, files } = data;

const byId = (id) => document.getElementById(id);
const checkNamed = new Map(checks.map((check) => [check.name, check]));

findings.forEach((finding, number) => {
  finding.number = number;
  finding.confidence = finding.assumes ? 'likely' : 'sure';
  finding.path = files[finding.at[0]].path;
  finding.steps ??= [];
  finding.related ??= [];
});

// A count with its noun: "1 finding", "5,000 findings".
function counted(count, noun) {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

// "src/a.cpp:12" of a place.
function placeText([file, line]) {
  return `${files[file].path}:${line}`;
}

// What a path ends in.
function nameOfPath(path) {
  return path.slice(path.lastIndexOf('/') + 1);
}

// What a page that has not all findings says.
const cutText =
  data.total > findings.length
    ? `This page has the first ${findings.length.toLocaleString('en')} of ${counted(data.total, 'finding')}, ` +
      'the sure ones before the likely ones.'
    : '';
