import type { PolicyName } from "../../../spec/policies/all.js";
import type { Model } from "../../compiler/ir/model.js";
import { type BundleModule, printBundleModule } from "../../compiler/tla/bundle-module.js";
import { livenessModuleName, printLivenessModule } from "../../compiler/tla/liveness.js";
import { printModule, type TlaModule } from "../../compiler/tla/module.js";
import type { OpenBundle } from "../../compiler/tla/open-bundle.js";
import { bareAxes } from "../configuration/named-axes.js";
import { moduleName } from "../policy/identity.js";
import { wholeModelFor } from "../policy/ir-cache.js";
import { type LoadedPolicy, loadPolicy } from "../policy/load.js";
import type { CompiledModule, CompiledPolicy } from "../policy/module.js";
import { specialisedTo } from "../policy/specialised.js";

/** The policy whose functions look at all that they are given: the calls of them have it all. */
export const ASKS_FOR_ALL: PolicyName = "v5";

/** The module of the core. */
const MACHINE = moduleName("");

/** What that module leaves open (`Policy` in `spec/policy.ts`). */
const open: Omit<OpenBundle, "section"> = {
  memory: "policyMemory",
  type: "Memory",
  typeDoc: "All that the policy can remember from one NMI to the next.",
  first: "FirstMemory",
  firstDoc: "What it remembers at first.",
  functions: [
    {
      name: "Enter",
      parameters: ["memory", "seen"],
      doc: "An NMI was taken: what the policy remembers now.",
    },
    {
      name: "Proceed",
      parameters: ["memory", "seen"],
      doc: 'A handler returned: `memory`, and in `walk` whether the next one is called ("on") or not ("stop").',
    },
    {
      name: "Finish",
      parameters: ["memory", "seen"],
      doc: 'The walk is over: `memory`, and in `unclaimed` what becomes of an NMI that nobody claimed ("report" or "swallow").',
    },
  ],
};

/** The core under any policy: its model under one, and its modules, which leave the policy open. */
export interface OpenCore extends Pick<CompiledModule, "model" | "module" | "liveness"> {
  /** The source files of the machine: those of a policy are its own. */
  readonly sources: ReadonlySet<string>;
}

/**
 * The core with its policy left open: `Nmi.tla`, and `NmiLiveness.tla`, which extends it.
 *
 * @param whole the model with every axis under the policy that asks for all
 */
export function openCore(whole: Model): OpenCore {
  const model = specialisedTo(whole, ASKS_FOR_ALL);
  const ofMachine = {
    ...model,
    name: MACHINE,
    doc: paragraphs(model.doc)
      .filter((text) => !text.startsWith(introduction(ASKS_FOR_ALL)))
      .concat(
        `The policy of the kernel is left open: \`${open.type}\`, \`${open.first}\`, \`Enter\`, \`Proceed\` and \`Finish\` are constants. A module of each policy defines them, \`${moduleName("mainline")}\` for one.`,
      )
      .join("\n\n"),
    sources: model.sources.filter(isOfMachine),
  };
  const module = printModule(ofMachine, { ...open, section: sectionOf(whole, ASKS_FOR_ALL) });
  return {
    model,
    module,
    liveness: printLivenessModule(ofMachine, module),
    sources: new Set(whole.sources.filter(isOfMachine)),
  };
}

/**
 * The module of a policy for `openCore`; null for one that needs more of the machine than its
 * functions are given, a number of ips in the type of its memory for example: the machine under it has
 * a module of its own.
 */
export function policyModule(
  { name, whole }: Pick<CompiledPolicy, "name" | "whole">,
  { liveness, sources }: Pick<OpenCore, "liveness" | "sources">,
): BundleModule | null {
  const module = moduleName(name);
  if (module === liveness.name || livenessModuleName(module) === MACHINE) return null;
  const texts = paragraphs(whole.doc);
  const own = {
    ...whole,
    doc: texts.slice(texts.findIndex((text) => text.startsWith(introduction(name)))).join("\n\n"),
    sources: whole.sources.filter((source) => !sources.has(source)),
  };
  return printBundleModule(
    own,
    { ...open, section: sectionOf(whole, name) },
    {
      name: module,
      prefix: MACHINE,
    },
  );
}

/**
 * The modules of the core and of a built-in policy, as `generated/` must have them: from the build where
 * that is right, else compiled.
 */
export async function generatedCore(policy: LoadedPolicy): Promise<readonly TlaModule[]> {
  const all = await loadPolicy(ASKS_FOR_ALL);
  if (all.kind === "refused") throw all.diagnostics[0] ?? new Error(`no ${ASKS_FOR_ALL}`);
  const core = openCore((await wholeModelFor(all.policy, bareAxes)).whole);
  const bundle = policyModule(await wholeModelFor(policy, bareAxes), core);
  return bundle === null ? [core.module] : [core.module, bundle.module];
}

/** Whether a source file is one of the machine's, under the policy that asks for all. */
function isOfMachine(source: string): boolean {
  return !source.startsWith("spec/policies/");
}

function introduction(policy: string): string {
  return `Policy ${policy}: `;
}

function paragraphs(doc: string): readonly string[] {
  return doc.split("\n\n");
}

/** The section of a policy's operators, which its name begins. */
function sectionOf({ operators }: CompiledPolicy["whole"], policy: string): string {
  const found = operators.find(({ section }) => section.startsWith(`policy ${policy} (`));
  if (found === undefined) throw new Error(`${policy} has no functions`);
  return found.section;
}
