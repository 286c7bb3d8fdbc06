// palette.js - the command palette, the key for the search field, Escape for panels. Everything it does there is also a link or a form:
// /commands lists the pages and forms, /search searches. Combobox with a listbox, as the ARIA Authoring Practices have it:
// the focus stays in the field, aria-activedescendant names the chosen suggestion. Texts of others become text nodes only.
"use strict";
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog || !dialog.showModal) return;
  const field = document.getElementById("palette-q");
  const list = document.getElementById("palette-list");
  const said = document.getElementById("palette-said");
  const opener = document.getElementById("palette-open");
  const MOST = 8, WAIT = 180;
  let commands = null, options = [], active = -1, timer = 0, asking = null;

  const fetchJson = async (path, signal) => {
    const reply = await fetch("/api/v1" + path, {signal, headers: {Accept: "application/json"}});
    if (!reply.ok) throw new Error(String(reply.status));
    return reply.json();
  };

  // "/problems/{problem}/decide" on /problems/3 is /problems/3/decide; elsewhere it is nowhere.
  const placed = (command) => {
    const at = command.path.indexOf("{");
    if (at < 0) return command.path;
    const prefix = command.path.slice(0, at), rest = command.path.slice(command.path.indexOf("}") + 1);
    const number = location.pathname.startsWith(prefix) && /^\d+/.exec(location.pathname.slice(prefix.length));
    return number ? prefix + number[0] + rest : null;
  };

  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  // Every word typed begins a word of the title; those of this very object first.
  const matching = (words) => {
    const found = [];
    for (const c of commands || []) {
      const path = placed(c), title = " " + fold(c.title);
      if (!path || path === location.pathname) continue;
      if (words.every((w) => title.includes(" " + w) || (w.length > 2 && title.includes(w))))
        found.push({title: c.title, path, changes: c.changes, note: c.one ? dialog.dataset.here : "", first: c.one ? 0 : 1});
    }
    return found.sort((a, b) => a.first - b.first);
  };

  const choose = (index) => {
    if (options[active]) options[active].setAttribute("aria-selected", "false");
    active = options.length ? (index + options.length) % options.length : -1;
    if (active < 0) return field.removeAttribute("aria-activedescendant");
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({block: "nearest"});
    field.setAttribute("aria-activedescendant", options[active].id);
  };

  const go = (path) => {
    if (path.startsWith("/")) location.assign(path);
  };

  const group = (title, rows) => {
    if (!rows.length) return;
    const box = document.createElement("div"), head = document.createElement("div");
    box.setAttribute("role", "group");
    head.id = "palette-group-" + list.childElementCount;
    head.className = "group";
    head.textContent = title;
    head.setAttribute("role", "presentation");
    box.setAttribute("aria-labelledby", head.id);
    box.append(head);
    for (const row of rows) {
      const option = document.createElement("div"), note = document.createElement("small");
      option.id = "palette-option-" + options.length;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.path = row.path;
      option.textContent = row.title + " ";
      note.textContent = row.note || "";
      option.append(note);
      options.push(option);
      box.append(option);
    }
    list.append(box);
  };

  const show = (parts) => {
    const words = fold(field.value).split(/\s+/).filter(Boolean), found = matching(words);
    list.textContent = "";
    options = [];
    active = -1;
    group(dialog.dataset.pages, found.filter((f) => !f.changes).slice(0, MOST));
    group(dialog.dataset.acts, found.filter((f) => f.changes).slice(0, MOST));
    for (const part of parts) group(part.title, part.rows.filter((r) => r.path).slice(0, MOST));
    field.setAttribute("aria-expanded", String(options.length > 0));
    choose(words.length ? 0 : -1);
    said.textContent = options.length ? options.length + " " + dialog.dataset.found : dialog.dataset.none;
    list.dataset.none = options.length ? "" : dialog.dataset.none;
  };

  const search = async () => {
    const q = field.value.trim();
    if (asking) asking.abort();
    if (q.length < 2) return;
    asking = new AbortController();
    try {
      const reply = await fetchJson("/search?q=" + encodeURIComponent(q), asking.signal);
      if (field.value.trim() === q) show(reply.parts);
    } catch (error) {
      if (error.name !== "AbortError") list.dataset.none = dialog.dataset.none;
    }
  };

  const typed = () => {
    show([]);
    clearTimeout(timer);
    timer = setTimeout(search, WAIT);
  };

  const open = async () => {
    if (dialog.open) return;
    field.value = "";
    dialog.showModal();
    show([]);
    if (commands) return;
    try {
      commands = (await fetchJson("/commands")).commands;
      show([]);
    } catch {
      commands = [];
    }
  };

  field.addEventListener("input", typed);
  field.addEventListener("keydown", (event) => {
    const steps = {ArrowDown: active + 1, ArrowUp: active - 1};
    if (event.key in steps) {
      event.preventDefault();
      choose(active < 0 && event.key === "ArrowUp" ? options.length - 1 : steps[event.key]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (options[active]) go(options[active].dataset.path);
      else if (field.value.trim()) go("/search?q=" + encodeURIComponent(field.value.trim()));
    }
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option.dataset.path);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener("keydown", (event) => {
    const at = event.target, typing = at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && !dialog.open) {
      const find = document.querySelector(".find input");
      if (!find) return;
      event.preventDefault();
      find.focus();
      find.select();
    } else if (event.key === "Escape" && !dialog.open) { // closes the panel that the focus is in; what was typed stays
      const panel = at.closest("details[open]");
      if (!panel) return;
      panel.open = false;
      panel.querySelector("summary").focus();
    }
  });
  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", open);
  }
})();
