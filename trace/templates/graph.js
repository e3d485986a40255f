"use strict";
(() => {
  const HEIGHT = 28, LANE = 22, MOST_LANES = 16;
  const nodes = JSON.parse(document.getElementById("data").textContent);
  const by = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  // For each node, what it comes from and what it leads to: [relation, place].
  const causes = nodes.map((node) => node.links.filter((l) => l[1] !== null).map((l) => [l[0], l[1]]));
  const effects = nodes.map(() => []);
  causes.forEach((links, place) => links.forEach(([relation, cause]) => effects[cause].push([relation, place])));
  const origins = [...new Set(nodes.map((node) => node.origin))];
  const lane = (node) => Math.min(origins.indexOf(node.origin), MOST_LANES - 1);
  const lanes = Math.min(origins.length, MOST_LANES);
  const haystacks = nodes.map((node) =>
    [node.id, node.origin, node.kind, node.walk, node.stimulus, node.response, ...node.tags]
      .filter(Boolean).join("\n").toLowerCase());
  let chosen = null;

  const element = (name, classes, text) => {
    const made = document.createElement(name);
    if (classes) made.className = classes;
    if (text !== undefined && text !== null) made.textContent = text;
    return made;
  };
  const shape = (name, attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const fill = (id, values) => {
    const counts = new Map();
    values.flat().filter((v) => v !== null).forEach((v) => counts.set(v, (counts.get(v) ?? 0) + 1));
    [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).forEach(([value, count]) => {
      const option = element("option", "", `${value} (${count})`);
      option.value = "=" + value;
      by(id).append(option);
    });
  };
  fill("origin", nodes.map((node) => node.origin));
  fill("kind", nodes.map((node) => node.kind));
  fill("walk", nodes.map((node) => node.walk));
  fill("tag", nodes.map((node) => node.tags));

  const rows = nodes.map((node, place) => {
    const row = element("button", "row");
    row.type = "button";
    row.dataset.place = place;
    row.dataset.id = node.id;
    row.setAttribute("role", "listitem");
    row.style.paddingLeft = `${lanes * LANE + 12}px`;
    row.append(element("span", "id", node.id));
    if (node.kind !== null) row.append(element("span", "kind", node.kind));
    row.append(element("span", "gist", node.response ?? node.stimulus ?? ""));
    node.tags.slice(0, 3).forEach((tag) => row.append(element("span", "tag", tag)));
    row.append(element("span", "at", node.time ?? node.timestamp));
    row.addEventListener("click", () => choose(place));
    return row;
  });
  by("rows").append(...rows);

  const relations = () =>
    new Set([...by("relations").querySelectorAll("input:checked")].map((input) => input.value));

  // Everything that can be reached, without recursion.
  const reach = (start, edges, allowed) => {
    const seen = new Set(), todo = [start];
    while (todo.length) {
      for (const [relation, place] of edges[todo.pop()]) {
        if (allowed.has(relation) && !seen.has(place)) { seen.add(place); todo.push(place); }
      }
    }
    return seen;
  };

  const draw = () => {
    const allowed = relations();
    const words = by("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const want = (id) => by(id).value.slice(1);
    const [origin, kind, walk, tag] = ["origin", "kind", "walk", "tag"].map((id) => by(id).value ? want(id) : null);
    const related = chosen === null ? null
      : new Set([chosen, ...reach(chosen, causes, allowed), ...reach(chosen, effects, allowed)]);
    const only = by("related").checked && related !== null;
    const visible = [];
    nodes.forEach((node, place) => {
      const shown = words.every((word) => haystacks[place].includes(word))
        && (origin === null || node.origin === origin) && (kind === null || node.kind === kind)
        && (walk === null || node.walk === walk) && (tag === null || node.tags.includes(tag))
        && (!only || related.has(place));
      rows[place].hidden = !shown;
      rows[place].classList.toggle("chosen", place === chosen);
      rows[place].classList.toggle("faint", related !== null && !related.has(place));
      if (shown) visible.push(place);
    });
    const at = new Map(visible.map((place, number) => [place, number]));
    const x = (place) => lane(nodes[place]) * LANE + LANE / 2;
    const y = (place) => at.get(place) * HEIGHT + HEIGHT / 2;
    const parts = [];
    for (let n = 0; n < lanes; n++) {
      parts.push(shape("line", { class: "lane", x1: n * LANE + LANE / 2, x2: n * LANE + LANE / 2, y1: 0, y2: visible.length * HEIGHT }));
    }
    for (const place of visible) {
      for (const [relation, cause] of causes[place]) {
        if (!allowed.has(relation) || !at.has(cause)) continue;
        const [x1, y1, x2, y2] = [x(cause), y(cause), x(place), y(place)];
        const bend = x1 === x2 ? Math.min(18, 6 + (y2 - y1) / 12) : 0;
        const faint = related !== null && !(related.has(place) && related.has(cause)) ? " faint" : "";
        parts.push(shape("path", {
          class: relation + faint,
          d: `M${x1} ${y1} C${x1 + bend} ${y1 + HEIGHT * .8} ${x2 + bend} ${y2 - HEIGHT * .8} ${x2} ${y2}`,
        }));
      }
    }
    for (const place of visible) {
      const faint = related !== null && !related.has(place) ? "faint" : place === chosen ? "chosen" : "";
      parts.push(shape("circle", { class: faint, cx: x(place), cy: y(place), r: 4.5 }));
    }
    by("links").setAttribute("width", lanes * LANE + 12);
    by("links").setAttribute("height", visible.length * HEIGHT);
    by("links").replaceChildren(...parts);
    const all = nodes.length;
    by("shown").textContent = visible.length === all ? `${all} nodes` : `${visible.length} of ${all} nodes`;
    by("nothing").hidden = visible.length > 0 || all === 0;
  };

  const list = (id, links) => {
    by(id).replaceChildren(...links.map(([relation, place, target]) => {
      const item = element("li", relation);
      item.append(element("span", "", relation + " "));
      if (place === null) {
        item.append(element("code", "", target), " (not on this page)");
      } else {
        const button = element("button", "", nodes[place].id);
        button.type = "button";
        button.addEventListener("click", () => choose(place));
        item.append(button);
      }
      return item;
    }));
  };

  const choose = (place) => {
    chosen = place;
    const node = nodes[place];
    by("panel-title").textContent = node.id;
    const details = [
      ["index", node.index], ["origin", node.origin], ["kind", node.kind], ["walk", node.walk],
      ["time", node.time], ["timestamp", node.timestamp], ["stimulus", node.stimulus],
      ["response", node.response], ["tags", node.tags.join(", ") || null], ["payload", node.payload],
      ["content id", node.content],
    ].filter(([, value]) => value !== null && value !== undefined);
    by("details").replaceChildren(...details.flatMap(([name, value]) => [element("dt", "", name), element("dd", "", value)]));
    list("causes", node.links);
    list("effects", effects[place]);
    by("panel").hidden = false;
    draw();
    rows[place].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    const before = chosen;
    chosen = null;
    by("panel").hidden = true;
    draw();
    if (before !== null) rows[before].focus();
  };
  by("close").addEventListener("click", close);

  const step = (direction) => {
    const shown = rows.filter((row) => !row.hidden);
    const now = shown.indexOf(document.activeElement);
    const next = shown[now < 0 ? 0 : now + direction];
    if (next) next.focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], select");
    if (event.key === "Escape" && chosen !== null) close();
    else if (event.key === "/" && !typing) by("find").focus();
    else if (event.key === "ArrowDown" && !typing) step(1);
    else if (event.key === "ArrowUp" && !typing) step(-1);
    else return;
    event.preventDefault();
  });
  document.querySelector(".tools").addEventListener("input", draw);
  by("clear").addEventListener("click", () => {
    by("find").value = "";
    by("related").checked = false;
    for (const id of ["origin", "kind", "walk", "tag"]) by(id).value = "";
    draw();
  });
  by("lanes").replaceChildren(element("span", "", origins.length > MOST_LANES
    ? `${origins.length} origins; the last share a lane` : ""));
  draw();
})();
