// walk.js - the whole chain by clicks and form fields, each step by whoever does it in a company.
//
//     [with_pg 1] node walk.js RIDEALONG [noscript]
//
// A first administrator, five roles, a file of signals, a theme, a problem, its brief, its commitment, a plan of a quarter, a session,
// who came, what they saw, active customers, a release and its outcome. The clock of the server is `serve --now`, so that the quarter
// passes. Nothing is done by the API; what the walk needs to know it reads from pages.
const assert = require("node:assert");
const fs = require("node:fs");
const { run, watch, SECRET } = require("./house.js");

const SCRIPTS = process.argv[3] !== "noscript";
const ZONE = "Asia/Tokyo"; // of these browsers; no page shows times in it
const BEFORE = "2026-11-02T09:00:00Z", AFTER = "2027-01-28T09:00:00Z";
const PEOPLE = [
  "e-mail,name,team,manager,zone,language,engineer,host",
  "lena@x.example,Lena Ortiz,payments,,Europe/Berlin,en,yes,no",
  "emil@x.example,Emil Novak,payments,lena@x.example,Europe/Berlin,en,yes,no",
  "eva@x.example,Eva Blom,payments,lena@x.example,Europe/Berlin,en,yes,no",
  "hana@x.example,Hana Sato,support,,Europe/Berlin,en,no,yes",
].join("\n") + "\n";

// An address of ours, after whatever works for it has ended. A person would press reload.
async function settled(page) {
  for (let tries = 0; await page.locator(".banner.working").count(); tries++) {
    assert.ok(tries < 200, `${page.url()} works for ever`);
    await page.waitForTimeout(150);
    await page.goto(page.url());
  }
  return page;
}

async function said(page) { return (await page.locator("main").innerText()).replace(/\s+/g, " "); }

async function press(page, name, within) {
  const before = page.url();
  await (within || page).getByRole("button", { name, exact: true }).first().click();
  await page.waitForLoadState();
  await settled(page);
  const trouble = page.locator(".errors, .banner.failed");
  if (await trouble.count()) assert.fail(`'${name}' on ${before}: ${await trouble.first().innerText()}`);
}

async function follow(page, name, within) {
  await (within || page).getByRole("link", { name, exact: typeof name === "string" }).first().click();
  await page.waitForLoadState();
  assert.equal(await page.locator("main .code, main h1").count() > 0, true);
}

// Of a form that the registry made.
function field(page, name) {
  return page.getByLabel(new RegExp(`^${name}(\\s+optional)?$`, "i"));
}

// By the bar on top, as everybody does.
async function go(page, name) {
  await follow(page, name, page.getByRole("navigation", { name: "Main" }));
}

class Cast {
  constructor(house, browser) { Object.assign(this, { house, browser, pages: {} }); }

  async page(name) {
    const context = await this.browser.newContext({ timezoneId: ZONE, javaScriptEnabled: SCRIPTS, baseURL: this.house.url });
    this.pages[name] = watch(await context.newPage(), this.house);
    context.setDefaultTimeout(10000);
    return this.pages[name];
  }

  async welcome(name, link, email) {
    const page = await this.page(name);
    await page.goto(link);
    if (await page.getByLabel("E-mail").count()) await page.getByLabel("E-mail").fill(email); // an invitation knows it
    await page.getByLabel(/^Name/).fill(name);
    await page.getByLabel("Password").fill(SECRET);
    await press(page, "Make my account");
    return page;
  }

  async signIn(name, email) {
    const page = await this.page(name);
    await page.goto("/");
    await field(page, "email").fill(email);
    await field(page, "password").fill(SECRET);
    await press(page, "Sign in");
    return page;
  }

  async leave() {
    for (const page of Object.values(this.pages)) {
      assert.deepEqual(page.faults, []);
      await page.context().close();
    }
    this.pages = {};
  }
}

const INVITED = [["Vera", "viewer"], ["Emil", "engineer"], ["Hana", "host"], ["Lena", "lead"]];
const email = (name) => `${name.toLowerCase()}@x.example`;

