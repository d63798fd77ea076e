import { unknownName } from "../../src/machine/configuration/diagnostics.js";
import * as trace from "../../src/machine/trace/diagnostics.js";
import { type Row, row } from "./row.js";

const FILE = "x.trace.json";
const place = { file: FILE, line: 1, column: 1 };
const refused = new Error("EACCES: permission denied, open 'x.trace.json'");
const event = { number: 2, text: "raise(0, 0)" };
const ours = { name: "NmiMainline", sha256: "1b0a5897fe4bdef1" };
const theirs = { name: "NmiMainline", sha256: "0c64a7467ab10000" };

/** One row or more for each code: a code without a row does not compile. */
export const traceRows: Readonly<Record<trace.TraceDiagnosticCode, readonly Row[]>> = {
  "trace/no-file": [row("the file is not there", trace.noFile(FILE))],
  "trace/unreadable": [row("it cannot be read", trace.unreadable(FILE, refused))],
  "trace/unwritable": [row("a trace cannot be written", trace.unwritable(FILE, refused))],
  "trace/not-text": [row("it is not text", trace.notText(FILE))],
  "trace/not-json": [row("it is not JSON", trace.notJson("a comma is expected here", place))],
  "trace/cut-off": [row("it is cut in half", trace.cutOff(6, place))],
  "trace/not-a-trace": [row("it is JSON, and no trace", trace.notATrace(place))],
  "trace/schema-version": [
    row(
      "it is of a newer schema",
      trace.schemaVersion("nmicheck.trace/3", "nmicheck.trace/1 and nmicheck.trace/2", place),
    ),
  ],
  "trace/shape": [
    row(
      "a field is missing, unknown or of the wrong type",
      trace.shape("`events[3].cpu` is missing", place),
    ),
  ],
  "trace/platform-name": [
    row(
      "the name of its platform is not that of what it says of it",
      trace.platformMisnamed("ideal", "sticky", place),
    ),
  ],
  "trace/too-large": [
    row("it has a million events", trace.tooLarge(FILE, 328_000_633, 64 * 2 ** 20)),
  ],
  "trace/too-long": [row("it has more than 100,000", trace.tooLong(120_000, 100_000, place))],
  "trace/too-deep": [row("it is nested without end", trace.tooDeep(FILE))],
  "trace/unknown-policy": [
    row("its policy is unknown", trace.unknownPolicy("mainlin", ["none", "v5", "mainline"], place)),
  ],
  "trace/user-policy": [
    row(
      "its policy is a user's, and the file was not named",
      trace.userPolicyNeeded("once", place),
    ),
  ],
  "trace/unknown-property": [
    row("its property is unknown", trace.unknownProperty("NoEvil", ["NoMasked"], place)),
  ],
  "trace/unknown-axis": [
    row(
      "its machine has an axis that is unknown",
      trace.unknownAxis(unknownName("axis", "lvtcp", ["touch", "lvtpc"]), place),
    ),
  ],
  "trace/other-model": [row("it is of another model", trace.otherModel(theirs, ours, place))],
  "trace/initial-state": [
    row("it begins elsewhere", trace.wrongInitialState("rip is 2 instead of 1", place)),
  ],
  "trace/impossible-event": [
    row(
      "an event of it is impossible",
      trace.impossibleEvent(
        event,
        "the slot is active already, and the platform is not sticky",
        place,
      ),
    ),
  ],
  "trace/wrong-state": [
    row(
      "a state of it was changed",
      trace.wrongState({ number: 3, text: "deliver" }, "latched is true instead of false", place),
    ),
  ],
  "trace/wrong-observation": [
    row(
      "an outcome of it was changed",
      trace.wrongObservation(2, 'outcome is "unknown" instead of "swallowed"', place),
    ),
  ],
  "trace/property-holds": [
    row(
      "it violates nothing",
      trace.propertyHolds("NoFalseSwallow", "it holds in the last state", place),
    ),
  ],
  "trace/loop-open": [row("it does not come back to where it should", trace.loopOpen(9, place))],
  "trace/loop-unfair": [
    row(
      "it cannot go on so for ever",
      trace.loopUnfair("RepeatedExternalReported", "deliver", place),
    ),
  ],
  "trace/memory-not-plain": [row("a policy remembers what is no data", trace.memoryNotPlain())],
  "trace/no-initial-state": [
    row("TLC begins otherwise than the typed model", trace.noInitialState("rip is 2 instead of 1")),
  ],
  "trace/no-successor": [
    row(
      "TLC goes a way that the typed model does not have",
      trace.noSuccessor(4, "no event leads to it"),
    ),
  ],
};
