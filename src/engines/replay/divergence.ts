import type { NmiShown } from "../../machine/trace/schema.js";
import type { Answer } from "../engine.js";
import type { Reply } from "../protocol.js";
import type { ReplayStep } from "./behaviour.js";
import { type Compared, compare } from "./comparison.js";

/** Where an engine first did something else than the model. */
export interface Divergence {
  /** The NMI at which it shows, counted from 1, or null where it shows outside an NMI. */
  readonly nmi: number | null;
  /** The event of the trace at which it shows, counted from 1; 0 is the initial state. */
  readonly event: number;
  /** All that was compared there, in a fixed order; at least one of it differs. */
  readonly compared: readonly Compared[];
  /** What differs, in one sentence in the kernel's terms, without a full stop. */
  readonly sentence: string;
}

/** What a divergence is about: what the kernel does with NMIs, or only what it keeps. */
export type DivergenceKind = "does" | "keeps";

const KEPT: readonly Compared["aspect"][] = ["swallow_nmi", "last_nmi_rip"];

/** Nobody but who looks into the kernel sees a difference in what it keeps. */
export function kindOf({ compared }: Pick<Divergence, "compared">): DivergenceKind {
  const isKept = compared.every(({ aspect, differs }) => !differs || KEPT.includes(aspect));
  return isKept ? "keeps" : "does";
}

const FATE: Readonly<Record<Reply<"nmi">["outcome"], string>> = {
  handled: "handled",
  unknown: 'reported as unknown ("Uhhuh. NMI received for unknown reason")',
  swallowed: "swallowed",
  external: "told as an error of the reason port",
  "claimed-unknown": "claimed by a handler of the NMI_UNKNOWN chain",
  panic: "reported, and the kernel panicked",
};

function listText(value: unknown): string {
  return JSON.stringify(value);
}

/** `after NMI 1 swallow_nmi is set in the model, but not on the engine`. */
function stateText(when: string, { aspect, model, engine }: Compared): string {
  switch (aspect) {
    case "swallow_nmi":
      return model === true
        ? `${when} swallow_nmi is set in the model, but not on the engine`
        : `${when} swallow_nmi is set on the engine, but not in the model`;
    case "NMI pending":
      return model === true
        ? `${when} an NMI is pending in the model, but none on the engine`
        : `${when} an NMI is pending on the engine, but none in the model`;
    case "status bits":
      return `${when} the status bits are ${listText(model)} in the model, but ${listText(engine)} on the engine`;
    default:
      return `${when} ${aspect} is ${orEmpty(model)} in the model, but ${orEmpty(engine)} on the engine`;
  }
}

/** Why the model's outcome is right: what the kernel looks at. */
function because(shows: NmiShown): string {
  if (shows.outcome === "handled") return `claimed: ${listText(shows.claimed)}`;
  return `nothing claimed, ip ${shows.backToBack ? "unchanged" : "not that of the NMI before"}`;
}

function answerText(answer: Answer): string {
  return answer.kind === "refused" ? answer.message : `it answered "${answer.kind}"`;
}

function nmiText(shows: NmiShown, engine: Answer, differing: readonly Compared[]): string {
  const name = `NMI ${shows.nmi}`;
  if (engine.kind !== "nmi") return `${name} cannot happen on the engine: ${answerText(engine)}`;
  const [first] = differing;
  if (shows.outcome !== engine.outcome) {
    return `${name} is ${FATE[shows.outcome]} in the model (${because(shows)}), but ${FATE[engine.outcome]} on the engine`;
  }
  if (first === undefined || first.aspect === "claimed") {
    return `in ${name} the handlers claim ${listText(shows.claimed)} events in the model, but ${listText(engine.claimed)} on the engine`;
  }
  return stateText(`after ${name}`, first);
}

/** What one side does, and the other cannot. */
function impossibleText(
  { event, call, expected }: ReplayStep,
  answer: Answer,
  when: string,
): string {
  return expected.kind === "refused" && answer.kind !== "refused"
    ? `${when} \`${call.op}\` cannot happen in the model (${expected.message}), but on the engine`
    : `event ${event} (${call.op}) cannot happen on the engine: ${answerText(answer)}`;
}

/** The divergence of a step whose answer was not the expected one. */
export function divergenceAt(step: ReplayStep, answer: Answer): Divergence {
  const { event, shows } = step;
  const compared = compare(step.expected, answer);
  const differing = compared.filter(({ differs }) => differs);
  if (shows !== null) {
    return { nmi: shows.nmi, event, compared, sentence: nmiText(shows, answer, differing) };
  }
  const [first] = differing;
  const when = event === 0 ? "at the start" : `after event ${event}`;
  const sentence =
    first !== undefined && first.aspect !== "answer"
      ? stateText(when, first)
      : impossibleText(step, answer, when);
  return { nmi: null, event, compared, sentence };
}

/** What came of a replay in which an engine did, or kept, something else than the model. */
export interface Diverged {
  readonly kind: DivergenceKind;
  /** Where the two differ first in what the kernel does; where they never do, in what it keeps. */
  readonly divergence: Divergence;
  /** Where they differed in what the kernel keeps before that, if anywhere. */
  readonly keptBefore: Divergence | null;
}

/** The same for people. */
export function divergedText({ kind, divergence, keptBefore }: Diverged): string {
  const text = divergenceText(divergence);
  if (kind === "keeps")
    return `${text}\nOnly what it keeps differs: it does the same with every NMI.`;
  return keptBefore === null
    ? text
    : `${text}\nWhat it keeps differed before: ${keptBefore.sentence}.`;
}

/** A divergence for people: both sides beside each other, what differs marked, and the sentence. */
export function divergenceText({ nmi, event, compared, sentence }: Divergence): string {
  const cells = compared.map(({ aspect, model, engine, differs }) => {
    return { mark: differs ? "≠" : " ", aspect, model: cell(model), engine: cell(engine) };
  });
  const rows = [{ mark: " ", aspect: "", model: "model", engine: "engine" }, ...cells];
  const aspectWidth = Math.max(...rows.map(({ aspect }) => aspect.length));
  const modelWidth = Math.max(...rows.map(({ model }) => model.length));
  const lines = rows.map(({ mark, aspect, model, engine }) =>
    `  ${mark} ${aspect.padEnd(aspectWidth)}  ${model.padEnd(modelWidth)}  ${engine}`.trimEnd(),
  );
  const where = nmi === null ? `event ${event}` : `NMI ${nmi} (event ${event})`;
  return [`first difference at ${where}:`, ...lines, `${sentence}.`].join("\n");
}

function orEmpty(value: unknown): string {
  return value === null || value === undefined ? "empty" : cell(value);
}

function cell(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return JSON.stringify(value);
}