async function firstRun(cast) {
  const link = cast.house.said.match(/(http\S+welcome\S+)/)[1];
  const admin = await cast.welcome("Ada", link, email("Ada"));
  assert.match(await said(admin), /house|Setup/);
  await follow(admin, "Setup");
  await admin.getByLabel("Organisation").fill("Larkfield Bank");
  if (SCRIPTS) assert.equal(await admin.getByLabel("Time zone").inputValue(), ZONE); // nobody chose one: the browser's is proposed
  await admin.getByLabel("Time zone").selectOption("Europe/Berlin");
  await press(admin, "Save");
  assert.equal(await admin.getByLabel("Organisation").inputValue(), "Larkfield Bank");
  return admin;
}

async function upload(page, file, button) {
  if (!(await page.getByLabel("File").isVisible())) await page.locator("#upload summary").click();
  await page.getByLabel("File").setInputFiles(file);
  await press(page, button);
  assert.match(await said(page), /was read/);
}

async function takeIn(cast, admin) {
  await follow(admin, "Setup");
  await upload(admin, cast.house.path("demo/support_tickets.csv"), "Import");
  await go(admin, "Sources");
  await upload(admin, cast.house.path("demo/app_reviews.jsonl"), "Import");
  await go(admin, "Sources");
  assert.match(await said(admin), /support_tickets/);
  await go(admin, "Touchpoints");
  await follow(admin, "People");
  await upload(admin, cast.house.write("people.csv", PEOPLE), "Take the people in");
  await go(admin, "Owners");
  await upload(admin, cast.house.path("demo/catalog-info.yaml"), "Take the components in");
  await go(admin, "Outcomes");
  await follow(admin, "Active customers", admin.locator("main"));
  await upload(admin, cast.house.write("active.csv", active()), "Take the figures in");
}

function active() {
  const lines = ["month,customers"];
  for (let year = 2024; year <= 2026; year++)
    for (let month = 1; month <= 12; month++) lines.push(`${year}-${String(month).padStart(2, "0")},42000`);
  return lines.join("\n") + "\n";
}

async function invite(cast, admin) {
  for (const [name, role] of INVITED) {
    await follow(admin, "Accounts", admin.getByRole("navigation", { name: "More" }));
    await admin.getByLabel("E-mail").fill(email(name));
    await admin.getByLabel("Role").selectOption(role);
    await press(admin, "Make an invitation link");
    await cast.welcome(name, await admin.locator("code.secret").innerText(), email(name));
  }
}

async function themeToProblem(cast) {
  const { Emil: emil, Lena: lena, Vera: vera } = cast.pages;
  await go(emil, "Themes");
  await emil.locator("table.themes a.row").first().click();
  await emil.waitForLoadState();
  const theme = await emil.locator("h1").innerText(), themePath = new URL(emil.url()).pathname;
  assert.ok(await emil.locator(".seal").count() > 0, "quotes are verified");
  await press(emil, "Make it a problem");
  if (!/problems\/\d/.test(emil.url())) {
    await go(emil, "Problems");
    await emil.locator("a.row").first().click();
    await emil.waitForLoadState();
  }
  const path = new URL(emil.url()).pathname;
  await follow(emil, "Edit the brief");
  const brief = await emil.getByLabel("The brief").inputValue();
  // a forged quote is refused, with what was typed kept
  await emil.getByLabel("The brief").fill(brief.replace(/^> .*/m, "> I never said anything of the kind, at no time."));
  await emil.getByRole("button", { name: "Save as a new version" }).click();
  await emil.waitForLoadState();
  assert.match(await said(emil), /That did not work/);
  await emil.goto(path);
  await follow(emil, "Edit the brief");
  await emil.getByLabel("The brief").fill(brief.replace(/^severity: .*/m, "severity: high\neffort_weeks: 3"));
  await press(emil, "Save as a new version");
  assert.match(await said(emil), /severity high/);
  assert.match(await said(emil), /Version 2/);
  // an engineer does not commit; a viewer sees no words; a lead decides and commits
  assert.equal(await emil.getByRole("button", { name: /Commit/ }).count(), 0);
  await vera.goto(path);
  assert.equal(await vera.locator("main form").count(), 0, "a viewer is offered nothing");
  assert.equal(await vera.locator("main blockquote").filter({ hasText: /\w+ \w+ \w+ \w+/ }).filter({ hasNotText: "does not read" }).count(), 0);
  await lena.goto(path);
  await follow(lena, "Accept, defer, decline");
  await field(lena, "kind").selectOption("accept");
  await field(lena, "decider").fill("Lena Ortiz");
  await field(lena, "reason").fill("The largest friction of the quarter");
  await press(lena, await lena.locator("main form .go button").innerText());
  // nobody answers for it yet: an owner comes first
  await lena.goto(`/route?problem=${path.split("/").pop()}`);
  await press(lena, "It is theirs");
  await lena.goto(path);
  await press(lena, "Commit: seal the measure");
  assert.match(await said(lena), /Sealed/);
  return { theme, themePath, path };
}

