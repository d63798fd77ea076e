import type { Board } from "../../../spec/board/state.js";
import type { PolicyName } from "../../../spec/policies/all.js";
import { printConfiguration } from "../../compiler/tla/configuration.js";
import { printModule } from "../../compiler/tla/module.js";
import { bareBoard } from "../configuration/boards.js";
import { axesOfBoard } from "../configuration/named-axes.js";
import { sizeText } from "../configuration/platform-text.js";
import { builtInBoard } from "../policy/compile-policy.js";
import { moduleName } from "../policy/identity.js";
import { specialisedTo } from "../policy/specialised.js";

/** Two CPUs, each with one handler of one slot and the next of one: what TLC does in seconds. */
const platform = { chain: [1, 1], rips: 1, sticky: false, shadow: false } as const;

const boards: readonly { readonly name: string; readonly board: Board }[] = [
  { name: "own", board: { ...bareBoard, cpus: 2 } },
  { name: "crash_button", board: { ...bareBoard, cpus: 2, externalTo: "all" } },
  { name: "shared_boot", board: { ...bareBoard, cpus: 2, sharedTo: "boot" } },
  { name: "shared_all", board: { ...bareBoard, cpus: 2, sharedTo: "all" } },
  {
    name: "exclusive_boot",
    board: { ...bareBoard, cpus: 2, sharedTo: "boot", sharedLock: "skip" },
  },
  { name: "system_errors_all", board: { ...bareBoard, cpus: 2, portTo: "all" } },
  {
    name: "system_errors_lock",
    board: { ...bareBoard, cpus: 2, portTo: "all", reasonLock: "held" },
  },
];

/**
 * The TLA+ of each board of several CPUs under a built-in policy, under names in the folder `smp`: a
 * module of its own and its configuration.
 */
export function smpFiles(policy: PolicyName): ReadonlyMap<string, string> {
  const whole = builtInBoard(policy);
  const files = new Map<string, string>();
  for (const { name, board } of boards) {
    const model = {
      ...specialisedTo(whole, policy, axesOfBoard(board)),
      name: `${moduleName(policy, {}, "Smp")}_${name}`,
    };
    const module = printModule(model);
    files.set(`smp/${module.name}.tla`, module.text);
    const title = `Policy ${policy}, ${board.cpus} CPUs, ${sizeText(platform)}, unknown edges to ${board.externalTo}, a shared source to ${board.sharedTo}${board.sharedLock === "skip" ? ", one CPU at a time" : ""}, system errors to ${board.portTo}.`;
    const made = printConfiguration(
      model,
      module,
      { ...platform, cpus: board.cpus },
      { kind: "invariants", names: model.invariants.map((invariant) => invariant.name) },
      title,
    );
    files.set(`smp/${made.moduleName}.tla`, made.module);
    files.set(`smp/${made.moduleName}.cfg`, made.cfg);
  }
  return files;
}
