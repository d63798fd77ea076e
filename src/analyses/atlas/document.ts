import { z } from "zod";
import { policyNames } from "../../../spec/policies/all.js";
import { everyStateProperty } from "../../machine/model/property-names.js";
import type { BoardRow } from "./boards.js";
import type { Together } from "./boards-with-axes.js";
import { conclusions } from "./conclusion.js";
import type { Finding } from "./explored.js";
import type { SurveyRow } from "./survey.js";

/** The name and version of the document that `atlas --json` prints. */
export const ATLAS_SCHEMA = "nmicheck.atlas/1";

const names = z.array(z.string()).readonly();
const verdict = z.enum(["holds", "violated"]);
/** States, the initial one included; the shortest there is. Only where it is violated. */
const length = z.int().min(1).optional();
const changeSchema = z
  .strictObject({ features: names, verdict, length, events: names.optional() })
  .readonly();

/** A violation without a length would read as none. */
function isWhole(found: {
  readonly verdict: "holds" | "violated";
  readonly length?: number | undefined;
}): boolean {
  return (found.verdict === "violated") === (found.length !== undefined);
}

export const atlasDocumentSchema = z.strictObject({
  schema: z.literal(ATLAS_SCHEMA),
  chain: z.array(z.int().min(1)).readonly(),
  rips: z.int().min(1),
  /** Each policy on each machine. */
  machines: z
    .array(
      z.strictObject({
        policy: z.enum(policyNames),
        features: names,
        states: z.int().min(1),
        findings: z
          .array(
            z
              .strictObject({ property: z.enum(everyStateProperty), verdict, length })
              .refine(isWhole, "must have a length if it is violated, and none if it holds")
              .readonly(),
          )
          .readonly()
          .refine(
            (all) => new Set(all.map(({ property }) => property)).size === all.length,
            "must have each property once",
          ),
      }),
    )
    .readonly(),
  /** Two CPUs: each policy on each board. */
  boards: z
    .array(
      z.strictObject({
        policy: z.enum(policyNames),
        cpus: z.int().min(1),
        externalTo: z.enum(["boot", "all"]),
        sharedTo: z.enum(["none", "boot", "all"]),
        sharedLock: z.enum(["none", "skip"]),
        portTo: z.enum(["none", "boot", "all"]),
        reasonLock: z.enum(["step", "held"]),
        states: z.int().min(1),
        findings: z
          .array(
            z
              .strictObject({
                property: z.enum(everyStateProperty),
                verdict,
                length,
                events: names.optional(),
              })
              .readonly(),
          )
          .readonly(),
      }),
    )
    .readonly(),
  /** Two CPUs with one axis, under `mainline`: what neither of them has alone. */
  together: z
    .array(
      z.strictObject({
        topology: names,
        axis: z.string(),
        property: z.enum(everyStateProperty),
        verdict,
        length,
        events: names.optional(),
      }),
    )
    .readonly()
    .default([]),
  /** What each policy and property comes to. */
  conclusions: z
    .array(
      z.strictObject({
        policy: z.enum(policyNames),
        property: z.enum(everyStateProperty),
        bare: verdict,
        length,
        /** The smallest sets of features with another verdict. */
        changes: z.array(changeSchema).readonly(),
        /** Where there is a shorter way to violate it than on the bare machine. */
        shorter: changeSchema.optional(),
      }),
    )
    .readonly(),
});

export type AtlasDocument = z.infer<typeof atlasDocumentSchema>;

function brief(finding: Finding): { verdict: "holds" | "violated"; length?: number } {
  return finding.verdict === "holds"
    ? { verdict: "holds" }
    : { verdict: "violated", length: finding.events.length + 1 };
}

function full(finding: Finding): ReturnType<typeof brief> & { events?: readonly string[] } {
  return finding.verdict === "holds"
    ? brief(finding)
    : { ...brief(finding), events: finding.events };
}

/** The document of a survey. */
export function atlasDocument(
  rows: readonly SurveyRow[],
  ofBoards: readonly BoardRow[],
  together: readonly Together[],
): AtlasDocument {
  const [first] = rows;
  if (first === undefined) throw new Error("the survey is empty");
  const { chain, rips } = first.machine.platform;
  return {
    schema: ATLAS_SCHEMA,
    chain: [...chain],
    rips,
    machines: rows.map(({ policy, machine, states, findings }) => ({
      policy,
      features: machine.features.map(({ name }) => name),
      states,
      findings: everyStateProperty.map((property) => ({ property, ...brief(findings[property]) })),
    })),
    boards: ofBoards.map(({ policy, board, states, findings }) => ({
      policy,
      ...board,
      states,
      findings: everyStateProperty.map((property) => ({ property, ...full(findings[property]) })),
    })),
    together: together.map(({ topology, axis, property, finding }) => ({
      topology,
      axis,
      property,
      ...full(finding),
    })),
    conclusions: conclusions(rows).map(({ policy, property, bare, changes, shorter }) => {
      const { verdict, ...rest } = brief(bare);
      return {
        policy,
        property,
        bare: verdict,
        ...rest,
        changes: changes.map(({ features, finding }) => ({ features, ...full(finding) })),
        ...(shorter === null
          ? {}
          : { shorter: { features: shorter.features, ...full(shorter.finding) } }),
      };
    }),
  };
}

/** The document as the text of its file: one row a line, so that a difference of two is readable. */
export function atlasText(document: AtlasDocument): string {
  const fields = Object.entries(document).map(([name, value]) => {
    const isTable = Array.isArray(value) && value.some((row) => typeof row === "object");
    const text = isTable
      ? `[\n${value.map((row) => JSON.stringify(row)).join(",\n")}\n]`
      : JSON.stringify(value);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${fields.join(",\n")}\n}\n`;
}
