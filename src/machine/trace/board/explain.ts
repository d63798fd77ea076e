import { explain } from "../explain.js";
import type { BoardTrace } from "../schema.js";
import { type Story, tellStory } from "../story.js";
import { projectionOn } from "./projection.js";

/**
 * Why the last state of a trace of several CPUs is as it is, in one sentence in terms of the kernel,
 * without a full stop: of the CPU on which it violates the property, or else on which it ends.
 */
export function explainOnBoard(trace: BoardTrace): string {
  const { cpu, story } = storyInQuestion(trace);
  return `on CPU ${cpu} ${explain(story, trace)}`;
}

/** What happened on the CPU on which a trace of several violates its property, or else ends. */
export function storyInQuestion(trace: BoardTrace): {
  readonly cpu: number;
  readonly story: Story;
} {
  const cpu = cpuInQuestion(trace);
  const { trace: own, others } = projectionOn(trace, cpu);
  return { cpu, story: tellStory(own, others) };
}

function cpuInQuestion({ property, initial, events, loop }: BoardTrace): number {
  const states = [initial, ...events.map(({ state }) => state)].slice(loop ?? -1);
  const { cpus } = events.at(-1)?.state ?? initial;
  const waiting = cpus.findIndex(({ active, serr, iochk, ownSource, owed }, cpu) => {
    switch (property) {
      case "EveryEventHandled":
        return active.some((slots, handler) =>
          slots.some((_, slot) =>
            states.every((state) => state.cpus[cpu]?.active[handler]?.[slot] === true),
          ),
        );
      case "EveryExternalReported":
        return owed;
      case "NoStranded":
        return active.flat().includes(true);
      case "NoForgottenSource":
        return serr || iochk || ownSource;
      default:
        return false;
    }
  });
  if (waiting !== -1) return waiting;
  const last = events.findLast((event) => "cpu" in event);
  return last !== undefined && "cpu" in last ? last.cpu : 0;
}
