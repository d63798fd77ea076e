import { resolve } from "node:path";
import { completenessText, FIND_SCHEMA, type FindDocument } from "../../analyses/find/document.js";
import {
  type FindRequest,
  findScenarios,
  type ScenarioClass,
  type Scenarios,
} from "../../analyses/find/find.js";
import { keptScenarios } from "../../analyses/find/kept.js";
import { type EngineVerdict, verdictsOf } from "../../analyses/find/replay.js";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { makeOutFolder, pathIn } from "../../base/out/folder.js";
import { programName } from "../../base/package/program-name.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { boundText } from "../../checkers/explore/exploration.js";
import { defaultEngine, requireEngineName } from "../../engines/open.js";
import { policyInput } from "../../machine/configuration/axes.js";
import { machineStem } from "../../machine/configuration/axes-text.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  type NamedPlatform,
  namedPlatform,
} from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { readProperty, whyNotOfMachine } from "../../machine/configuration/property.js";
import {
  readChain,
  readName,
  readPlatformName,
  readPositive,
  readRips,
} from "../../machine/configuration/read.js";
import { everyStateProperty, type NmiProperty } from "../../machine/model/property-names.js";
import { machineText } from "../../machine/subject.js";
import { explainTrace } from "../../machine/trace/explain-trace.js";
import { isBoardTrace } from "../../machine/trace/schema.js";
import { renderTrace } from "../../machine/trace/table/render.js";
import { tracedEvents } from "../../machine/trace/traced-events.js";
import { counted } from "../../machine/trace/words.js";
import { writeTrace } from "../../machine/trace/write.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { keptRemark } from "../kept-remark.js";
import { learnedRemarks } from "../learned-remark.js";
import { type Output, palette } from "../output.js";
import { workProgressLine } from "../progress.js";
import { readMachine } from "../question.js";
import { searchBudget } from "../search-budget.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck find` as the command line gives them. */
export interface FindOptions {
  readonly policy?: string;
  readonly platform?: string;
  readonly chain?: string;
  readonly ips?: string;
  readonly maxEvents?: string;
  readonly heap?: string;
  readonly timeout?: string;
  readonly format?: string;
  readonly json?: boolean;
  readonly engine?: readonly string[];
  readonly out?: string;
  /** Values of axes, such as `touch=yes`. */
  readonly axis?: readonly string[];
  readonly cpus?: string;
  /** False with `--no-cache`. */
  readonly cache?: boolean;
}

const formats = ["table", "json", "traces"] as const;

/** One class with what the engines say of its example, and where the example was written. */
interface Shown extends ScenarioClass {
  readonly engines: readonly EngineVerdict[];
  readonly file?: string;
}

/** What was asked, as the answer repeats it. */
interface Question {
  readonly policy: string;
  readonly platform: NamedPlatform;
  readonly axes: NamedAxes | undefined;
  readonly property: string;
}

/** `nmicheck find PROPERTY`: every minimal scenario that violates it, by cause. */
export function findCommand(
  output: Output,
): (property: string, options: FindOptions) => Promise<ExitCode> {
  return async (propertyText, options) => {
    const axes = readMachine(options);
    const property = readAsked(propertyText, axes);
    const format = readName(
      "format",
      options.json === true ? "json" : (options.format ?? "table"),
      formats,
    );
    const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
    const rips = options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips);
    const platform = namedPlatform(readPlatformName(options.platform ?? "ideal"), chain, rips);
    const maxEvents =
      options.maxEvents === undefined ? undefined : readPositive("--max-events", options.maxEvents);
    for (const name of options.engine ?? []) requireEngineName(name);
    const kind = axes?.names[policyInput.name] === undefined ? "any" : "told";
    const loaded = await namedPolicy(options.policy ?? "mainline", kind, {
      ...learnedRemarks(output),
      size: { chain, rips },
    });
    if (loaded.kind === "refused") return reportDiagnostics(loaded.diagnostics, output);
    const { policy } = loaded;
    const builtIn = policy.origin.kind === "builtIn";
    const hasSeveralCpus = axes !== undefined && axes.board !== null;
    const engines = options.engine ?? [defaultEngine({ builtIn, hasSeveralCpus })];
    const about = { command: "find", unit: "prefixes of runs" } as const;
    const progress = workProgressLine(output, format === "json", about);
    // It computes without a pause, and has nothing to leave behind: Ctrl-C ends it as it stands.
    const find =
      options.cache === false
        ? findScenarios
        : (request: FindRequest) => keptScenarios(request, () => output.remark(keptRemark()));
    const scenarios = await find({
      policy,
      platform,
      ...(axes === undefined ? {} : { axes }),
      property,
      version: nmicheckVersion(),
      budget: searchBudget(options, (unit, done) => progress.update(done, null, { unit })),
      ...(maxEvents === undefined ? {} : { maxEvents }),
    });
    progress.clear();
    return interruptible(output, async (signal) => {
      const verdicts = await verdictsOf(
        scenarios.classes.map(({ example }) => example),
        {
          engines,
          policy: policy.policy,
          signal,
          onProgress: (text) => output.remark(`${text} …\n`),
        },
      );
      const shown = scenarios.classes.map((one, index): Shown => {
        return { ...one, engines: verdicts[index] ?? [] };
      });
      const question = { policy: policy.name, platform, axes, property };
      const classes =
        options.out === undefined ? shown : await written(shown, resolve(options.out), question);
      output.answer(answerText(format, question, scenarios, classes, output.colour));
      return exitCode(scenarios, classes, maxEvents);
    });
  };
}