async function planQuarter(cast, { themePath }) {
  const { Hana: hana, Lena: lena } = cast.pages;
  for (const day of ["13", "20", "27"]) {
    await go(hana, "Touchpoints");
    await follow(hana, "Offer a session");
    await field(hana, "format").fill("empathy");
    await field(hana, "starts").fill(`2027-01-${day} 10:00`);
    await field(hana, "zone").fill("Europe/Berlin");
    await field(hana, "theme").fill(themePath.split("/").pop());
    await field(hana, "host").fill(email("Hana"));
    await press(hana, await hana.locator("main form .go button").innerText());
  }
  await go(lena, "Touchpoints");
  await follow(lena, "Plans");
  await lena.getByLabel(/^Quarter/).fill("2027Q1");
  await press(lena, "Propose a plan");
  await lena.locator("tbody a").first().click();
  await lena.waitForLoadState();
  await press(lena, "Publish: book these seats");
  assert.match(await said(lena), /published: [1-9]/);
  const seat = lena.locator("tr").filter({ hasText: "Emil Novak" }).locator("a[href^='/sessions/']").first();
  return seat.getAttribute("href");
}

async function meet(cast, session) {
  const { Hana: hana, Emil: emil, Vera: vera } = cast.pages;
  await emil.goto("/home");
  await emil.goto(session);
  assert.equal(await emil.getByRole("link", { name: "Who came" }).count(), 0, "guests do not mark who came");
  await vera.goto(session);
  assert.equal(await vera.locator("main form").count(), 0);
  await hana.goto(session);
  await follow(hana, "Who came");
  for (const box of await hana.locator('input[name="attended"]').all()) await box.check();
  await press(hana, "Keep it");
  assert.match(await said(hana), /held/);
  await emil.goto(session);
  assert.match(await said(emil), /Your seat: attended/);
  await follow(emil, "say what you saw");
  await emil.getByLabel(/^What did you see/).fill("She went through three menus to find the limit.");
  await emil.getByLabel(/^What surprised you/).fill("Nobody had told her.");
  await press(emil, "Keep it", emil.locator("#reflect"));
  await go(emil, "Touchpoints");
  await follow(emil, "Reflections");
  assert.match(await said(emil), /three menus/);
}

async function releaseAndOutcome(cast, { path }) {
  const { Emil: emil, Lena: lena } = cast.pages;
  await go(emil, "Outcomes");
  await follow(emil, "Note a release");
  await field(emil, "problem").fill(path.split("/").pop());
  await field(emil, "at").fill("2026-07-01");
  await field(emil, "title").fill("Release 4.2");
  await press(emil, await emil.locator("main form .go button").innerText());
  const text = await said(emil);
  assert.match(text, /Release 4\.2/);
  assert.match(text, /fell|did not fall|cannot tell|refused|rose/i);
  await lena.goto(path);
  assert.match(await said(lena), /Release 4\.2/);
}

run(async (house, browser) => {
  house.cli("generate", house.path("demo"), "--signals", "900", "--end", "2026-10-31");
  assert.ok(fs.existsSync(house.path("demo/support_tickets.csv")));
  await house.serve("--now", BEFORE);
  let cast = new Cast(house, browser);
  const admin = await firstRun(cast);
  await takeIn(cast, admin);
  await invite(cast, admin);
  const chain = await themeToProblem(cast);
  const session = await planQuarter(cast, chain);
  await cast.leave();
  await house.stop();
  await house.serve("--now", AFTER);
  cast = new Cast(house, browser);
  for (const [name] of INVITED) await cast.signIn(name, email(name));
  await meet(cast, session);
  await releaseAndOutcome(cast, chain);
  assert.match(house.cli("audit", "verify"), /hold|ok|true|rows/i);
  await cast.leave();
});
