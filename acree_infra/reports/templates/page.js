"use strict";
(() => {
  const data = JSON.parse(document.getElementById("acree-data").textContent);
  const tables = [...document.querySelectorAll("section.table")];
  const rows = [...document.querySelectorAll("section.table tbody tr")];
  const drawing = document.querySelector("svg");
  const MOST = 8;

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  if (drawing) {
    const around = drawing.parentElement;
    around.scrollTop = (around.scrollHeight - around.clientHeight) / 2;
  }

  // ---- filter

  const filter = document.querySelector(".filter");
  const word = document.getElementById("filter");
  const leg = document.getElementById("leg");
  const changes = document.getElementById("changes");
  const count = document.getElementById("count");
  let known = null;

  /** The first and the last address of a prefix or of one address; null for any other text. */
  function span(text) {
    const found = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
    if (!found) return null;
    const bytes = found.slice(1, 5).map(Number);
    const length = found[5] === undefined ? 32 : Number(found[5]);
    if (length > 32 || bytes.some((byte) => byte > 255)) return null;
    const size = 2 ** (32 - length);
    const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
    const first = address - (address % size);
    return [first, first + size - 1];
  }

  function facts() {
    return tables.flatMap((table) => {
      const title = table.querySelector("h3").textContent.toLowerCase();
      return [...table.querySelectorAll("tbody tr:not(.trace)")].map((row) => ({
        row,
        table,
        text: `${title} ${row.textContent.toLowerCase()}`,
        span: span(row.querySelector("th").textContent),
        legs: [...row.querySelectorAll(".leg")].map((chip) => chip.textContent),
      }));
    });
  }

  function fits(fact, words) {
    if (changes?.checked && fact.row.hasAttribute("data-kept")) return false;
    if (leg.value && !fact.legs.includes(leg.value)) return false;
    return words.every(([text, wanted]) => {
      if (fact.text.includes(text)) return true;
      return wanted !== null && fact.span !== null && wanted[0] <= fact.span[1] && fact.span[0] <= wanted[1];
    });
  }

  function apply() {
    known ??= facts();
    const words = word.value.toLowerCase().split(/\s+/).filter(Boolean).map((text) => [text, span(text)]);
    const shown = new Map(tables.map((table) => [table, 0]));
    for (const fact of known) {
      const fit = fits(fact, words);
      fact.row.hidden = !fit;
      if (fit) shown.set(fact.table, shown.get(fact.table) + 1);
    }
    if (opened?.row.hidden) close();
    let visible = 0;
    let used = 0;
    for (const [table, number] of shown) {
      table.hidden = number === 0;
      visible += number;
      used += number > 0;
      enter(table);
    }
    document.getElementById("nothing").hidden = visible > 0;
    const all = visible === known.length;
    count.textContent = all
      ? `${visible} routes in ${tables.length} tables`
      : `${visible} of ${known.length} routes, in ${used} of ${tables.length} tables`;
  }

  // ---- keyboard: one stop for Tab in each table, arrows inside

  function links(table) {
    return [...table.querySelectorAll("tbody tr:not([hidden]):not(.trace) > th > a")];
  }

  /** Let Tab enter a table at its first route that is shown. */
  function enter(table) {
    for (const link of table.querySelectorAll("a[tabindex='0']")) link.tabIndex = -1;
    const first = table.querySelector("tbody tr:not([hidden]):not(.trace) > th > a");
    if (first) first.tabIndex = 0;
  }

  function move(link, key) {
    const every = links(link.closest("section.table"));
    const place = every.indexOf(link);
    const target = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: every.length - 1 }[key];
    const next = every[target];
    if (!next) return;
    link.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  // ---- traces

  let opened = null;
  let readers = null;

  /** The pulls that read each row. */
  function readersOf(place) {
    if (readers === null) {
      readers = new Map();
      for (const pull of data.pulls) {
        const steps = [...pull.there, ...pull.back, ...pull.homes].filter((step) => step >= 0);
        const read = new Set(steps.map((step) => data.steps[step].row));
        for (const row of read) {
          if (!readers.has(row)) readers.set(row, []);
          readers.get(row).push(pull);
        }
      }
    }
    return readers.get(place) ?? [];
  }

  function close() {
    if (!opened) return;
    opened.row.classList.remove("open");
    opened.link.setAttribute("aria-expanded", "false");
    opened.link.removeAttribute("aria-controls");
    opened.detail.remove();
    opened = null;
    highlight([]);
  }

  function open(row) {
    close();
    const link = row.querySelector("th a");
    const place = Number(row.id.slice(1));
    const found = readersOf(place);
    const cell = element("td", { colspan: String(row.cells.length) });
    const detail = element("tr", { class: "trace", id: "trace" }, cell);
    const title = row.closest("section.table").querySelector("h3").firstChild.textContent.trim();
    const box = element("div", { class: "pulls", role: "region", "aria-label": `Traces by ${link.textContent} in ${title}` });
    const shown = found.length > 0 && drawing ? [" ", element("a", { href: "#network" }, "See it in the drawing")] : [];
    box.append(element("p", {}, told(found.length), ...shown));
    cell.append(box);
    show(box, found, 0, place);
    row.after(detail);
    row.classList.add("open");
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", "trace");
    opened = { row, link, detail };
    highlight(found);
  }

  function told(number) {
    if (number === 0) return "No pull that was traced reads this row.";
    return number === 1 ? "One pull reads this row." : `${number} pulls read this row.`;
  }

  function show(box, found, from, place) {
    for (const pull of found.slice(from, from + MOST)) box.append(drawn(pull, place));
    const left = found.length - from - MOST;
    if (left > 0) {
      const more = element("button", { type: "button", class: "more" }, `Show ${Math.min(left, MOST)} more of ${left}`);
      more.addEventListener("click", () => {
        const next = box.children.length - 1;
        more.remove();
        show(box, found, from + MOST, place);
        box.children[next].tabIndex = -1;
        box.children[next].focus();
      });
      box.append(more);
    }
  }

  function drawn(pull, place) {
    const compared = pull.sides.length === 1 && changes ? ` ${pull.sides[0]}` : "";
    const verdict = pull.delivered ? "delivered" : "dropped";
    const head = element(
      "h4",
      {},
      element("span", { class: `leg ${pull.leg}` }, pull.leg),
      ` of ${pull.client} → ${pull.prefix} `,
      element("strong", { class: `badge ${pull.delivered ? "good" : "bad"}` }, verdict + compared),
    );
    const own = Math.max(0, pull.homes.findIndex((step) => step >= 0 && data.steps[step].row === place));
    const more = pull.sources.length > 1 ? ` and ${pull.sources.length - 1} more` : "";
    const from = element("p", { class: "muted" }, `from ${pull.sources[own]}${more} to ${pull.destination}`);
    const back = [...pull.back, pull.homes[own]].filter((step) => step >= 0);
    const ways = element("div", { class: "ways" }, way("There", pull.there, place), way("Back", back, place));
    const article = element("article", { class: "pull" }, head, from);
    if (pull.reason) article.append(element("p", { class: "bad" }, pull.reason));
    article.append(ways);
    return article;
  }

  function way(title, steps, place) {
    const list = element("ol", { class: "steps" });
    for (const number of steps) {
      const step = data.steps[number];
      const table = data.tables[step.table];
      const prefix = element("code", {}, step.prefix);
      const target = step.row < 0 ? prefix : element("a", { href: `#r${step.row}` }, prefix);
      const item = element("li", {}, element("span", { class: "where" }, `${table.title}: `), target, ` → ${step.hop}`);
      if (step.row === place) item.setAttribute("aria-current", "true");
      list.append(item);
    }
    if (steps.length === 0) list.append(element("li", { class: "muted none" }, "no look-up"));
    return element("div", {}, element("h5", {}, title), list);
  }

  function highlight(found) {
    if (!drawing) return;
    const boxes = new Set();
    const lines = new Set();
    for (const pull of found) {
      for (const number of [...pull.there, ...pull.back, ...pull.homes].filter((step) => step >= 0)) {
        const step = data.steps[number];
        boxes.add(data.tables[step.table].owner);
        if (step.over) lines.add(step.over);
      }
      if (pull.delivered) {
        const last = data.steps[pull.there[pull.there.length - 1]];
        boxes.add(`leg:${pull.leg}`);
        if (data.tables[last.table].owner === data.service) lines.add(`leg:${pull.leg}`);
      }
    }
    drawing.classList.toggle("tracing", found.length > 0);
    for (const box of drawing.querySelectorAll("[data-box]")) box.classList.toggle("on", boxes.has(box.dataset.box));
    for (const line of drawing.querySelectorAll("[data-line]")) line.classList.toggle("on", lines.has(line.dataset.line));
  }

  /** Show the row that the address names, and its trace, even where the filter hides it. */
  function follow() {
    const row = /^#r\d+$/.test(location.hash) ? document.getElementById(location.hash.slice(1)) : null;
    if (!row) return;
    if (row.hidden) {
      word.value = "";
      leg.value = "";
      if (changes) changes.checked = false;
      apply();
    }
    open(row);
    row.scrollIntoView({ block: "nearest" });
    row.querySelector("th a").focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#r']");
    if (!link || !/^#r\d+$/.test(link.hash)) return;
    event.preventDefault();
    const row = document.getElementById(link.hash.slice(1));
    const own = link.closest("tr") === row;
    if (own && opened?.row === row) {
      close();
      history.replaceState(null, "", "#");
      return;
    }
    history.replaceState(null, "", link.hash);
    if (own) open(row);
    else follow();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opened && event.target !== word) {
      const { link } = opened;
      close();
      link.focus();
      return;
    }
    const link = event.target.closest?.("section.table th > a");
    if (link && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
      event.preventDefault();
      move(link, event.key);
    }
  });

  if (filter) {
    let waiting = 0;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 60);
    };
    word.addEventListener("input", soon);
    leg.addEventListener("change", apply);
    changes?.addEventListener("change", apply);
    filter.addEventListener("submit", (event) => event.preventDefault());
    filter.hidden = false;
    for (const row of rows) {
      const link = row.querySelector("th a");
      link.tabIndex = -1;
      link.setAttribute("aria-expanded", "false");
    }
    if (changes?.checked) apply();
    else tables.forEach(enter);
    addEventListener("hashchange", follow);
    follow();
  }
  document.documentElement.dataset.ready = "yes";
})();
