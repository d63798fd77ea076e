import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { packageRoot } from "../../../src/base/package/root.js";
import type {
  ExecutableModel,
  ModelEvent,
} from "../../../src/checkers/explore/executable-model.js";
import type { Json } from "../../../src/compiler/tla/value/json.js";
import { executableModule } from "../../../src/machine/policy/executable-text.js";
import type { RandomModel } from "./random-model.js";

/** An event of a random model: a step, or the question whether an invariant holds. */
export interface ExecutedEvent extends ModelEvent {
  readonly question: boolean;
  readonly arguments: readonly Json[];
}

const callable = z.custom<(...args: readonly unknown[]) => unknown>(
  (value) => typeof value === "function",
);
const moduleSchema = z.object({
  model: z.object({
    initial: callable,
    actions: z.record(z.string(), callable),
    invariants: z.record(z.string(), callable),
  }),
});
const stateSchema = z.record(z.string(), z.unknown());

async function transpile(text: string, output: string): Promise<void> {
  await writeFile(
    output,
    executableModule(text).text.replaceAll("./language.js", "./language.mjs"),
  );
}

/**
 * The model, run as its TypeScript stands, with files in `folder`. Whether an invariant holds in a
 * state is a step from the state to itself, so that it is compared with TLC like all others.
 */
export async function executeSource(
  { source, parameters, events, invariants }: RandomModel,
  folder: string,
): Promise<ExecutableModel<object, ExecutedEvent, string>> {
  const language = await readFile(join(packageRoot, "spec", "language.ts"), "utf8");
  await transpile(language, join(folder, "language.mjs"));
  await transpile(source, join(folder, "model.mjs"));
  const loaded: unknown = await import(pathToFileURL(join(folder, "model.mjs")).href);
  const { model } = moduleSchema.parse({ ...Object(loaded) });
  return {
    initial: () => stateSchema.parse(model.initial(parameters)),
    events: [
      ...events.map((event) => executedEvent(event.name, event.arguments, false)),
      ...invariants.map((name) => executedEvent(name, [], true)),
    ],
    apply: (event, state) => {
      if (event.question) {
        return z.boolean().parse(model.invariants[event.name]?.(parameters, state)) ? state : null;
      }
      const next = model.actions[event.name]?.(parameters, state, ...event.arguments);
      return stateSchema.nullable().parse(next);
    },
    invariants: [],
  };
}

function executedEvent(name: string, values: readonly Json[], question: boolean): ExecutedEvent {
  const shown = values.map((value, index) => [`p${index}`, JSON.stringify(value)] as const);
  return { name, parameters: Object.fromEntries(shown), arguments: values, question };
}
