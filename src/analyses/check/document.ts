import { z } from "zod";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { publishedSchema } from "../../base/package/published-schema.js";
import { advisoryDocuments } from "../../checkers/advisory/document.js";
import { advisorySchema } from "../../checkers/advisory/schema.js";
import { reductionNames } from "../../checkers/packed/reductions.js";
import { platformSchema } from "../../machine/configuration/platform-schema.js";
import { verdictScopes } from "../../machine/proof/verdict-scopes.js";
import { traceLength } from "../../machine/trace/length.js";
import { questionKey } from "./question.js";
import type { Checker, CheckResult } from "./result.js";
import type { Scopes } from "./scopes.js";

/** The name and version of the document that `check --json` prints. */
export const CHECK_SCHEMA = "nmicheck.check/1";

const count = z.int().min(0);

const resultSchema = z.strictObject({
  policy: z.string(),
  platform: platformSchema,
  /** What the machine has beside the core, by the names of `nmicheck axes`; without, it is the core. */
  axes: z.record(z.string(), z.string()).optional(),
  property: z.string(),
  verdict: z.enum(["holds", "violated", "bounded", "failed"]),
  scope: z
    .enum(verdictScopes)
    .describe(
      "which machines it is about: its own; every one whose chain contains its; or every chain, where solvers have proven it of this very policy and model",
    ),
  provenBy: z
    .array(z.string())
    .optional()
    .describe("the solvers that have proven it for every chain; each said the same"),
  /** TLC, from a jar with a known digest, has given the verdict. */
  certified: z.boolean(),
  states: z.strictObject({ distinct: count, generated: count }),
  depth: count,
  seconds: z.number().min(0),
  workers: z.int().min(1).optional(),
  fingerprintIndex: count.optional(),
  collisionProbability: z.number().optional(),
  /** TLC went on from a checkpoint; the generated states are those since then. */
  resumed: z.literal(true).optional(),
  /** The workers that joined TLC's server, and those of them that were lost. */
  distributed: z.strictObject({ joined: count, lost: count }).optional(),
  trace: z
    .strictObject({
      /**
       * States, the initial one included; the shortest there is, unless the behaviour never ends:
       * then it is short.
       */
      length: z.int().min(1),
      /** After the last state the behaviour goes on with the one after this many events. */
      loop: count.optional(),
      file: z.string().optional(),
      replayedOn: z.array(z.string()),
    })
    .optional(),
  /** A smallest set of axes that suffices to violate it, where the atlas knows; none: the bare machine. */
  needs: z.array(z.string()).optional(),
  /** What a `bounded` verdict is bounded by. */
  bound: z.string().optional(),
  failure: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});

export const checkDocumentSchema = z.strictObject({
  schema: z.literal(CHECK_SCHEMA),
  nmicheck: z.string(),
  checker: z.strictObject({
    name: z.enum(["tlc", "explorer"]),
    version: z.string(),
    jarSha256: z.string().optional(),
    jarVerified: z.boolean().optional(),
    /** The known bugs of TLC, where it gave the verdicts, and why none has touched them. */
    advisories: z.array(advisorySchema).optional(),
    /** What was left out; without any the counts are those of the model as written. */
    reductions: z.array(z.enum(reductionNames)).optional(),
  }),
  results: z.array(resultSchema),
  /** It was interrupted: these are the verdicts that there were by then. */
  interrupted: z.literal(true).optional(),
  /** Of the policies from files that have their verdicts; without, there is none. */
  branches: z
    .strictObject({
      /** What no behaviour of any machine asked evaluates: the verdicts say nothing of it. */
      neverTaken: z.array(
        z.strictObject({
          policy: z.string(),
          file: z.string(),
          line: z.int().min(1),
          column: z.int().min(1),
          /** What stands there. */
          text: z.string(),
        }),
      ),
      /** The policies of which not all states were looked at for this. */
      unknown: z.array(z.string()),
    })
    .optional(),
});

export type CheckDocument = z.infer<typeof checkDocumentSchema>;

/** The JSON Schema (draft 2020-12) of the document, as it is published in `schemas/`. */
export function checkJsonSchema(): string {
  return publishedSchema(
    checkDocumentSchema,
    "nmicheck.check/1: the verdicts of `nmicheck check --json`",
  );
}

/** Which branches of policies no behaviour takes, and of which policies that is not known. */
export interface Branches {
  readonly never: readonly {
    readonly policy: string;
    readonly place: Place;
    readonly text: string;
  }[];
  readonly unknown: readonly string[];
}

/**
 * The document of `check --json`.
 *
 * @param scopes which machines the verdicts are about
 * @param needs which axes a violation needs, where that is known
 * @param branches null where no policy is from a file
 */
export function checkDocument(
  version: string,
  checker: Checker,
  results: readonly CheckResult[],
  scopes: Scopes,
  needs: (result: CheckResult) => readonly string[] | null = () => null,
  branches: Branches | null = null,
): CheckDocument {
  return {
    schema: CHECK_SCHEMA,
    nmicheck: version,
    checker: checkerDocument(checker),
    results: results.map((result) => resultDocument(result, scopes, needs(result))),
    ...(branches === null ? {} : { branches: branchesDocument(branches) }),
  };
}

function branchesDocument({ never, unknown }: Branches): NonNullable<CheckDocument["branches"]> {
  return {
    neverTaken: never.map(({ policy, place: { file, line, column }, text }) => {
      return { policy, file, line, column, text };
    }),
    unknown: [...unknown],
  };
}

function checkerDocument(checker: Checker): CheckDocument["checker"] {
  const { reductions = [], ...rest } = checker;
  return {
    ...rest,
    ...(checker.name === "tlc" ? { advisories: advisoryDocuments() } : {}),
    ...(reductions.length === 0 ? {} : { reductions: [...reductions] }),
  };
}

function resultDocument(
  result: CheckResult,
  scopes: Scopes,
  needs: readonly string[] | null,
): CheckDocument["results"][number] {
  const { policy, platform, axes, property, verdict, certified, run } = result;
  const { name, chain, rips, sticky, shadow } = platform;
  const { states, depth, seconds } = verdict.measured;
  const known = scopes.get(questionKey(result));
  return {
    policy: policy.name,
    platform: { name, chain: [...chain], rips, sticky, shadow },
    ...(axes === undefined ? {} : { axes: { ...axes.names } }),
    property,
    verdict: verdict.verdict,
    scope: known?.scope ?? "machine",
    ...(known?.scope === "every-chain" ? { provenBy: [...known.solvers] } : {}),
    certified,
    states,
    depth,
    seconds: Math.round(seconds * 1000) / 1000,
    ...run,
    ...(verdict.verdict === "violated"
      ? {
          trace: {
            length: traceLength(verdict.trace),
            ...(verdict.trace.loop === undefined ? {} : { loop: verdict.trace.loop }),
            ...(result.traceFile === undefined ? {} : { file: result.traceFile }),
            replayedOn: [...result.replayedOn],
          },
        }
      : {}),
    ...(needs === null ? {} : { needs: [...needs] }),
    ...(verdict.verdict === "bounded" ? { bound: verdict.bound } : {}),
    ...(verdict.verdict === "failed"
      ? { failure: { code: verdict.failure.code, message: verdict.failure.message } }
      : {}),
  };
}
