// house.js - a Ridealong of a test's own and Debian's Chromium in front of it.
//
//     await run(async (house, browser) => { ... })      // house: a running server; browser: playwright's
//
// The store is RIDEALONG's default in a home of its own, or the first URL of PG_URLS (tests/store/with_pg).
const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { execFileSync, spawn } = require("node:child_process");

const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const SECRET = "a good enough secret";
const BINARY = path.resolve(process.argv[2]);
const SKIPPED = 77; // meson's word for it

function need(name) {
  const folder = path.join(__dirname, "node_modules", name);
  if (fs.existsSync(folder)) return require(folder);
  console.error(`${name} is missing: npm ci --prefix tests/browser (tools/test.sh does it)`);
  process.exit(1);
}

class House {
  constructor() {
    const memory = fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir(); // small writes, and many of them
    this.home = fs.mkdtempSync(path.join(memory, "ridealong-browser-"));
    this.env = { ...process.env, HOME: this.home, XDG_DATA_HOME: path.join(this.home, "data"), COLUMNS: "120",
                 RIDEALONG_KEY_FILE: path.join(this.home, "key") };
    const url = (process.env.PG_URLS || "").split(" ")[0];
    this.env.RIDEALONG_STORE = url || path.join(this.home, "store.db");
    this.engine = url ? "PostgreSQL" : "SQLite";
  }

  cli(...args) {
    return execFileSync(BINARY, args, { env: this.env, cwd: this.home, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }
  json(...args) { return JSON.parse(this.cli(...args, "--json")); }
  path(name) { return path.join(this.home, name); }
  write(name, text) { fs.writeFileSync(this.path(name), text); return this.path(name); }

  // Until it says where it is; what it printed is in `said`.
  async serve(...args) {
    this.server = spawn(BINARY, ["serve", "--port", "0", "--rate", "0", ...args], { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    this.said = this.failed = "";
    this.server.stderr.on("data", (piece) => (this.failed += piece));
    await new Promise((resolve, reject) => {
      this.server.once("exit", (code) => reject(new Error(`serve ended with ${code}: ${this.failed}`)));
      this.server.stdout.on("data", (piece) => {
        this.said += piece;
        if (/^(http\S+)\n/m.test(this.said) || /(http\S+)\s/.test(this.said)) resolve();
      });
    });
    this.url = this.said.match(/https?:\/\/[^\s/]+/)[0];
  }

  async stop() {
    if (!this.server || this.server.exitCode !== null) return;
    this.server.removeAllListeners("exit");
    const code = new Promise((resolve) => this.server.once("exit", resolve));
    this.server.kill("SIGTERM");
    assert.equal(await code, 0, this.failed);
  }
}

// What a browser may not do on our pages: fail, run into an error, break our policy, or ask another server.
function watch(page, house) {
  page.faults = [];
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(house.url)) page.faults.push(`asks ${request.url()}`);
  });
  page.on("console", (message) => { // what breaks the policy of our pages is said there; a refused form is not a fault
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) page.faults.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) page.faults.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

// Fails with each line of what was found, one below the other.
function none(found) {
  const lines = [...new Set(found)];
  assert.equal(lines.length, 0, `${lines.length} found:\n  ${lines.join("\n  ")}\n`);
}

async function run(test) {
  if (!fs.existsSync(CHROMIUM)) {
    console.error(`SKIPPED: no ${CHROMIUM} on this machine: apt-get install chromium, or CHROMIUM=path`);
    process.exit(SKIPPED);
  }
  const { chromium } = need("playwright-core");
  const house = new House();
  let browser, status = 1;
  try {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
    const began = Date.now();
    await test(house, browser);
    console.log(`done in ${((Date.now() - began) / 1000).toFixed(1)} s on ${house.engine}`);
    status = 0;
  } catch (error) {
    console.error(error.stack || error);
    if (house.failed) console.error(house.failed.slice(-3000));
  } finally {
    if (browser) await browser.close();
    try { await house.stop(); } catch (error) { console.error(error.message); status = 1; }
    fs.rmSync(house.home, { recursive: true, force: true });
  }
  process.exit(status);
}

module.exports = { run, need, watch, none, SECRET, ROLES: ["viewer", "engineer", "host", "lead", "admin"] };
