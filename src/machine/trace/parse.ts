import { z } from "zod";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../base/diagnostic/place.js";
import { type DataPath, pathText } from "../../base/document/differences.js";
import { jsonOffset, jsonProblem } from "../../base/document/json-text.js";
import {
  cutOff,
  notATrace,
  notJson,
  schemaVersion,
  shape,
  tooDeep,
  tooLong,
} from "./diagnostics.js";
import { withLaterVariables } from "./later-variables.js";
import {
  BOARD_TRACE_SCHEMA,
  boardTraceSchema,
  cpuTraceSchema,
  MOST_EVENTS,
  TRACE_SCHEMA,
  type Trace,
} from "./schema.js";

/** A trace that has the form of one, and where in its file each part of it stands. */
export interface ParsedTrace {
  readonly trace: Trace;
  /** The place of a value in the file, or of the name of a field. Reads the text again. */
  place(path: DataPath, part?: "value" | "name"): Place;
}

/**
 * Parses the text of a trace file and checks its form. Whether its events are possible only the
 * model knows: see `verify.ts`.
 *
 * @param file what to call it in a diagnostic
 * @throws Diagnostic `trace/…` with the place of the first thing that is wrong
 */
export function parseTrace(text: string, file: string): ParsedTrace {
  try {
    return parse(text, file);
  } catch (error) {
    // Parsers call themselves for what is nested; the stack ends long after any trace does.
    if (error instanceof RangeError) throw tooDeep(file);
    throw error;
  }
}

const versioned = z.looseObject({ schema: z.string() });
const withEvents = z.looseObject({ events: z.array(z.unknown()) });

function parse(text: string, file: string): ParsedTrace {
  const place = (path: DataPath, part: "value" | "name" = "value"): Place =>
    placeAt(file, text, jsonOffset(text, path, part));
  const json = parseJson(text, file);

  const version = versioned.safeParse(json);
  if (!version.success) throw notATrace(place([]));
  const { schema } = version.data;
  if (schema !== TRACE_SCHEMA && schema !== BOARD_TRACE_SCHEMA) {
    throw schemaVersion(schema, `${TRACE_SCHEMA} and ${BOARD_TRACE_SCHEMA}`, place(["schema"]));
  }
  const long = withEvents.safeParse(json);
  if (long.success && long.data.events.length > MOST_EVENTS) {
    throw tooLong(long.data.events.length, MOST_EVENTS, place(["events"], "name"));
  }

  const known = schema === TRACE_SCHEMA ? cpuTraceSchema : boardTraceSchema;
  const parsed = known.safeParse(withLaterVariables(json));
  if (parsed.success) return { trace: parsed.data, place };
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw shape("this is not a trace", place([]));
  throw issueDiagnostic(issue, json, place);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const found = jsonProblem(text);
    if (found === null) throw cause;
    const place = placeAt(file, text, found.offset);
    if (!found.endsEarly) throw notJson(found.problem, place);
    const [field, index] = found.within;
    throw cutOff(field === "events" && typeof index === "number" ? index + 1 : null, place);
  }
}

type Issue = z.core.$ZodIssue;

function issueDiagnostic(issue: Issue, json: unknown, place: ParsedTrace["place"]) {
  const path = issue.path.filter((key) => typeof key !== "symbol");
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0] ?? "";
    const where = path.length === 0 ? "a trace" : `\`${pathText(path)}\``;
    return shape(`${where} has no field \`${key}\``, place([...path, key], "name"));
  }
  const problem = valueAt(json, path) === undefined ? "is missing" : problemOf(issue);
  return shape(`\`${pathText(path)}\` ${problem}`, place(path));
}

function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
    data,
  );
}

/** By zod's names of types. */
const types: ReadonlyMap<string, string> = new Map([
  ["int", "a whole number"],
  ["number", "a number"],
  ["string", "a text"],
  ["boolean", "true or false"],
  ["array", "a list"],
  ["tuple", "a list"],
  ["object", "an object"],
]);

/** What is wrong with a value, to stand after its name. */
function problemOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${types.get(issue.expected) ?? issue.expected}`;
    case "invalid_value":
      return `must be ${alternatives(issue.values)}`;
    case "invalid_union":
      return "options" in issue && issue.options !== undefined
        ? `must be ${alternatives(issue.options)}`
        : "has a value that is not possible here";
    case "too_small":
      return `must be at least ${issue.minimum}`;
    case "too_big":
      return `must be at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function alternatives(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(" or ");
}
