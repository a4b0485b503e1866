// An .ics on stdin and the name of a reader in; its events as JSON out: uid, summary, and start and end as instants
// (ISO 8601 in UTC) or days, in the order of the file.
"use strict";

const fs = require("fs");

const text = fs.readFileSync(0, "utf8");
const two = (number) => String(number).padStart(2, "0");

function withIcalJs() {
  const ICAL = require("ical.js").default || require("ical.js");
  const calendar = new ICAL.Component(ICAL.parse(text));
  const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return { uid: event.uid, summary: event.summary, start: moment(event.startDate), end: moment(event.endDate) };
  });
}

function withNodeIcal() {
  const found = Object.values(require("node-ical").sync.parseICS(text)).filter((one) => one.type === "VEVENT");
  const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const moment = (date) => (date.dateOnly ? day(date) : date.toISOString());
  return found.map((one) => ({
    uid: one.uid,
    summary: typeof one.summary === "object" ? one.summary.val : one.summary,
    start: moment(one.start),
    end: moment(one.end),
  }));
}

const readers = { "ical.js": withIcalJs, "node-ical": withNodeIcal };
process.stdout.write(JSON.stringify(readers[process.argv[2]]()));
