import type { VNode } from "preact";
import type { NmiShown } from "../../src/machine/trace/schema.js";
import type { Story } from "../../src/machine/trace/story.js";
import { Scrollable } from "../parts/scrollable.js";

/** What a kernel sees of an NMI before it decides: where, whether back-to-back, who claimed what. */
function seen({ rip, backToBack, claimed }: NmiShown): string {
  return `ip ${rip}, ${backToBack ? "back-to-back" : "not back-to-back"}, claimed [${claimed.join(",")}]`;
}

const answers = {
  unknown: "reports it",
  handled: "handled",
  swallowed: "swallows it",
  external: "an error of the reason port",
  "claimed-unknown": "a handler of NMI_UNKNOWN claims it",
  panic: "reports it, and panics",
} as const;

function shownOf({ trace }: Story): readonly NmiShown[] {
  return trace.events.flatMap((event) => (event.event === "decide" ? [event.shows] : []));
}

/** How many NMIs, from the first one on, look the same to the kernel in two runs. */
export function alike(left: readonly NmiShown[], right: readonly NmiShown[]): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [left[index], right[index]];
    if (one === undefined || other === undefined || seen(one) !== seen(other)) return index;
  }
  return length;
}

/** What the kernel sees of each NMI of two runs: where it is the same, no kernel can tell them apart. */
export function Observations({
  left,
  right,
}: {
  readonly left: Story;
  readonly right: Story;
}): VNode {
  const [lefts, rights] = [shownOf(left), shownOf(right)];
  const same = alike(lefts, rights);
  const rows = Math.max(lefts.length, rights.length);
  return (
    <>
      <p class="lead">{summary(same, lefts.length, rights.length)}</p>
      <Scrollable label="What the kernel sees">
        <table class="observations">
          <caption>What the kernel sees of each NMI, and what it does</caption>
          <thead>
            <tr>
              <th scope="col">NMI</th>
              <th scope="col">left</th>
              <th scope="col">right</th>
              <th scope="col">to the kernel</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rows }, (_, index) => {
              const [one, other] = [lefts[index], rights[index]];
              const isAlike = one !== undefined && other !== undefined && seen(one) === seen(other);
              return (
                <tr key={`${seenText(one)} ${index}`}>
                  <th scope="row">{index + 1}</th>
                  <td>{seenText(one)}</td>
                  <td>{seenText(other)}</td>
                  <td class={isAlike ? "is-right" : ""}>{isAlike ? "the same" : "different"}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scrollable>
    </>
  );
}

function seenText(shown: NmiShown | undefined): string {
  return shown === undefined ? "none" : `${seen(shown)}; ${answers[shown.outcome]}`;
}

function summary(same: number, left: number, right: number): string {
  if (same === left && same === right) {
    return "To the kernel both runs look the same, NMI by NMI: no policy that sees ip and claims alone can answer them differently.";
  }
  if (same === 0) return "The kernel can tell the runs apart from their first NMI on.";
  return `Up to NMI ${same} both runs look the same to the kernel; from then on it can tell them apart.`;
}
