// Reads calendars named on standard input, a path a line, with ical.js; prints one JSON line for each.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const text = (event, name) => event.getFirstPropertyValue(name)?.toString() ?? "";
const moment = (event, name) => {
  const value = event.getFirstPropertyValue(name);
  if (!value) return "";
  if (value.isDate) return value.toString().replaceAll("-", "");
  return value.toJSDate().toISOString().replace(/[-:]|\.000/g, "");
};

for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  const events = calendar.getAllSubcomponents("vevent").map((event) => [
    text(event, "uid"), text(event, "sequence"), moment(event, "dtstamp"), moment(event, "dtstart"), moment(event, "dtend"),
    text(event, "summary"), text(event, "description"), text(event, "location"), text(event, "url"), text(event, "status"),
  ]);
  console.log(JSON.stringify([text(calendar, "name") || text(calendar, "x-wr-calname"), events]));
}
