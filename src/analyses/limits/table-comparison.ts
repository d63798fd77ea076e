import { judge, owedAfter } from "../../../spec/cpu/outcome.js";
import { at } from "../../../spec/language.js";
import type { Handled, Policy, Seen } from "../../../spec/policy.js";
import { stepsTo } from "../../checkers/explore/trail.js";
import { nmiModel } from "../../machine/model/nmi-model.js";
import { Buckets } from "./buckets.js";
import { type Difference, differenceOf, differences, pathOf, type Shown } from "./comparison.js";
import { type Hardware, hardwareOf, type Segment } from "./hardware.js";
import { endingOf, total } from "./observation.js";
import { TableMachine, type TableSubject } from "./table-run.js";
import { walks } from "./walk.js";

/** Where the hardware is between two NMIs, and what the kernel and the table have made of them. */
interface Node {
  readonly boundary: number;
  readonly memory: unknown;
  /** An unknown edge is owed, as the kernel has reported. */
  readonly owed: boolean;
  /** The state of the table. */
  readonly own: number;
  /** An unknown edge is owed, as the table has reported. */
  readonly ownOwed: boolean;
  readonly steps: number;
  readonly parent: Node | null;
  /** The way from the parent to here. */
  readonly last: Segment | null;
}

interface Next {
  readonly node: Node;
  /** How the NMI that has ended differs. */
  readonly difference: Difference | null;
}

/**
 * Runs a kernel's policy, which must walk the chain as the table does, and a table side by side on
 * the same hardware, NMI by NMI, through everything that can happen: Dijkstra's algorithm, since
 * NMIs take different numbers of steps. It finds what `compare` finds for two policies.
 *
 * @param hardware that the table is for, seen as it is there
 * @returns a shortest run for each kind of difference that there is, as the kernel has it
 */
export function compareTable(
  subject: TableSubject,
  policy: Policy<unknown>,
  hardware: Hardware = hardwareOfTable(subject),
): readonly Shown[] {
  const { platform, axes } = subject;
  const model = nmiModel({ platform, policy, axes: axes?.machine });
  const machine = new TableMachine(subject);
  hardware.budget.begin("ways that NMIs go on");
  const queue = new Buckets<Next>();
  const start = { boundary: 0, memory: policy.initial, owed: false, own: 0, ownOwed: false };
  queue.add({ node: { ...start, steps: 0, parent: null, last: null }, difference: null }, 0);
  const done = new Set<string>();
  const found = new Map<Difference, Node>();
  for (let next = queue.take(); next !== null; next = queue.take()) {
    const { node, difference } = next;
    if (difference !== null && !found.has(difference)) found.set(difference, node);
    const key = keyOf(node);
    if (done.has(key)) continue;
    done.add(key);
    for (const segment of at(hardware.segments, node.boundary)) {
      hardware.budget.step();
      const after = step(subject, policy, node, segment);
      if (after.difference === null && done.has(keyOf(after.node))) continue;
      queue.add(after, after.node.steps);
    }
  }
  return differences.flatMap((difference) => {
    const node = found.get(difference);
    if (node === undefined) return [];
    const events = stepsTo(node).flatMap(({ from, by }) => hardware.eventsOf(from.boundary, by));
    return [{ difference, first: pathOf(model, events), second: machine.pathOf(events) }];
  });
}

function hardwareOfTable({ platform, axes, walk, observation }: TableSubject): Hardware {
  return hardwareOf({ platform, axes }, walks[walk], observation);
}

/** The next NMI, as both end it. */
function step(
  { table }: TableSubject,
  policy: Policy<unknown>,
  node: Node,
  segment: Segment,
): Next {
  const { observed, carriesUnknown, target } = segment;
  const handled: Handled = Math.min(total(observed), 2);
  const seen = (count: Handled): Seen => ({ backToBack: observed.backToBack, handled: count });
  const entered = policy.enter(node.memory, seen(0));
  const move = table.move(node.own, observed) ?? { action: "report", next: node.own };
  const on = { boundary: target, own: move.next, steps: node.steps + segment.length };
  if (endingOf(observed) === "external") {
    // Neither is asked, and an unknown edge hides behind what the port told of.
    const owed = node.owed || carriesUnknown;
    const ownOwed = node.ownOwed || carriesUnknown;
    const after = { ...on, memory: entered, owed, ownOwed, parent: node, last: segment };
    return { node: after, difference: null };
  }
  const decision = policy.finish(entered, seen(handled));
  const theirs = { carriesUnknown, owed: node.owed };
  const ours = { carriesUnknown, owed: node.ownOwed };
  const first = judge(theirs, handled, decision.unclaimed);
  const second = judge(ours, handled, move.action ?? "report");
  return {
    node: {
      ...on,
      memory: decision.memory,
      owed: owedAfter(theirs, first),
      ownOwed: owedAfter(ours, second),
      parent: node,
      last: segment,
    },
    difference: differenceOf(first, second),
  };
}

/** Equal keys, the same future. */
function keyOf({ boundary, memory, owed, own, ownOwed }: Node): string {
  return `${boundary} ${own} ${owed} ${ownOwed} ${JSON.stringify(memory)}`;
}
