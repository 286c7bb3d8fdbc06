// pages.js - every page as an administrator sees it: axe-core finds nothing, light and dark; nothing is wider than a telephone of
// 360 px; the keyboard reaches what the mouse does, and one sees where it is. And what a role is offered, it may.
//
//     node pages.js RIDEALONG
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const { execFileSync } = require("node:child_process");
const { run, need, watch, SECRET } = require("./house.js");

const NOW = "2026-11-02T09:00:00Z", DAY = "2026-11-02";
const TOOLS = path.join(__dirname, "..", "..", "tools");

// The demo company, with something on every page.
function furnish(house) {
  const company = house.path("company"), binary = path.resolve(process.argv[2]);
  const sh = (script, ...args) => execFileSync("sh", [path.join(TOOLS, script), binary, ...args], { env: house.env, cwd: house.home, stdio: "pipe" });
  house.cli("generate", company, "--signals", "900", "--end", "2026-10-31");
  const files = fs.readdirSync(company).filter((f) => /\.(csv|jsonl?)$/.test(f) && !/truth|releases/.test(f)).map((f) => path.join(company, f));
  house.cli("import", "--now", NOW, ...files);
  house.cli("components", "import", path.join(company, "catalog-info.yaml"));
  house.cli("people", "import", path.join(company, "people.tsv"));
  sh("demo_problems.sh", NOW);
  house.cli("release", "--now", NOW, "--problem", "1", "--title", "Release 4.2", "--at", "2026-07-01");
  house.cli("session", "offer", "empathy", "--now", NOW, "--starts", "2027-01-13 10:00", "--zone", "Europe/Berlin", "--theme", "1",
            "--host", "sofie.maes@larkfield.example");
  house.cli("session", "offer", "support", "--now", NOW, "--starts", "2026-11-20 10:00", "--zone", "Europe/Berlin", "--host", "ines.fabre@larkfield.example");
  house.cli("customer", "consent", "demo-1", "--how", "on the phone");
  house.cli("plan", "--now", NOW, "--quarter", "2027Q1");
}

const LISTS = ["home", "accounts", "account", "setup", "areas", "themes", "facets", "emerging", "signals", "sources", "edits", "codebooks",
               "components", "unowned", "teams", "problems", "conflicts", "strategies", "sessions", "formats", "plans", "coverage", "goals",
               "goals/totals", "touchpoints", "people", "customers", "reflections", "rotation", "calendars", "releases", "portfolio",
               "ledger", "exposure", "alerts", "audit", "mail", "follow-ups", "seats"];
const SINGLE = ["themes/1", "themes/1/trend?by=source", "themes/1/provable", "signals/1", "codebooks/1", "components/1", "teams/1",
                "problems/1", "problems/1/edit", "problems/2/decide", "problems/board", "route?theme=1", "themes/define", "sessions/offer",
                "sessions/1", "sessions/2", "plans/1", "people/1", "formats/empathy", "releases/1", "search?q=card", "themes/99999",
                "sessions/1/change"];

const KEYED = ["problems/1", "sessions/offer", "themes/1"]; // a long page, a form, one with a panel that opens
const CLEAN = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } };

// The policy of our pages runs no script: axe is evaluated by the browser's own protocol, which asks no policy.
async function axe(page, source, label, found) {
  await page.evaluate(source);
  const result = await page.evaluate((options) => globalThis.axe.run(document, options), CLEAN);
  for (const v of result.violations)
    for (const n of v.nodes) found.push(`${label}: ${v.id}: ${v.help}: ${n.target.join(" ")}: ${n.html.slice(0, 160)}`);
}

async function width(page, label, found) {
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return null;
    const out = [...document.querySelectorAll("main *")].filter((e) => !e.closest(".scroll") && e.getBoundingClientRect().right > root.clientWidth + 1);
    return `${root.scrollWidth} px, ${out.slice(0, 2).map((e) => e.outerHTML.slice(0, 90)).join(" | ")}`;
  });
  if (wide) found.push(`${label} is wider than 360 px: ${wide}`);
}

// Tab from the top: the first stop is the link to the content, each stop is seen, and their order is that of the page.
async function keyboard(page, label, found) {
  const stops = [];
  await page.evaluate(() => document.activeElement && document.activeElement.blur());
  for (let i = 0; i < 14; i++) {
    await page.keyboard.press("Tab");
    stops.push(await page.evaluate(() => {
      const e = document.activeElement, style = getComputedStyle(e), all = [...document.querySelectorAll("*")];
      return { at: all.indexOf(e), what: e.outerHTML.slice(0, 80), first: e.matches(".skip"),
               seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1 || style.boxShadow !== "none" };
    }));
  }
  if (!stops[0].first && !/autofocus/.test(stops[0].what)) found.push(`${label}: the first stop is ${stops[0].what}`);
  stops.forEach((stop, i) => {
    if (!stop.seen) found.push(`${label}: one does not see that ${stop.what} has the focus`);
    if (i && stop.at < stops[i - 1].at && stop.at > 5) found.push(`${label}: ${stop.what} comes after what stands behind it`);
  });
}

