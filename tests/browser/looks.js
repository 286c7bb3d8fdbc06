// looks.js - what holds for a page as it is shown: axe-core finds nothing, it is not wider than its window, what one presses is large
// enough, and it prints as a document.
const fs = require("node:fs");
const path = require("node:path");

const AXE = path.join(__dirname, "node_modules", "axe-core", "axe.min.js");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WIDE = { width: 1280, height: 800 }, NARROW = { width: 360, height: 800 };

// The policy of our pages runs no script: the browser's own protocol evaluates axe, and that asks no policy.
async function axe(page, options) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(fs.readFileSync(AXE, "utf8"));
  const violations = await page.evaluate(async (o) => (await globalThis.axe.run(document, { ...o, resultTypes: ["violations"] })).violations
    .flatMap((v) => v.nodes.map((n) => `${v.id}: ${v.help}: ${n.target.join(" ")}: ${n.html.slice(0, 160)}`)), options);
  return violations;
}

const ALL = { runOnly: { type: "tag", values: TAGS } };
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

// What sticks out of the window; whatever scrolls in a box of its own may.
const WIDER = () => {
  const root = document.documentElement, limit = root.clientWidth + 1;
  const boxed = (e) => { for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) if (/auto|scroll|hidden/.test(getComputedStyle(up).overflowX)) return true; };
  if (root.scrollWidth <= limit) return [];
  const out = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > limit && !boxed(e));
  return [`is ${root.scrollWidth} px wide: ${out.slice(-2).map((e) => e.outerHTML.slice(0, 120)).join(" | ")}`];
};

// Links in a sentence may be as low as their line (WCAG 2.2, 2.5.8); axe has that rule. What one presses in a form is 24 px anyway.
const SMALL = () =>
  [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea, summary")].flatMap((e) => {
    const label = /^(checkbox|radio)$/.test(e.type) && e.closest("label"), box = (label || e).getBoundingClientRect();
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest(".off") || (box.width >= 23.5 && box.height >= 23.5)) return [];
    return [`is ${Math.round(box.width)} x ${Math.round(box.height)} px, less than 24: ${e.outerHTML.slice(0, 120)}`];
  });

// Colours come from the theme alone, structure from width and page: each theme and each width is looked at, not each pair. A form that the
// registry made is one template, and is looked at in both widths. `status`: what it answers with, if not 200; `here`: it is shown already.
async function look(page, at, { form = false, status = 200, here = false } = {}) {
  const found = [], add = (how, list) => found.push(...list.map((what) => `${at} ${how}: ${what}`));
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: "light" });
  const reply = here ? null : await page.goto(at);
  if (reply && reply.status() !== status) found.push(`${at}: ${reply.status()}`);
  add("1280 light", await axe(page, ALL));
  await page.setViewportSize(NARROW);
  await page.emulateMedia({ colorScheme: "dark" });
  add("360 dark", await axe(page, form ? COLOURS : ALL));
  add("360", await page.evaluate(WIDER));
  add("360", await page.evaluate(SMALL));
  return found;
}

module.exports = { look, WIDE, NARROW };
