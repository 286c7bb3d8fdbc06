// offers.js - what a page offers its reader, they may do. As each role: every link of every page reached leads to a page, and every
// form is sent as a browser would send it, with something plausible in each empty field. It may be told that what it says is wrong: then the
// page says so, beside the field where it is about one. It is never told that the role may not. That asks the operation itself, not what the
// page thinks (app_offers).
//
//     node offers.js RIDEALONG [ROLE...]
//
// Sending changes things, so all roles follow their links first, and a form refused with 403 is looked for again: it counts when its page still offers it and it is refused again.
const { run, none, ROLES } = require("./house.js");
const { furnish, join, NOW, TODAY, PEOPLE } = require("./company.js");
const { Registry, crawl, pathOf } = require("./registry.js");

const FORMS_OF_A_KIND = 3; // of one operation: for the first three objects
const LAST = /^(login|logins|account|accounts)\./; // these take away what the others need; before them what waits in the queue
const QUEUED = 503; // sixteen wait already

// What fields of that name are for; the others get a word, a number, or a day. Whoever is no engineer names one.
const TYPED = { format: "empathy", starts: "2027-03-02 10:00", zone: "Europe/Berlin", given: TODAY, unit: "6.50", currency: "EUR", fall: "30", low: "10",
                high: "50", touchpoints: "4", formats: "3", hours: "2", weeks: "6", place: "acme/app", themes: "12", language: "en", quarter: "2027Q2" };
const tell = (role) => ({ today: TODAY, me: PEOPLE[role], typed: role === "admin" ? { ...TYPED, person: PEOPLE.engineer } : TYPED });

// In the browser: the forms of a page, each button's sending apart, with what is typed into empty fields.
const FORMS = async ({ address, today, me, typed }) => {
  const reply = await fetch(address), page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const to = (place) => new URL(place, reply.url).pathname, out = [];
  const label = (field) => (field.labels && field.labels[0] ? field.labels[0].textContent : "");
  const needs = (field) => field.required || (field.type !== "hidden" && label(field) && !/optional|empty/.test(label(field)));
  const type = (field) => {
    const name = field.name.replace(/^\w+:/, "");
    if (name in typed) return typed[name];
    if (field.tagName === "SELECT") return [...field.options].map((o) => o.value).find((v) => v) || "";
    if (field.type === "date" || /^(at|from|to|until|review|date)$/.test(field.name)) return today;
    if (/mail|person|host/.test(field.name)) return field.required ? me : ""; // empty: whoever sends it
    return field.type === "number" || field.inputMode === "numeric" ? field.min || "1" : field.type === "url" ? "https://example.com/" : "words";
  };
  for (const form of page.forms) {
    if (form.method !== "post") continue;
    const buttons = [...page.querySelectorAll("button, input[type=submit]")].filter((b) => b.form === form && !b.disabled && b.type === "submit");
    for (const button of buttons) {
      const fields = [...form.elements].filter((f) => f.name && !f.disabled && f.type !== "file" && f.type !== "submit");
      const sent = fields.filter((f) => !/^(checkbox|radio)$/.test(f.type) || f.checked)
        .map((f) => [f.name, f.value || (needs(f) || f.tagName === "SELECT" || form.elements.length < 9 || f.name in typed ? type(f) : "")]);
      if (button.name) sent.push([button.name, button.value]);
      out.push({ act: to(button.getAttribute("formaction") || form.getAttribute("action")), sent });
    }
  }
  return out;
};

// In the browser: sends one, as the page at `from` would. Redirects are not followed: where they lead is another address.
const SEND = async ({ act, sent }) => {
  const reply = await fetch(act, { method: "POST", body: new URLSearchParams(sent), redirect: "manual", headers: { Accept: "application/json" } });
  return { status: reply.type === "opaqueredirect" ? 303 : reply.status, said: reply.status === 403 ? (await reply.text()).slice(0, 200) : "" };
};

// In the browser: sends what was refused once more, as a page would, and reads how it is told of it: at once, or where the queue leads.
const REFUSED = async ({ act, sent }) => {
  const reply = await fetch(act, { method: "POST", body: new URLSearchParams(sent) }), page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const words = (e) => (e ? e.textContent.trim() : ""), about = page.querySelector('.errors a[href^="#f-"]');
  const field = about && page.querySelector(about.getAttribute("href")), why = field && page.getElementById(field.getAttribute("aria-describedby"));
  return { status: reply.status, said: words(page.querySelector(".errors p") || page.querySelector(".banner.failed p, .notice .lede")),
           beside: !about || (field && field.getAttribute("aria-invalid") === "true" && words(why).length > 0) };
};

