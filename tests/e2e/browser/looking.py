"""What is asked of an open page: contrast, names, sizes. Each script gives a list of what is wrong."""

from __future__ import annotations

CONTRAST = """
const parse = (text) => {
  const found = text.match(/[\\d.]+/g)?.map(Number) ?? [0, 0, 0, 0];
  return found.length === 3 ? [...found, 1] : found;
};
const light = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * x + 0.7152 * y + 0.0722 * z;
};
const behind = (start) => {
  if (start.closest('svg .box')) return parse(getComputedStyle(start.closest('.box').querySelector('rect')).fill);
  for (let at = start; at; at = at.parentElement) {
    const colour = parse(getComputedStyle(at).backgroundColor);
    if (colour[3] === 1) return colour;
  }
  return [255, 255, 255, 1];
};
const wrong = [];
for (const element of document.querySelectorAll('body *')) {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  if (!own || !element.checkVisibility() || element.closest('script, style, noscript, title, option')) continue;
  const style = getComputedStyle(element);
  const colour = parse(element.namespaceURI.endsWith('svg') ? style.fill : style.color);
  const [one, other] = [light(colour), light(behind(element))].sort((a, b) => b - a);
  const ratio = (one + 0.05) / (other + 0.05);
  if (ratio < 4.5) wrong.push(`${element.tagName}.${element.className}: ${ratio.toFixed(2)} ${element.textContent}`);
}
return wrong;
"""
"""Texts whose contrast with what is behind them is less than 4.5 to 1 (WCAG 2.2, 1.4.3)."""

SMALL_TARGETS = """
return [...document.querySelectorAll('input, select, button, nav a, tbody th a')]
  .filter((x) => x.checkVisibility())
  .map((x) => [x.outerHTML.slice(0, 80), x.getBoundingClientRect()])
  .filter(([, box]) => box.height < 20 || box.width < 20)
  .map(([text]) => text);
"""
"""Controls that are hard to hit."""

TOO_WIDE = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
"""How far the page itself, not a part of it, scrolls sideways."""

STOPS = """
return [...document.querySelectorAll('a[href], button, input, select, [tabindex]')]
  .filter((x) => x.tabIndex >= 0 && x.checkVisibility())
  .map((x) => x.id || x.getAttribute('href') || x.className.baseVal || x.className);
"""
"""What Tab reaches, in order."""
