import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import type { Policy } from "../../spec/policy.js";
import { withTemporaryFolder } from "../process/temporary-folder.js";
import { policyShape } from "./faults.js";
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
 * Runs a policy file as it stands, from its transpiled modules.
 *
 * @throws Fault `policy/shape`, `process/temp-not-writable`
 */
export async function executePolicy(
  file: string,
  exportName: string,
  { entry, modules }: Pick<TranspiledPolicy, "entry" | "modules">,
): Promise<Policy<unknown>> {
  return withTemporaryFolder(PURPOSE, async (folder) => {
    for (const { name, text } of modules) await writeFile(join(folder, name), text);
    // The folder's name is new each time, so that a changed file is never answered from the cache.
    const loaded: unknown = await import(pathToFileURL(join(folder, entry)).href);
    const exported: unknown = Reflect.get(Object(loaded), exportName);
    const policy = policySchema.safeParse(exported);
    if (!policy.success) throw policyShape(file, exportName);
    return policy.data;
  });
}