async function forms(page, rows, registry, told) {
  const asked = new Map(), list = [];
  for (const row of rows.filter((r) => r.status === 200 && r.acts.length)) {
    for (const form of await page.evaluate(FORMS, { address: row.address, ...told })) {
      const op = registry.find(form.act, "POST"), n = (op && asked.get(op.id)) || 0;
      if (!op || n >= FORMS_OF_A_KIND || list.some((f) => f.act === form.act)) continue;
      asked.set(op.id, n + 1);
      list.push({ ...form, op, page: row.address });
    }
  }
  return list;
}

// The queue, once it is empty.
async function idle(page) {
  for (let tries = 0; tries < 600; tries++) {
    const { jobs } = await (await page.request.get("/api/v1/jobs")).json();
    if (!jobs.some((job) => /queued|running/.test(job.state))) return jobs;
    await page.waitForTimeout(100);
  }
  throw new Error("the queue never empties");
}

// 403, and its page still offers it, and 403 again? Where the queue is full, once it is empty.
async function send(page, form, told) {
  const { act, sent } = form;
  let first = await page.evaluate(SEND, { act, sent });
  if (first.status === QUEUED) first = await idle(page).then(() => page.evaluate(SEND, { act, sent }));
  if (first.status !== 403) return first;
  const again = (await page.evaluate(FORMS, { address: form.page, ...told })).find((f) => f.act === act);
  return again ? page.evaluate(SEND, again) : { status: 0 };
}

async function press(role, { page, list }, found) {
  const ends = {}, wrong = [], order = [(op) => !op.job && !LAST.test(op.id), (op) => op.job, (op) => LAST.test(op.id) && !/^log/.test(op.id), (op) => /^log/.test(op.id)];
  for (const [turn, fits] of order.entries()) {
    for (const form of list.filter(({ op }) => fits(op))) {
      const { status, said } = await send(page, form, tell(role));
      ends[status] = (ends[status] || 0) + 1;
      if (status === 400) {
        const refused = await page.evaluate(REFUSED, form);
        wrong.push(`${form.op.id} (${refused.said})`);
        if (refused.said.length < 8 || !refused.beside) found.push(`${role}: ${form.act} is refused, and the page does not say so beside the field: ${JSON.stringify(refused)}`);
      }
      if (status === 403 || status >= 500) found.push(`${role}: ${form.page} offers ${form.act} (${form.op.id}): ${status} ${said}`);
    }
    if (turn === 1) found.push(...(await idle(page)).filter((job) => job.error && job.error.code === "forbidden").map((job) => `${role}: ${job.operation}: ${job.error.detail}`));
  }
  found.push(...page.faults.filter((fault) => !new RegExp(`(^|status of )${QUEUED} `).test(fault)).map((fault) => `${role}: ${fault}`));
  return { ends, wrong };
}

// Links before anything is changed, so that each role sees the same company.
async function reach(house, browser, role, found) {
  const page = await join(house, browser, role), registry = await Registry.of(page), rows = await crawl(page, registry, ["/home", "/commands"]);
  for (const row of rows.filter((r) => r.status !== 200)) found.push(`${role}: ${row.from} links to ${row.address}: ${row.status}`);
  return { page, rows, list: await forms(page, rows, registry, tell(role)) };
}

run(async (house, browser) => {
  furnish(house);
  await house.serve("--now", NOW);
  const found = [], roles = process.argv.slice(3), reached = {};
  for (const role of roles.length ? roles : ROLES) reached[role] = await reach(house, browser, role, found);
  for (const [role, one] of Object.entries(reached)) {
    const { ends, wrong } = await press(role, one, found);
    if (!ends[200]) found.push(`${role}: no form went through, so nothing was asked`);
    console.log(`${role}: ${one.rows.length} addresses, ${one.list.length} forms of ${new Set(one.list.map((f) => f.op.id)).size} operations (${JSON.stringify(ends)})`);
    if (process.argv[3]) console.log(wrong.join("\n")); // what to type better
  }
  none(found);
});
