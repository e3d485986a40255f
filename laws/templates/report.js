"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement;
  const panel = one("#panel");
  const content = one("#content");

  // Every family as rows and columns of cells, read from the page once.
  const families = all("#matrices .family").map((element) => {
    const columns = all("th.law", element).map((head) => ({ head, law: head.dataset.law.toLowerCase() }));
    const rows = all("tbody tr", element).map((tr) => {
      const model = tr.dataset.model.toLowerCase();
      const cells = all("td", tr).map((td, k) => {
        const button = one("button", td);
        const standing = button && /\bs-(\S+)/.exec(button.className)[1];
        return { td, button, standing, text: button ? `${model} ${columns[k].law}` : "" };
      });
      return { tr, cells };
    });
    return { element, columns, rows, groups: all(".theories th", element).map((th) => ({ th, span: th.colSpan })) };
  });
  const listed = all("details.claim").map((element) => ({
    element,
    standing: element.dataset.standing,
    text: `${element.dataset.model} ${element.dataset.law}`.toLowerCase(),
  }));
  const claims = families.reduce((sum, f) => sum + f.rows.reduce((n, r) => n + r.cells.filter((c) => c.button).length, 0), 0);

  // Filters.
  const BAD = new Set(["broken", "unwitnessed", "vacuous", "not-run"]);
  const find = one("#find");
  const only = one("#only");
  const chips = all(".chip");

  function filter() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(chips.filter((c) => c.getAttribute("aria-pressed") === "true").map((c) => c.dataset.standing));
    const active = words.length > 0 || wanted.size > 0 || only.checked;
    const matches = (item) =>
      words.every((word) => item.text.includes(word)) &&
      (wanted.size === 0 || wanted.has(item.standing)) &&
      (!only.checked || BAD.has(item.standing));
    let shown = 0;
    for (const family of families) {
      const used = family.columns.map(() => !active);
      let any = false;
      for (const { tr, cells } of family.rows) {
        let hit = false;
        cells.forEach((cell, k) => {
          if (!cell.button) return;
          const match = matches(cell);
          cell.button.classList.toggle("off", !match);
          if (match) { shown += 1; hit = true; used[k] = true; }
        });
        tr.hidden = !hit;
        any ||= hit;
      }
      family.element.hidden = !any;
      if (!any) continue;
      family.columns.forEach(({ head }, k) => { head.hidden = !used[k]; });
      for (const { cells } of family.rows) cells.forEach(({ td }, k) => { td.hidden = !used[k]; });
      let from = 0;
      for (const { th, span } of family.groups) {
        const left = used.slice(from, from + span).filter(Boolean).length;
        from += span;
        th.hidden = left === 0;
        if (left > 0) th.colSpan = left;
      }
      rove(family);
    }
    let attention = 0;
    for (const item of listed) {
      const match = matches(item);
      item.element.hidden = !match;
      if (match) attention += 1;
    }
    const section = one("#attention");
    if (section) section.hidden = attention === 0;
    one("#nothing").hidden = shown > 0 || claims === 0;
    one("#shown").textContent = active ? `${shown} of ${claims} claims` : `${claims} claims`;
  }

  // One cell of each matrix is a stop of the Tab key; arrows move from there.
  function rove(family, to) {
    const cells = family.rows.flatMap((r) => (r.tr.hidden ? [] : r.cells)).filter((c) => c.button && !c.td.hidden);
    const now = to || cells.find((c) => c.button.tabIndex === 0)?.button || cells[0]?.button;
    for (const row of family.rows) for (const cell of row.cells) if (cell.button) cell.button.tabIndex = cell.button === now ? 0 : -1;
  }

  function step(family, button, down, right) {
    const rows = family.rows.filter((r) => !r.tr.hidden);
    let r = rows.findIndex((row) => row.cells.some((c) => c.button === button));
    let c = rows[r].cells.findIndex((cell) => cell.button === button);
    // Blank cells are passed over.
    for (;;) {
      r += down;
      c += right;
      const cell = rows[r]?.cells[c];
      if (!cell) return null;
      if (cell.button && !cell.td.hidden) return cell.button;
    }
  }

  const familyOf = (button) => families.find((f) => f.element.contains(button));

  // The panel.
  let opener = null;
  const source = (number) => document.getElementById(`claim-${number}`);

  function open(button, focus) {
    const from = source(button.dataset.claim);
    const body = from.content ? from.content : one(".body", from);
    content.replaceChildren(...[...body.childNodes].map((node) => node.cloneNode(true)));
    opener?.classList.remove("shown");
    opener = button;
    opener.classList.add("shown");
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.setAttribute("aria-label", `${from.dataset.law} of ${from.dataset.model}`);
    document.body.classList.add("open");
    if (focus) panel.focus({ preventScroll: true });
    remember(`#claim=${encodeURIComponent(`${from.dataset.model}/${from.dataset.law}`)}`);
  }

  function close() {
    if (panel.hidden) return;
    const back = panel.contains(document.activeElement) || document.activeElement === document.body;
    panel.hidden = true;
    document.body.classList.remove("open");
    opener.classList.remove("shown");
    if (back) opener.focus({ preventScroll: true });
    opener = null;
    remember("#");
  }

  // A link to a claim can be kept; some browsers refuse this for files, which does no harm.
  function remember(hash) {
    try { history.replaceState(null, "", hash); } catch { /* the address stays as it was */ }
  }

  function recall() {
    const [, wanted] = /^#claim=(.+)$/.exec(location.hash) || [];
    if (!wanted) return;
    let name;
    try { name = decodeURIComponent(wanted); } catch { return; }
    const button = all("#matrices button[data-claim]").find((b) => {
      const { model, law } = source(b.dataset.claim).dataset;
      return `${model}/${law}` === name;
    });
    if (!button) return;
    open(button, false);
    rove(familyOf(button), button);
    button.scrollIntoView({ block: "center", inline: "center" });
  }

  let hot = null;
  function point(td) {
    hot?.classList.remove("hot");
    hot = td ? all("tr.laws > th", td.closest("table"))[td.cellIndex] : null;
    hot?.classList.add("hot");
  }

  async function copy(button) {
    const text = one("pre", button.parentElement).textContent;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "unseen";
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
    }
    button.textContent = done ? "Copied" : "Not copied";
    one("#told").textContent = button.textContent;
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }

  // Events.
  find.addEventListener("input", filter);
  only.addEventListener("change", filter);
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  one("#clear").addEventListener("click", () => {
    find.value = "";
    only.checked = false;
    for (const chip of chips) chip.setAttribute("aria-pressed", "false");
    filter();
    find.focus();
  });
  one("#close").addEventListener("click", () => { opener?.focus({ preventScroll: true }); close(); });
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("#matrices button[data-claim]");
    if (cell) {
      rove(familyOf(cell), cell);
      // A click made by the keyboard has no detail: then the reader follows into the panel.
      open(cell, event.detail === 0);
      return;
    }
    const button = event.target.closest(".copy");
    if (button) copy(button);
  });
  const matrices = one("#matrices");
  matrices.addEventListener("mouseover", (event) => point(event.target.closest("tbody td")));
  matrices.addEventListener("mouseleave", () => point(null));
  matrices.addEventListener("focusin", (event) => point(event.target.closest("tbody td")));
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!panel.hidden) close();
      return;
    }
    const typing = event.target.closest("input, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      find.focus();
      return;
    }
    const cell = event.target.closest("#matrices button[data-claim]");
    if (cell && ARROWS[event.key]) {
      event.preventDefault();
      const family = familyOf(cell);
      const next = step(family, cell, ...ARROWS[event.key]);
      if (!next) return;
      rove(family, next);
      next.focus();
      if (!panel.hidden) open(next, false);
    }
  });

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = one("#theme");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : dark.matches);
  const name = () => { theme.textContent = isDark() ? "Light" : "Dark"; theme.setAttribute("aria-label", `Use the ${isDark() ? "light" : "dark"} scheme`); };
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; name(); });
  dark.addEventListener("change", name);
  name();

  // Paper shows everything that needs attention.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details").filter((d) => !d.open);
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of closed) details.open = false; });

  filter();
  recall();
})();
