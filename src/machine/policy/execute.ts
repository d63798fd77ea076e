import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Policy } from "../../../spec/policy.js";
import type { Place } from "../../base/diagnostic/diagnostic.js";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import { loadingThrew, policyShape, policyThrew } from "./diagnostics.js";
import { thrownAt } from "./thrown-at.js";
import type { TranspiledPolicy } from "./transpile.js";

/** The purpose in the name of the folder for the transpiled modules. */
const PURPOSE = "policy";

const isFunction = z.custom<(...args: readonly unknown[]) => unknown>(
  (value) => typeof value === "function",
);

/** The edge where a module that was written outside becomes a policy: its shape, not its types. */
const policySchema = z.custom<Policy<unknown>>(
  (value) =>
    z
      .object({ initial: z.unknown(), enter: isFunction, proceed: isFunction, finish: isFunction })
      .safeParse(value).success,
);

/**
 * Runs a policy file as it stands, from its transpiled modules. What a function of the policy throws
 * becomes a diagnostic that says where.
 *
 * @throws Diagnostic `policy/loading-threw`, `policy/shape`, `process/temp-not-writable`
 */
export async function executePolicy(
  file: string,
  exportName: string,
  { entry, modules }: Pick<TranspiledPolicy, "entry" | "modules">,
): Promise<Policy<unknown>> {
  return withTemporaryFolder(PURPOSE, async (folder) => {
    for (const { name, text } of modules) await writeFile(join(folder, name), text);
    const sources = new Map(
      modules.flatMap(({ name, source }) =>
        source === null ? [] : [[join(folder, name), source]],
      ),
    );
    const placeOf = (error: unknown): Place | undefined => thrownAt(error, sources);
    // The folder's name is new each time, so that a changed file is never answered from the cache.
    const loaded: unknown = await import(pathToFileURL(join(folder, entry)).href).catch(
      (error: unknown) => {
        throw loadingThrew(file, error, placeOf(error));
      },
    );
    const exported: unknown = Reflect.get(Object(loaded), exportName);
    const policy = policySchema.safeParse(exported);
    if (!policy.success) throw policyShape(file, exportName);
    return withPlaces(policy.data, placeOf);
  });
}

/** The policy, whose functions throw diagnostics only. */
function withPlaces(
  policy: Policy<unknown>,
  placeOf: (error: unknown) => Place | undefined,
): Policy<unknown> {
  const answer = <Answer>(
    name: "enter" | "proceed" | "finish",
    call: () => Answer,
    asked: readonly [memory: unknown, seen: unknown],
  ): Answer => {
    try {
      return call();
    } catch (error) {
      throw policyThrew(name, asked, error, placeOf(error));
    }
  };
  return {
    initial: policy.initial,
    enter: (memory, seen) => answer("enter", () => policy.enter(memory, seen), [memory, seen]),
    proceed: (memory, seen) =>
      answer("proceed", () => policy.proceed(memory, seen), [memory, seen]),
    finish: (memory, seen) => answer("finish", () => policy.finish(memory, seen), [memory, seen]),
  };
}