async function join(house, browser, role, more) {
  const link = house.json("accounts", "invite", `${role}@x.example`, "--role", role, "--now", NOW, ...(more || [])).link;
  const context = await browser.newContext({ baseURL: house.url });
  const page = watch(await context.newPage(), house);
  context.setDefaultTimeout(10000);
  await page.goto(link);
  if (await page.getByLabel("E-mail").count()) await page.getByLabel("E-mail").fill(`${role}@x.example`);
  await page.getByLabel("Password").fill(SECRET);
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.waitForLoadState();
  return page;
}

// Every link, form and button of every page that they may open; a button is pressed with a field that no operation takes, which is
// refused before anything happens, and after the role was asked.
async function offers(house, browser, role, found) {
  const page = await join(house, browser, role);
  const seen = new Set();
  for (const at of [...LISTS, ...SINGLE].map((p) => `/${p}`)) {
    if ((await page.request.get(at)).status() !== 200) continue;
    await page.goto(at);
    const { links, acts } = await page.evaluate(() => ({
      links: [...document.querySelectorAll("a[href^='/']")].map((a) => a.getAttribute("href").split("#")[0]),
      acts: [...document.querySelectorAll("form[method=post]")].flatMap((f) => [f.getAttribute("action"),
        ...[...f.querySelectorAll("[formaction]")].map((b) => b.getAttribute("formaction"))]),
    }));
    for (const link of new Set(links)) {
      if (!link || seen.has(link) || /^\/(static|api)/.test(link)) continue;
      seen.add(link);
      const status = (await page.request.get(link)).status();
      if (status === 403 || status >= 500) found.push(`${role}: ${at} links to ${link}: ${status}`);
    }
    for (const act of new Set(acts)) {
      if (seen.has(`!${act}`) || act === "/sign-out" || act === "/jobs/dismiss") continue;
      seen.add(`!${act}`);
      const reply = await page.request.post(act, { form: { "no such field": "1" }, headers: { Origin: house.url, "Sec-Fetch-Site": "same-origin" } });
      if (reply.status() === 403 || reply.status() >= 500) found.push(`${role}: ${at} has a button for ${act}: ${reply.status()}`);
    }
  }
  await page.context().close();
  return seen.size;
}

async function print(page, found) {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto("/problems/1");
  const told = await page.evaluate(() => ({
    shown: [...document.querySelectorAll("header.bar-top, footer, main form, main button")].filter((e) => e.offsetParent !== null).map((e) => e.outerHTML.slice(0, 80)),
    paper: getComputedStyle(document.body).backgroundColor, quotes: document.querySelectorAll("blockquote").length }));
  if (told.shown.length) found.push(`a printed brief shows ${told.shown.join(" | ")}`);
  if (!/255, 255, 255|0, 0, 0, 0/.test(told.paper)) found.push(`a printed brief has the paper ${told.paper}`);
  assert.ok(told.quotes > 0);
  assert.ok((await page.pdf({ format: "A4" })).length > 10000);
  if (process.env.PRINT_TO) await page.screenshot({ path: process.env.PRINT_TO, fullPage: true });
}

run(async (house, browser) => {
  const source = fs.readFileSync(path.join(__dirname, "node_modules", "axe-core", "axe.min.js"), "utf8"), found = [];
  need("axe-core");
  furnish(house);
  await house.serve("--now", NOW);
  const page = await join(house, browser, "admin");
  let looked = 0;
  for (const at of [...LISTS, ...SINGLE]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: colorScheme === "dark" ? 360 : 1280, height: 800 });
      await page.goto(`/${at}`);
      await axe(page, source, `/${at} ${colorScheme}`, found);
      if (colorScheme === "dark") await width(page, `/${at}`, found);
      looked++;
    }
    if (KEYED.includes(at)) await keyboard(page, `/${at}`, found);
  }
  await print(page, found);
  assert.deepEqual(page.faults, []);
  let offered = 0;
  for (const role of ["viewer", "engineer", "host", "lead"]) offered += await offers(house, browser, role, found);
  assert.deepEqual(found, []);
  assert.ok(looked > 100 && offered > 400, `${looked} looks, ${offered} offers`);
  console.log(`${looked} looks, ${offered} links and buttons of four roles`);
});
