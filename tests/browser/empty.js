// empty.js - an installation with nothing in it: its first administrator by the link that `serve` printed, then somebody of each other
// role. Every link that they meet leads to a page, and every page says what will be here and what to do next, without a table that has no
// rows or a chart that has no line; axe-core finds nothing.
//
//     node empty.js RIDEALONG
const { run, none, ROLES } = require("./house.js");
const { first, join, NOW } = require("./company.js");
const { Registry, crawl, addresses, STARTS } = require("./registry.js");
const { look } = require("./looks.js");

const TABS = 3;

// In the browser. A page with rows, or a form, has something to do on it already.
const SAYS = () => {
  const main = document.getElementById("main"), shown = (e) => e.checkVisibility({ visibilityProperty: true }), out = [];
  for (const table of main.querySelectorAll("table")) if (shown(table) && !table.querySelector("tbody td, tbody th")) out.push("shows a table without rows");
  for (const chart of main.querySelectorAll("svg:not(.glyph)")) if (shown(chart) && !chart.querySelector("path, polyline, rect, circle, line")) out.push("shows a chart of nothing");
  for (const bad of (main.innerText.match(/\b(NaN|null|undefined|inf)\b|`|\{\{/g) || [])) out.push(`says ${bad}`);
  const told = [...main.querySelectorAll(".notice, p.quiet")].filter((e) => shown(e) && e.innerText.trim().length > 4);
  if (!told.length && !main.querySelector("tbody td, form")) out.push("says nothing about being empty");
  for (const notice of main.querySelectorAll(".notice")) if (!notice.querySelector("a[href], code, button")) out.push(`does not say what to do next: ${notice.innerText.slice(0, 80)}`);
  return out;
};

async function lookAtAll(page, list, found) {
  const left = list.slice();
  await Promise.all(Array.from({ length: TABS }, async () => {
    const tab = await page.context().newPage();
    for (let one; (one = left.shift());) {
      found.push(...await look(tab, one.address, { form: one.op.method === "POST" }));
      found.push(...(await tab.evaluate(SAYS)).map((what) => `${one.address} ${what}`));
    }
    await tab.close();
  }));
}

async function reach(page, registry, role, found) {
  const rows = await crawl(page, registry, STARTS);
  for (const row of rows.filter((r) => r.status !== 200)) found.push(`${role}: ${row.from} links to ${row.address}: ${row.status}`);
  found.push(...page.faults.map((fault) => `${role}: ${fault}`));
  return rows;
}

run(async (house, browser) => {
  await house.serve("--now", NOW);
  const found = [], admin = await first(house, browser, "admin"), registry = await Registry.of(admin);
  const { list } = await addresses(admin, registry, await reach(admin, registry, "admin", found));
  const pages = list.filter(({ op }) => op.role !== "anybody" && op.method === "GET");
  await lookAtAll(admin, pages, found);
  for (const role of ROLES.filter((r) => r !== "admin")) {
    const page = await join(house, browser, role), rows = await reach(page, registry, role, found);
    await lookAtAll(page, [{ op: registry.find("/home"), address: "/home" }], found);
    console.log(`${role}: ${rows.length} addresses`);
    await page.context().close();
  }
  none(found);
  console.log(`${pages.length} pages of an empty house`);
});
