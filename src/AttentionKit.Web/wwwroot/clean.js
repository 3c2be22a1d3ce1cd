// HTML that cells or notebooks give, without what could run, load from elsewhere, or pretend to be the page's own: what is not listed here goes.
const set = names => new Set(names.split(" "));

const html = set("a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre " +
  "q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr");
const svg = set("svg g path rect circle ellipse line polyline polygon text tspan title desc defs lineargradient radialgradient stop clippath marker pattern");
const gone = set("script style template noscript iframe frame frameset object embed applet form textarea select option base link meta head title audio video source canvas portal math " +
  "foreignobject animate animatemotion animatetransform set use image mask filter xmp noembed noframes plaintext");
const attributes = set("alt class colspan rowspan scope headers dir lang height width id open role start reversed value title tabindex datetime span align valign " +
  "viewbox d x y x1 x2 y1 y2 cx cy r rx ry dx dy points transform fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin " +
  "opacity font-size font-family font-weight font-style text-anchor dominant-baseline letter-spacing offset stop-color stop-opacity gradientunits gradienttransform " +
  "preserveaspectratio marker-end marker-start marker-mid markerwidth markerheight refx refy orient clip-path vector-effect focusable xmlns shape-rendering paint-order");

const namespaces = { "http://www.w3.org/1999/xhtml": html, "http://www.w3.org/2000/svg": svg };

export function clean(text) {
  const { body } = new DOMParser().parseFromString(text, "text/html"); // runs nothing, loads nothing
  cleanChildren(body);
  const fragment = document.createDocumentFragment();
  fragment.append(...body.childNodes);
  return fragment;
}

function cleanChildren(parent) {
  for (const node of [...parent.childNodes])
    if (node.nodeType === Node.ELEMENT_NODE) cleanElement(node);
    else if (node.nodeType !== Node.TEXT_NODE) node.remove();
}

function cleanElement(element) {
  const name = element.localName.toLowerCase();
  if (isFigureData(element)) return keepOnly(element, ["type"]);
  if (name === "style" && isHarmlessCss(element.textContent)) return keepOnly(element, []);
  const allowed = namespaces[element.namespaceURI];
  if (!allowed || (gone.has(name) && !allowed.has(name))) return element.remove();
  cleanChildren(element);
  if (!allowed.has(name)) return element.replaceWith(...element.childNodes);
  for (const attribute of [...element.attributes])
    if (!isAllowed(element, attribute)) element.removeAttributeNode(attribute);
  if (name === "a") element.rel = "noopener noreferrer";
}

// Numbers of a figure: not a script to any browser.
function isFigureData(element) {
  return element.localName === "script" && element.namespaceURI.endsWith("xhtml") && element.type === "application/json" && element.closest("figure.attentionkit") !== null;
}

function keepOnly(element, names) {
  for (const attribute of [...element.attributes])
    if (!names.includes(attribute.name)) element.removeAttributeNode(attribute);
}

function isAllowed(element, { name: written, value }) {
  const name = written.toLowerCase();
  if (name.startsWith("aria-") || name.startsWith("data-")) return true;
  if (name === "style") return isHarmlessCss(value);
  if (name === "href") return element.localName === "a" && isHarmlessLink(value);
  if (name === "src") return element.localName === "img" && /^data:image\/(png|jpeg|gif|webp);base64,/i.test(value);
  return attributes.has(name) && !/url\s*\((?!\s*["']?#)/i.test(value);
}

function isHarmlessLink(value) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(value, document.baseURI).protocol);
  } catch {
    return false;
  }
}

// What could load something, or hide that it does.
function isHarmlessCss(text) {
  return !/url|image|import|expression|binding|behavior|src\s*\(|position\s*:\s*(fixed|sticky)|\\/i.test(text);
}
