// Asks TLC about chosen machines of those that `check --axes --policy mainline` has, in one call of an
// nmicheck's own functions, as its command line does: `node bench/axes-asked.js ROOT MACHINES`, where
// MACHINES is a list of axes as JSON, by their names now. Prints the results as `check --json` has
// them. So two nmichecks of which one has more axes can be asked the same.
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What axes and their values were called before they got the names that they have now. */
const FORMER = new Map([
  ["manners", "handler-quirk"],
  ["manners=keeps", "no-ack"],
  ["manners=doubles", "double-count"],
  ["told", "policy-input"],
]);

/** The axes of a machine by their names now. */
export function namedNow(axes = {}) {
  return Object.fromEntries(
    Object.entries(axes).map(([name, value]) => [
      FORMER.get(name) ?? name,
      FORMER.get(`${name}=${value}`) ?? value,
    ]),
  );
}

/** A module of a built nmicheck: `check/check.js` stood elsewhere before. */
async function moduleOf(root, ...places) {
  const files = places.map((place) => join(root, "dist", "src", place));
  const file = files.find((one) => existsSync(one));
  if (file === undefined) throw new Error(`${root} has none of ${places.join(", ")}: is it built?`);
  return import(pathToFileURL(file).href);
}

/** What `check --axes --policy mainline` asks. */
async function question(root) {
  const { readAnyQuestion } = await moduleOf(root, "cli/question.js");
  const read = await readAnyQuestion({ policy: ["mainline"], axes: true }, {});
  if (read.kind === "refused") throw new Error(`${root} refuses mainline`);
  return read;
}

/** The machines of `check --axes`, by the names that their axes have now. */
export async function machinesOf(root) {
  const { subjects } = await question(root);
  return subjects.map(({ axes }) => namedNow(axes.names));
}

async function ask(root, machines) {
  const wanted = new Set(machines.map((axes) => JSON.stringify(axes)));
  const { subjects, properties } = await question(root);
  const asked = subjects.filter(({ axes }) => wanted.has(JSON.stringify(namedNow(axes.names))));
  if (asked.length !== wanted.size) {
    throw new Error(`${root} has ${asked.length} of the ${wanted.size} machines`);
  }
  const { check } = await moduleOf(root, "analyses/check/check.js", "check/check.js");
  const { traceLength } = await moduleOf(root, "machine/trace/length.js", "trace/length.js");
  const { checker, results } = await check(
    { subjects: asked, properties, liveness: [], version: "0.0.0" },
    { checker: "tlc", out: null },
    {},
  );
  return {
    checker,
    results: results.map(({ policy, platform, axes, property, verdict }) => ({
      policy: policy.name,
      platform: platform.name,
      axes: axes.names,
      property,
      verdict: verdict.verdict,
      states: verdict.measured.states,
      ...(verdict.verdict === "violated" ? { trace: { length: traceLength(verdict.trace) } } : {}),
    })),
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [root, machines] = process.argv.slice(2);
  console.log(JSON.stringify(await ask(root, JSON.parse(machines))));
}
