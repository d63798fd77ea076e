import type { State } from "../../spec/cpu/state.js";
import type { Policy } from "../../spec/policy.js";
import {
  type Difference,
  differenceOf,
  differences,
  pathOf,
  type Shown,
} from "../../src/analyses/limits/comparison.js";
import {
  TableMachine,
  type TableState,
  type TableSubject,
} from "../../src/analyses/limits/table-run.js";
import { StateKeys } from "../../src/checkers/explore/state-keys.js";
import { type NmiEvent, nmiModel } from "../../src/machine/model/nmi-model.js";
import { tableKey } from "./table-key.js";

interface Node {
  /** The kernel's state, and the one in which the table decides: the same hardware. */
  readonly kernel: State<unknown>;
  readonly own: TableState;
  readonly parent: Node | null;
  readonly event: NmiEvent | null;
}

/**
 * Runs a kernel's policy and a table side by side on the same hardware, event by event, through
 * everything that can happen: what `compareTable` finds NMI by NMI, written plainly.
 *
 * @returns a shortest run for each kind of difference that there is, as the kernel has it
 */
export function comparePlainly(subject: TableSubject, policy: Policy<unknown>): readonly Shown[] {
  const model = nmiModel({ platform: subject.platform, policy });
  const machine = new TableMachine(subject);
  const keys = new StateKeys(model.initial());
  const keyOf = ({ kernel, own }: Node): string =>
    `${keys.key({ ...kernel, outcome: null })} ${tableKey(own)}`;
  const start: Node = {
    kernel: model.initial(),
    own: machine.start(),
    parent: null,
    event: null,
  };
  const known = new Set([keyOf(start)]);
  const open = [start];
  const found = new Map<Difference, Node>();
  for (const node of open) {
    for (const event of model.events) {
      const kernel = model.apply(event, node.kernel);
      const own = machine.apply(event, node.own);
      if (kernel === null || own === null) continue;
      const next = { kernel, own, parent: node, event };
      const difference = differenceOf(kernel.outcome, own.state.outcome);
      if (difference !== null && !found.has(difference)) found.set(difference, next);
      const key = keyOf(next);
      if (known.has(key)) continue;
      known.add(key);
      open.push(next);
    }
  }
  return differences.flatMap((difference) => {
    const node = found.get(difference);
    if (node === undefined) return [];
    return [
      { difference, first: pathOf(model, eventsTo(node)), second: machine.pathOf(eventsTo(node)) },
    ];
  });
}

function eventsTo(node: Node): readonly NmiEvent[] {
  const events: NmiEvent[] = [];
  for (let here: Node | null = node; here !== null; here = here.parent) {
    if (here.event !== null) events.push(here.event);
  }
  return events.reverse();
}
