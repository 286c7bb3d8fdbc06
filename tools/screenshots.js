// screenshots.js - pictures of every page of the registry at 360 and 1280 px, dark and light: the demo company as its administrator sees
// it, and the door. Which pages there are and where each is fullest, tests/browser/registry.js finds out; nothing is listed here.
//
//     node tools/screenshots.js RIDEALONG FOLDER [--front DOCS | --empty]
//
// --front: DOCS gets the three pages that the README shows: 1280 px, light, the upper part. --empty: an installation with nothing in it.
// A picture is called after its operation: themes.get-360-dark.png. Ends with 1 when a page cannot be shown, or is wider than its window.
const fs = require("node:fs");
const path = require("node:path");
const { run, none } = require("../tests/browser/house.js");
const { furnish, first, join, shownOnce, NOW } = require("../tests/browser/company.js");
const { Registry, crawl, addresses, door, STARTS } = require("../tests/browser/registry.js");

const SIGNALS = 6000, TABS = 2, HIGHEST = 12000; // px: Chromium draws nothing below
const FRONT_HEIGHT = 760;
const FRONT = { screenshot: "/themes", "screenshot-problem": "/problems/1", "screenshot-outcome": "/releases/1" };
const WAYS = [360, 1280].map((width) => ({ width, options: { viewport: { width, height: 800 }, isMobile: width < 700 } }));
const [folder, flag, docs] = process.argv.slice(3);

// Without an address: of what the page shows already.
async function picture(page, address, width, scheme, file) {
  await page.emulateMedia({ colorScheme: scheme });
  if (address) await page.goto(address);
  const [wide, high] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
  await page.screenshot({ path: file, fullPage: true, clip: { x: 0, y: 0, width, height: Math.min(high, HIGHEST) } });
  return wide > width ? [`${page.url()} needs ${wide} px at ${width} px`] : [];
}

async function pictures(browser, state, list) {
  const found = [];
  for (const { width, options } of WAYS) {
    const context = await browser.newContext({ ...options, ...state }), left = list.slice();
    await Promise.all(Array.from({ length: TABS }, async () => {
      const page = await context.newPage();
      for (let one; (one = left.shift());)
        for (const scheme of ["light", "dark"])
          found.push(...await picture(page, one.address, width, scheme, path.join(folder, `${one.name}-${width}-${scheme}.png`)));
    }));
    await context.close();
  }
  return found;
}

async function picturesHere(page, name) {
  const found = [];
  for (const { width, options } of WAYS) {
    await page.setViewportSize(options.viewport);
    for (const scheme of ["light", "dark"]) found.push(...await picture(page, null, width, scheme, path.join(folder, `${name}-${width}-${scheme}.png`)));
  }
  return found;
}

run(async (house, browser) => {
  fs.mkdirSync(folder, { recursive: true });
  if (flag !== "--empty") furnish(house, SIGNALS);
  await house.serve("--now", NOW);
  const admin = await (flag === "--empty" ? first : join)(house, browser, "admin"), registry = await Registry.of(admin);
  const once = [];
  if (flag !== "--empty") await shownOnce(admin, registry, async (op) => { once.push(...await picturesHere(admin, op.id)); });
  const { list, lost } = await addresses(admin, registry, await crawl(admin, registry, STARTS));
  const inside = list.filter(({ op }) => op.role !== "anybody").map(({ op, address }) => ({ name: op.id, address }));
  const state = { baseURL: house.url, storageState: await admin.context().storageState() };
  const found = await pictures(browser, state, [...inside, { name: "error", address: "/themes/99999" }]);
  found.push(...once, ...await pictures(browser, { baseURL: house.url }, door(house, registry, NOW)));
  if (flag === "--front") {
    const page = await (await browser.newContext({ ...state, viewport: { width: 1280, height: FRONT_HEIGHT } })).newPage();
    for (const [name, address] of Object.entries(FRONT)) {
      await page.goto(address);
      await page.screenshot({ path: path.join(docs, `${name}.png`) });
    }
  }
  if (flag !== "--empty") found.push(...lost.filter((op) => op.role !== "anybody").map((op) => `${op.id}: nothing leads to ${op.pattern}`));
  none(found);
});
