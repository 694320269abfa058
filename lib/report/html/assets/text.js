// Makes elements. Strings become text nodes, in which characters that are not seen, or that turn other text round,
// are written out.
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;
const codePoint = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

function textNodes(text) {
  const nodes = [];
  let done = 0;
  for (const { 0: character, index } of text.matchAll(unseen)) {
    const shown = document.createElement('span');
    shown.className = 'odd';
    shown.textContent = codePoint(character);
    nodes.push(text.slice(done, index), shown);
    done = index + 1;
  }
  return [...nodes, text.slice(done)];
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === false || child === '') continue;
    if (child instanceof Node) element.append(child);
    else if (element instanceof SVGElement) element.append(child.replace(unseen, codePoint));
    else element.append(...textNodes(child)); // which takes strings for text
  }
  return element;
}

const h = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

// A message, in which what stands in quotes is code.
function message(text) {
  return text
    .split(/('[^']+')/)
    .map((part) => (part.length > 2 && part.startsWith("'") ? h('code', {}, part.slice(1, -1)) : part));
}

function badge(finding) {
  return [
    finding.isError && h('span', { class: 'tag error' }, 'error'),
    h('span', { class: `tag ${finding.confidence}` }, finding.confidence),
  ];
}

// Says something to people who do not see the page.
function announce(text) {
  byId('announcement').textContent = text;
}