/**
 * Reads a property that the machine can be asked.
 *
 * @throws Diagnostic `configuration/unknown-name`, `configuration/needs-axes`, `configuration/asked-elsewhere`
 */
function readAsked(text: string, axes: NamedAxes | undefined): NmiProperty {
  const property = readProperty("`find`", text, everyStateProperty);
  const refused = whyNotOfMachine(property, axes, "option");
  if (refused !== null) throw refused;
  return property;
}

async function written(
  classes: readonly Shown[],
  folder: string,
  { policy, platform, axes, property }: Question,
): Promise<readonly Shown[]> {
  await makeOutFolder(folder);
  return Promise.all(
    classes.map(async (one, index) => {
      const name = `${policy}-${machineStem(platform, axes?.names)}-${property}-${index + 1}`;
      const file = pathIn(folder, `${name}.trace.json`);
      await writeTrace(file, one.example);
      return { ...one, file };
    }),
  );
}

/** A search that was cut short by itself, or an engine that does not show it, is not as expected. */
function exitCode(
  { completeness }: Scenarios,
  classes: readonly Shown[],
  maxEvents: number | undefined,
): ExitCode {
  const verdicts = classes.flatMap(({ engines }) => engines.map(({ verdict }) => verdict));
  if (verdicts.includes("failed")) return EXIT.tool;
  if (verdicts.some((verdict) => verdict !== "agrees")) return EXIT.unexpected;
  const isShort =
    completeness.is === "bounded" &&
    (maxEvents === undefined || completeness.maxEvents < maxEvents);
  return isShort ? EXIT.unexpected : EXIT.expected;
}

function answerText(
  format: (typeof formats)[number],
  question: Question,
  scenarios: Scenarios,
  classes: readonly Shown[],
  colour: boolean,
): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(documentOf(question, scenarios, classes), null, 2)}\n`;
    case "traces":
      return classes.map(({ example }) => `${renderTrace(example, { colour })}\n`).join("\n");
    case "table":
      return `${tableText(question, scenarios, classes, colour)}\n`;
  }
}

/** The events of an example as the user writes them. */
function eventTexts({ example }: Shown): readonly string[] {
  // On which CPU each is, where there are several.
  if (isBoardTrace(example)) return tracedEvents(example).map(({ action }) => eventText(action));
  return example.events.map((event) => {
    switch (event.event) {
      case "raise":
        return `raise(${event.handler}, ${event.slot})`;
      case "execute":
        return `execute(${event.place})`;
      case "portError":
        return `portError(${event.cause})`;
      default:
        return event.event;
    }
  });
}

function documentOf(
  { policy, platform, axes, property }: Question,
  { minimalRuns, mazurkiewiczClasses, scenarios, completeness }: Scenarios,
  classes: readonly Shown[],
): FindDocument {
  const { name, chain, rips, sticky, shadow } = platform;
  return {
    schema: FIND_SCHEMA,
    nmicheck: nmicheckVersion(),
    policy,
    platform: { name, chain, rips, sticky, shadow },
    ...(axes === undefined ? {} : { axes: axes.names }),
    property,
    minimalRuns,
    mazurkiewiczClasses,
    scenarios,
    classes: classes.map((one) => ({
      description: one.facts.join("; "),
      runs: one.runs,
      mazurkiewiczClasses: one.mazurkiewiczClasses,
      scenarios: one.scenarios,
      example: {
        length: one.example.events.length + 1,
        events: eventTexts(one),
        ...(one.file === undefined ? {} : { file: one.file }),
        engines: one.engines,
      },
    })),
    complete: {
      complete: completeness.is === "complete",
      how: completenessText(completeness),
      ...(completeness.is === "bounded" ? { maxEvents: completeness.maxEvents } : {}),
      ...(completeness.is === "bounded" && completeness.bound !== undefined
        ? { bound: boundText(completeness.bound) }
        : {}),
      ...(completeness.is === "bounded" && completeness.unsorted !== undefined
        ? { unsorted: completeness.unsorted }
        : {}),
      nodes: completeness.nodes,
    },
  };
}

function tableText(
  { policy, platform, axes, property }: Question,
  scenarios: Scenarios,
  classes: readonly Shown[],
  colour: boolean,
): string {
  const paint = palette(colour);
  const head = `${paint.bold(property)} under ${paint.bold(policy)} on ${machineText({ platform, axes })}, ${sizeText(platform)}`;
  const numbers = `${counted(scenarios.minimalRuns, "minimal run")}, ${scenarios.mazurkiewiczClasses} up to the order of steps that commute, ${scenarios.scenarios} up to names too, ${classes.length} by cause`;
  const blocks = classes.flatMap((one, index) => [
    "",
    `${paint.bold(`${index + 1}.`)} ${one.facts.join("; ")}`,
    `   ${counted(one.runs, "run")} (${one.mazurkiewiczClasses} up to order, ${one.scenarios} up to names); the shortest has ${one.example.events.length + 1} states:`,
    `   ${paint.dim(eventTexts(one).join(" "))}`,
    `   ${explainTrace(one.example)}`,
    ...one.engines.map(
      ({ engine, verdict, detail }) =>
        `   ${verdict} on ${engine}${detail === undefined ? "" : `: ${detail}`}`,
    ),
    ...(one.file === undefined ? [] : [`   ${programName()} trace ${one.file}`]),
  ]);
  return [
    head,
    `${numbers}.`,
    `${scenarios.completeness.is === "complete" ? "Complete for" : "Bounded:"} ${completenessText(scenarios.completeness)}.`,
    ...blocks,
  ].join("\n");
}
