// keys.js - without a mouse, and on paper: Tab reaches every control in the order in which one reads and shows where it is, Escape closes
// what opened, "/" goes to the search, Ctrl+K to the palette; printed, a page is a document.
//
//     node keys.js RIDEALONG
const assert = require("node:assert");
const { run, none } = require("./house.js");
const { furnish, join, NOW } = require("./company.js");
const { WIDE } = require("./looks.js");

const LONG = ["/home", "/themes", "/problems/1", "/sessions/offer", "/themes/1", "/signals", "/account"]; // lists, forms, panels that open

// ---- the way of the Tab key

const STOP = () => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return { what: e.outerHTML.slice(0, 110), body: e === document.body, first: e.matches(".skip"), top: box.top + scrollY, left: box.left, height: box.height,
           seen: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none" };
};
const CONTROLS = () => {
  const radios = new Set();
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((e) =>
    !e.disabled && e.type !== "hidden" && e.checkVisibility({ visibilityProperty: true }) && !e.closest("dialog:not([open])") &&
    !(e.type === "radio" && (radios.has(e.name) || !radios.add(e.name)))).length;
};

async function tabs(page, at, found) {
  await page.goto(at);
  const controls = await page.evaluate(CONTROLS), stops = [];
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  for (let i = 0; i < controls + 40; i++) { // fields of a date have several stops
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(STOP);
    if (stop.body || (stops.length && stop.first)) break; // round
    if (!stops.length || stops[stops.length - 1].what !== stop.what || stops[stops.length - 1].top !== stop.top) stops.push(stop);
  }
  if (!stops[0] || !stops[0].first) found.push(`${at}: Tab begins with ${stops[0] && stops[0].what}, not with the link to the content`);
  if (stops.length < controls) found.push(`${at}: Tab reaches ${stops.length} of ${controls} controls`);
  stops.forEach((stop, i) => {
    if (!stop.seen) found.push(`${at}: one does not see that ${stop.what} has the focus`);
    const before = stops[i - 1];
    // upwards only into a column that stands to the right
    if (i > 1 && stop.top + stop.height < before.top - 2 && stop.left <= before.left) found.push(`${at}: ${stop.what} comes after what stands below it: ${before.what}`);
  });
}

// ---- what opens, closes

async function skips(page) {
  await page.goto("/themes");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.getElementById("main").contains(document.activeElement)), "the first link leads past the bar on top");
}

async function slash(page) {
  await page.goto("/themes");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.name), "q");
  await page.keyboard.type("card/"); // in a field it is a letter
  assert.equal(await page.locator(".find input").inputValue(), "card/");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\?q=card%2F/);
  assert.match(await page.locator("h1").innerText(), /card/);
}

const palette = (page) => page.locator("#palette");
const chosen = (page) => page.locator("#palette [aria-selected=true]");

async function palettes(page) {
  await page.goto("/problems/1");
  await page.getByRole("link", { name: "Edit the brief" }).focus();
  const before = await page.evaluate(() => document.activeElement.outerHTML);
  await page.keyboard.press("Control+k");
  await palette(page).waitFor({ state: "visible" });
  await page.keyboard.press("Escape");
  await palette(page).waitFor({ state: "hidden" });
  assert.equal(await page.evaluate(() => document.activeElement.outerHTML), before, "Escape gives the focus back");
  await page.keyboard.press("Control+k");
  await page.locator("#palette [role=option]").first().waitFor();
  await page.keyboard.type("acc");
  await chosen(page).filter({ hasText: /accept|account/i }).waitFor();
  const options = page.locator("#palette [role=option]"), first = await chosen(page).innerText();
  for (const text of await options.allInnerTexts()) assert.match(text, /acc|Acc/, "what is left fits the letters");
  await page.keyboard.press("ArrowDown");
  assert.notEqual(await chosen(page).innerText(), first);
  assert.equal(await page.locator("#palette-q").getAttribute("aria-activedescendant"), await chosen(page).getAttribute("id"));
  await page.keyboard.press("ArrowUp");
  assert.equal(await chosen(page).innerText(), first);
  const path = await chosen(page).getAttribute("data-path");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === path);
}

