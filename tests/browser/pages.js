// pages.js - every page of the registry as its readers see it: axe-core finds nothing in two looks (light at 1280 px, dark at 360 px),
// nothing is wider than its window, what one presses is large enough, no script fails and no policy is broken. The demo company's
// administrator sees each page once, where it is fullest; the home is looked at as each role, the door as a stranger.
//
//     node pages.js RIDEALONG [ADDRESS...]     (only these, and their times)
const { run, watch, none, ROLES } = require("./house.js");
const { furnish, join, shownOnce, NOW } = require("./company.js");
const { Registry, crawl, addresses, door, STARTS } = require("./registry.js");
const { look } = require("./looks.js");

const TABS = 3;

async function inTabs(context, house, jobs, found) {
  const left = jobs.slice();
  await Promise.all(Array.from({ length: TABS }, async () => {
    const page = watch(await context.newPage(), house);
    for (let job; (job = left.shift());) {
      const began = Date.now();
      found.push(...await look(page, job.address, job));
      found.push(...page.faults.splice(0).map((fault) => `${job.address}: ${fault}`));
      if (process.argv[3]) console.log(`${job.address}: ${Date.now() - began} ms`);
    }
    await page.close();
  }));
}

// The door, as somebody sees it who is not signed in.
async function asStranger(house, browser, registry, found) {
  const context = await browser.newContext({ baseURL: house.url }), jobs = door(house, registry, NOW);
  await inTabs(context, house, jobs, found);
  await context.close();
  return jobs.length;
}

run(async (house, browser) => {
  furnish(house);
  await house.serve("--now", NOW);
  const found = [], admin = await join(house, browser, "admin"), registry = await Registry.of(admin);
  const only = process.argv.slice(3).map((address) => ({ address }));
  if (only.length) {
    await inTabs(admin.context(), house, only, found);
    return none(found);
  }
  const shown = await shownOnce(admin, registry, async (op) => { found.push(...await look(admin, op.pattern, { here: true })); });
  const rows = await crawl(admin, registry, STARTS);
  const { list, lost } = await addresses(admin, registry, rows);
  found.push(...lost.filter((op) => op.role !== "anybody").map((op) => `${op.id}: nothing leads to ${op.pattern}, and nothing of company.js shows it`));
  const jobs = list.filter(({ op }) => op.role !== "anybody").map(({ op, address }) => ({ address, form: op.method === "POST" }));
  await inTabs(admin.context(), house, [...jobs, { address: "/themes/99999", status: 404 }], found);
  for (const role of ROLES.filter((r) => r !== "admin")) {
    const page = await join(house, browser, role);
    found.push(...(await look(page, "/home")).map((what) => `${role}: ${what}`), ...page.faults);
    await page.context().close();
  }
  const door = await asStranger(house, browser, registry, found);
  none(found);
  console.log(`${jobs.length} pages, ${shown} shown once, ${door} of the door, the homes of ${ROLES.length} roles`);
});
