// registry.js - which pages there are, as the registry says (x-page in /api/v1/openapi.json), and where each of them is met by
// somebody who follows links. Nothing here knows the name of a page.
//
// Addresses of one kind are those of the same operation with the same parameters: /signals/1 and /signals/2. What stands on a page is
// read for READ_MOST of a kind, and ASKED_MOST of a kind are asked for: the five hundredth signal has no link that the first lacks.
const READ_MOST = 4, ASKED_MOST = 24, AT_ONCE = 8;
const STARTS = ["/home", "/commands"];
const pathOf = (address) => new URL(address, "http://x").pathname;

class Registry {
  constructor(document) {
    this.rows = [];
    for (const [pattern, methods] of Object.entries(document.paths))
      for (const [method, row] of Object.entries(methods))
        if (row["x-page"])
          this.rows.push({ id: row.operationId, method: method.toUpperCase(), pattern, role: row["x-role"], literal: !pattern.includes("{"),
                           needs: row.parameters.filter((p) => p.in === "query" && p.required).map((p) => p.name),
                           job: method === "post" && !("200" in row.responses), // runs in the queue
                           once: method === "post" && !row.parameters.some((p) => /IdempotencyKey/.test(p.$ref)), // what it shows is kept nowhere
                           expression: new RegExp(`^${pattern.replace(/[.]/g, "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`) });
  }

  static async of(page) { return new Registry(await (await page.request.get("/api/v1/openapi.json")).json()); }

  // As router.c: a path without {names} wins; who only looks gets the page that reads, else the form of the one that writes.
  find(pathname, method = "GET") {
    const all = this.rows.filter((row) => row.expression.test(pathname)), literal = all.filter((row) => row.literal);
    const rows = literal.length ? literal : all;
    return rows.find((row) => row.method === method) || (method === "GET" ? rows[0] : undefined);
  }

  // One row a page: an operation that reads, or one that writes and has its form at an address of its own.
  pages() {
    const reading = new Set(this.rows.filter((row) => row.method === "GET").map((row) => row.pattern));
    return this.rows.filter((row) => row.method === "GET" || !reading.has(row.pattern));
  }

  kind(address) {
    const row = this.find(pathOf(address)), names = new URL(address, "http://x").searchParams.keys();
    return row ? `${row.id} ${[...new Set(names)].sort()}` : pathOf(address);
  }
}

// In the browser: asks for an address and reads links and forms out of the answer, without showing it.
const READ = async ({ address, read }) => {
  const reply = await fetch(address), text = await reply.text(), at = new URL(reply.url);
  const out = { address, landed: at.pathname + at.search, status: reply.status, html: /html/.test(reply.headers.get("content-type")),
                size: text.length, links: [], acts: [] };
  if (!out.html || !read) return out;
  const page = new DOMParser().parseFromString(text, "text/html");
  const to = (place) => new URL(place, reply.url), local = (url) => url.origin === location.origin;
  for (const a of page.querySelectorAll("a[href]"))
    if (local(to(a.getAttribute("href")))) out.links.push(to(a.getAttribute("href")).pathname + to(a.getAttribute("href")).search);
  for (const form of page.forms) {
    const action = to(form.getAttribute("action") || "");
    if (form.method === "post") out.acts.push(action.pathname);
    else out.links.push(`${action.pathname}?${new URLSearchParams(new FormData(form))}`);
  }
  for (const button of page.querySelectorAll("[formaction]")) out.acts.push(to(button.getAttribute("formaction")).pathname);
  return out;
};

// An address without the job that a page told of.
function plain(link) {
  const url = new URL(link, "http://x");
  url.searchParams.delete("job");
  return url.pathname + url.search;
}

// All that one can reach from `starts`: rows {address, landed, status, html, size, links, acts, from}.
async function crawl(page, registry, starts) {
  const seen = new Set(starts), asked = new Map(), rows = [], next = starts.map((address) => ({ address, from: "(start)" }));
  while (next.length) {
    const batch = next.splice(0, AT_ONCE).map((one) => {
      const kind = registry.kind(one.address), n = asked.get(kind) || 0;
      asked.set(kind, n + 1);
      return { ...one, read: n < READ_MOST, skip: n >= ASKED_MOST };
    }).filter((one) => !one.skip);
    const read = await Promise.all(batch.map((one) => page.evaluate(READ, one)));
    read.forEach((row, i) => {
      rows.push({ ...row, from: batch[i].from });
      for (const link of row.status === 200 ? row.links.map(plain) : []) {
        if (seen.has(link) || /^\/(static|api|feeds)\//.test(link)) continue;
        seen.add(link);
        next.push({ address: link, from: row.address });
      }
    });
  }
  return rows;
}

// What {names} of paths can stand for: all that stood there in addresses, links and forms, then what a parameter of that name was.
function values(registry, rows) {
  const known = new Map();
  const note = (name, value) => known.set(name, (known.get(name) || new Set()).add(value));
  for (const row of rows)
    for (const [at, method] of [[pathOf(row.landed), "GET"], ...row.links.map((link) => [pathOf(link), "GET"]), ...row.acts.map((act) => [act, "POST"])]) {
      const op = registry.find(at, method);
      for (const [name, value] of Object.entries((op && op.expression.exec(at).groups) || {})) note(name, value);
    }
  for (const row of rows)
    for (const [name, value] of new URL(row.landed, "http://x").searchParams) if (/^\d+$/.test(value)) note(name, value);
  return known;
}

// For each page of the registry an address: the fullest that was met, else its pattern with the first value that shows it. `lost`: pages
// that cannot be shown.
async function addresses(page, registry, rows) {
  const known = values(registry, rows), found = new Map(), list = [], lost = [];
  for (const row of rows) {
    const op = row.html && row.status === 200 && registry.find(pathOf(row.landed));
    if (op && (!found.has(op.id) || found.get(op.id).size < row.size)) found.set(op.id, row);
  }
  const shows = async (address) => (await page.request.head(address)).status() === 200;
  const guess = async (op) => {
    const [name] = (op.pattern.match(/\{\w+\}/) || [""]).map((n) => n.slice(1, -1));
    for (const value of name ? known.get(name) || [] : [""]) if (await shows(op.pattern.replace(`{${name}}`, value))) return op.pattern.replace(`{${name}}`, value);
  };
  await Promise.all(registry.pages().map(async (op) => {
    const address = found.has(op.id) ? found.get(op.id).landed : op.needs.length ? null : await guess(op);
    if (address) list.push({ op, address });
    else lost.push(op);
  }));
  return { list, lost };
}

// The pages of somebody who is not signed in, one of them with an invitation.
function door(house, registry, now) {
  const { link } = house.json("accounts", "invite", "stranger@x.example", "--role", "viewer", "--now", now);
  return registry.pages().filter((op) => op.role === "anybody").map((op) => ({ name: op.id, address: op.needs.length ? link.replace(house.url, "") : op.pattern }));
}

module.exports = { Registry, crawl, addresses, door, pathOf, STARTS };
