import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { platformSchema } from "../../machine/trace/schema.js";
import type { Mealy } from "./automaton/mealy.js";
import { outputOf, outputParts } from "./nmi-system.js";

/** The name and version of what `learn --json` prints. */
export const LEARN_SCHEMA = "nmicheck.learn/1";

/** How a file that `learn` has written names its author. */
export const LEARNED_BY = "Learned by `nmicheck learn`";

const count = z.int().min(0);
const index = count;

export const learnSchema = z.strictObject({
  schema: z.literal(LEARN_SCHEMA),
  nmicheck: z.string().describe("the version of nmicheck"),
  from: z.string().describe("the engine as it was named, with the policy before it where one was"),
  engine: z.strictObject({
    title: z.string().describe("the engine as it was named or started"),
    name: z.string(),
    version: z.string(),
    policy: z.string().describe("the policy that it was set up with"),
  }),
  source: z.string().describe("what was learned, with its version"),
  name: z.string().describe("the name that the policy file exports"),
  machine: platformSchema.describe("every edge of its state graph under the policy was run"),
  states: count.describe(
    "of the learned machine: that before the first NMI, when no NMI is back-to-back, is one of its own",
  ),
  phases: z
    .array(
      z.strictObject({
        name: z.string(),
        swallowNmi: z
          .boolean()
          .nullable()
          .describe("what the kernel keeps; null where it is not told"),
      }),
    )
    .readonly()
    .describe("what the policy keeps from one NMI to the next; the first one is its start"),
  looksAt: z
    .enum(["claimed in all", "claimed by each handler"])
    .describe("beside ip; the second needs a machine with policy-input=handlers"),
  remembers: count.describe(
    "ips that it keeps beside the last one; then it was learned over NMIs at numbered ips, and needs a machine with policy-input=handlers",
  ),
  letters: count.describe("kinds of NMIs that it was learned over"),
  extraStates: count.describe(
    "the bound: code with at most so many states more than were learned is the learned machine",
  ),
  nmis: z.strictObject({
    learning: count.describe(
      "NMIs that the engine was given to learn and to test what was learned",
    ),
    edges: count.describe("NMIs that ran every edge"),
  }),
  edges: z.strictObject({ total: count, covered: count }),
  seconds: z.number().min(0),
  transitions: z
    .array(
      z.strictObject({
        state: index,
        nmi: z
          .string()
          .describe(
            "for example `same ip, 1 event of handler 0`, or `ip 2, 1 event of handler 0` where ips are remembered",
          ),
        claimed: z.array(count).readonly(),
        outcome: z.string(),
        next: index,
      }),
    )
    .readonly()
    .describe("the learned machine; it starts in state 0"),
  policyText: z.string().describe("the policy file"),
  arrows: z
    .array(z.strictObject({ from: index, to: index, texts: z.array(z.string()).readonly() }))
    .readonly()
    .describe(
      "the policy as a state diagram of its phases: the NMIs that lead from one to another",
    ),
  diagram: z.string().describe("the same as Mermaid has it"),
});

export type LearnDocument = z.infer<typeof learnSchema>;

/** The transitions of a learned machine, as the document has them. */
export function transitionsOf({
  machine,
  letters,
}: {
  readonly machine: {
    readonly moves: readonly (readonly { readonly next: number; readonly output: string }[])[];
  };
  /** For each letter its NMI in words. */
  readonly letters: readonly string[];
}): LearnDocument["transitions"] {
  return machine.moves.flatMap((row, state) =>
    row.flatMap(({ next, output }, letter) => {
      const nmi = letters[letter];
      const parts = outputParts(output);
      return nmi === undefined || parts === null ? [] : [{ state, nmi, ...parts, next }];
    }),
  );
}

/** The learned machine of a document, over the letters of its chain. */
export function machineOf({ transitions, letters, states }: LearnDocument): Mealy<string> {
  const moves = Array.from({ length: states }, (_, state) =>
    transitions
      .slice(state * letters, (state + 1) * letters)
      .map(({ next, claimed, outcome }) => ({ next, output: outputOf(claimed, outcome) })),
  );
  return { letters, moves };
}

/** The text of the JSON Schema (draft 2020-12) of `learn --json`, as published in `schemas/`. */
export function learnJsonSchema(): string {
  return publishedSchema(learnSchema, "nmicheck.learn/1: the policy of an engine, learned");
}