async function paletteFinds(page) {
  const title = await page.goto("/problems/1").then(() => page.locator("h1").innerText());
  await page.goto("/themes");
  await page.locator("#palette-open").click();
  await page.keyboard.type(title.slice(0, 12));
  const hit = page.locator('#palette [role=option][data-path="/problems/1"]');
  await hit.waitFor();
  while ((await chosen(page).getAttribute("data-path")) !== "/problems/1") await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/problems\/1$/);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("zzzzqq");
  await page.waitForFunction(() => document.getElementById("palette-said").textContent.includes("Nothing"));
  await page.keyboard.press("Escape");
}

async function panels(page) {
  await page.goto("/themes/1");
  const summary = page.locator("details.edit > summary").first();
  await summary.focus();
  await page.keyboard.press("Enter");
  assert.ok(await page.locator("details.edit").first().evaluate((d) => d.open), "Enter opens a panel");
  await page.keyboard.press("Tab");
  assert.ok(await page.locator("details.edit").first().evaluate((d) => d.contains(document.activeElement)), "and Tab goes into it");
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("details.edit").first().evaluate((d) => d.open)), "Escape closes it");
  assert.ok(await summary.evaluate((s) => s === document.activeElement), "and the focus is where it was opened");
}

// ---- paper

const PAPER = () => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }), text = (e) => e.outerHTML.slice(0, 100);
  const light = (colour) => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number); return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255; };
  const clear = (colour) => /, 0\)$/.test(colour);
  const out = [...document.querySelectorAll("nav:not(.strip), footer, button, input:not([type=hidden]), select, textarea, .skip, dialog")].filter(shown).map((e) => `shows ${text(e)}`);
  for (const e of document.querySelectorAll("main :is(h1, h2, p, td, th, li, dt, dd, blockquote, a)")) {
    if (!shown(e) || !e.textContent.trim()) continue;
    if (light(getComputedStyle(e).color) > 0.5) out.push(`has light text: ${text(e)}`);
    const ground = getComputedStyle(e).backgroundColor;
    if (!clear(ground) && light(ground) < 0.7) out.push(`has a dark ground: ${text(e)}`);
  }
  for (const box of document.querySelectorAll(".scroll"))
    if (shown(box) && (/auto|scroll|hidden/.test(getComputedStyle(box).overflowX) || getComputedStyle(box).maxHeight !== "none")) out.push(`cuts a table: ${text(box)}`);
  const wide = document.documentElement.scrollWidth, room = document.documentElement.clientWidth + 1;
  if (wide > room) out.push(`is ${wide} px wide: ${[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > room).slice(-1).map(text)}`);
  for (const a of document.querySelectorAll("main a[href]"))
    if (shown(a) && /^https?:/.test(a.getAttribute("href")) && getComputedStyle(a, "::after").content.indexOf(a.getAttribute("href")) < 0) out.push(`does not say where ${text(a)} leads`);
  return out;
};

async function prints(page, at, found) {
  await page.setViewportSize({ width: 718, height: 1000 }); // A4 less its margins, at 96 px an inch
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(at);
  found.push(...(await page.evaluate(PAPER)).map((what) => `${at} on paper ${what}`));
  assert.ok((await page.pdf({ format: "A4" })).length > 5000);
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  await page.setViewportSize(WIDE);
}

run(async (house, browser) => {
  furnish(house, 400);
  await house.serve("--now", NOW);
  const page = await join(house, browser, "admin"), found = [];
  await page.setViewportSize(WIDE);
  for (const at of LONG) await tabs(page, at, found);
  await skips(page);
  await slash(page);
  await palettes(page);
  await paletteFinds(page);
  await panels(page);
  for (const at of ["/problems/1", "/themes", "/themes/1", "/releases/1", "/plans/1", "/releases/proposed", "/home"]) await prints(page, at, found);
  none([...found, ...page.faults]);
});
