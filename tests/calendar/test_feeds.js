// test_feeds.js - ical.js reads what feed_zones wrote, and finds the events that libical found.
//
//     node test_feeds.js FEED_ZONES
const assert = require("node:assert");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { execFileSync } = require("node:child_process");
const { createRequire } = require("node:module");

// The files lie beside this one: npm ci --prefix tests/calendar
const ICAL_PATH = path.join(__dirname, "node_modules", "ical.js", "dist", "ical.es5.cjs");
if (!fs.existsSync(ICAL_PATH)) {
  console.error("ical.js is missing: npm ci --prefix tests/calendar");
  process.exit(77);
}
const loaded = createRequire(__filename)(ICAL_PATH);
const ICAL = loaded.default || loaded;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "ridealong-feeds-"));
try {
  process.stdout.write(execFileSync(process.argv[2], [folder], { encoding: "utf8" }));
  const truth = JSON.parse(fs.readFileSync(path.join(folder, "feeds.json"), "utf8"));
  const text = fs.readFileSync(path.join(folder, "feeds.ics"), "utf8");
  const calendar = new ICAL.Component(ICAL.parse(text));
  assert.equal(calendar.getFirstPropertyValue("method"), "PUBLISH");
  assert.equal(calendar.getFirstPropertyValue("version"), "2.0");
  assert.equal(calendar.getFirstPropertyValue("x-wr-calname"), "Every zone");
  assert.equal(calendar.getFirstPropertyValue("refresh-interval").toString(), "PT60M");
  const events = calendar.getAllSubcomponents("vevent");
  assert.equal(events.length, truth.length);
  events.forEach((component, i) => {
    const event = new ICAL.Event(component), must = truth[i];
    assert.equal(event.uid, must.uid);
    assert.equal(event.startDate.toUnixTime(), must.start, must.uid);
    assert.equal(event.endDate.toUnixTime(), must.end, must.uid);
    assert.equal(event.startDate.zone, ICAL.Timezone.utcTimezone);
    assert.equal(event.sequence, must.sequence);
    assert.equal(event.summary, must.summary);
    assert.equal(event.description, must.description);
    assert.equal(event.location || "", must.location);
    assert.equal(component.getFirstPropertyValue("status") === "CANCELLED", must.cancelled);
    const alarm = component.getFirstSubcomponent("valarm");
    assert.equal(alarm ? -alarm.getFirstPropertyValue("trigger").toSeconds() / 60 : 0, must.alarm);
  });
  console.log(`ical.js: ${events.length} events alike`);
} finally {
  fs.rmSync(folder, { recursive: true });
}
