// company.js - the demo company in a house, with something on every page, and people of each role who sign in to it.
const fs = require("node:fs");
const path = require("node:path");
const { execFileSync } = require("node:child_process");
const { watch, SECRET } = require("./house.js");

const END = "2026-10-31", NOW = "2026-11-02T09:00:00Z", TODAY = NOW.slice(0, 10);
const TOOLS = path.join(__dirname, "..", "..", "tools");

// One of each role. The engineer is of a team that owns something, the host hosts sessions, the lead leads engineers.
const PEOPLE = { viewer: "olga.viewer@x.example", engineer: "ada.brandt@larkfield.example", host: "sofie.maes@larkfield.example",
                 lead: "vera.ilic@larkfield.example", admin: "ann.admin@x.example" };

function furnish(house, signals = 700) {
  const company = house.path("company"), binary = path.resolve(process.argv[2]);
  const script = (name, ...args) =>
    execFileSync("sh", [path.join(TOOLS, name), binary, ...args], { env: house.env, cwd: house.home, stdio: "pipe" });
  house.cli("generate", company, "--signals", String(signals), "--end", END);
  const files = fs.readdirSync(company).filter((f) => /\.(csv|jsonl?)$/.test(f) && !/truth|releases/.test(f));
  house.cli("import", "--now", NOW, ...files.map((f) => path.join(company, f)));
  house.cli("components", "import", path.join(company, "catalog-info.yaml"));
  house.cli("people", "import", path.join(company, "people.tsv"));
  house.cli("leave", "import", path.join(company, "leave.tsv"));
  script("demo_problems.sh", NOW);
  script("demo_outcomes.sh", company, NOW);
  script("demo_touchpoints.sh", TODAY);
  house.cli("theme", "hide", "9", "--now", NOW);
}

// A new person in a browser of their own, by the link that lets them make an account.
async function enter(house, browser, link, typed, options) {
  const context = await browser.newContext({ baseURL: house.url, ...options });
  context.setDefaultTimeout(20000);
  const page = watch(await context.newPage(), house);
  await page.goto(link);
  for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
  await page.getByRole("button", { name: "Make my account" }).click();
  await page.waitForURL(/home|setup/);
  return page;
}

// Somebody with that role, by an invitation.
function join(house, browser, role, options = {}) {
  const { link } = house.json("accounts", "invite", PEOPLE[role], "--role", role, "--now", NOW);
  return enter(house, browser, link, { Password: SECRET }, options);
}

// The first administrator of an installation with nothing in it, by the link that `serve` printed.
function first(house, browser, role, options = {}) {
  const link = house.said.match(/(http\S+welcome\S+)/)[1];
  return enter(house, browser, link, { "E-mail": PEOPLE[role], Name: "Ann Admin", Password: SECRET }, options);
}

// Where the page already asks for it.
async function signIn(page, role) {
  await page.locator("[name=email]").fill(PEOPLE[role]);
  await page.locator("[name=password]").fill(SECRET);
  await page.locator("main form button").first().click();
  await page.waitForLoadState();
}

const TYPED = { email: "new@x.example", url: "https://example.com/", name: "new", person: PEOPLE.engineer, current: SECRET, password: SECRET, scope: "read" };

// What a form shows once, and no address shows again: secrets. `each` gets the operation while the page shows it. Before all else, so that
// the lists have rows. How many there were.
async function shownOnce(page, registry, each) {
  let shown = 0;
  for (const op of registry.pages().filter((row) => row.once && row.literal && row.role !== "anybody")) {
    await page.goto(op.pattern);
    for (const [name, text] of Object.entries(TYPED))
      for (const field of await page.locator(`main form [name="${name}"]`).all())
        if (!(await field.inputValue())) await field.fill(text);
    await page.locator("main form button.primary").first().click();
    await page.waitForLoadState();
    if (/sign-in/.test(page.url())) await signIn(page, "admin"); // that one was the button to sign out
    if (!(await page.locator("code.secret").count())) continue;
    await each(op);
    shown++;
  }
  return shown;
}

module.exports = { furnish, join, first, signIn, shownOnce, NOW, TODAY, PEOPLE };
