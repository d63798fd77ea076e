import type { VNode } from "preact";
import type { TraceState } from "../../src/machine/trace/schema.js";
import { memoryText } from "./memory.js";
import type { Snapshot } from "./rows.js";

interface Line {
  readonly name: string;
  readonly value: (snapshot: Snapshot) => string;
}

function positionText({ position }: TraceState): string {
  return position.at === "polling" ? `polling ${position.handler}.${position.slot}` : position.at;
}

function activeText({ active }: TraceState): string {
  return active.map((slots) => slots.map((slot) => (slot ? "1" : "0")).join("")).join(" ");
}

const yesNo = (value: boolean): string => (value ? "yes" : "no");

const groups: readonly { readonly title: string; readonly lines: readonly Line[] }[] = [
  {
    title: "Hardware",
    lines: [
      { name: "status bits", value: ({ state }) => activeText(state) },
      { name: "NMI latch", value: ({ state }) => (state.latched ? "pending" : "empty") },
      { name: "ip", value: ({ state }) => String(state.rip) },
    ],
  },
  {
    title: "Kernel",
    lines: [
      { name: "position", value: ({ state }) => positionText(state) },
      { name: "last_nmi_rip", value: ({ state }) => String(state.lastNmiRip ?? "none") },
      { name: "b2b", value: ({ state }) => yesNo(state.backToBack) },
      { name: "handled", value: ({ state }) => ["0", "1", "more"][state.handled] ?? "" },
      { name: "policy memory", value: ({ state }) => memoryText(state) },
    ],
  },
  {
    title: "Ghost: what only an observer of the hardware knows",
    lines: [
      { name: "in the latch", value: ({ latch }) => latch },
      { name: "unknown edge in this NMI", value: ({ state }) => yesNo(state.carriesUnknown) },
      { name: "outcome", value: ({ state }) => state.outcome ?? "none" },
      { name: "owed", value: ({ state }) => yesNo(state.owed) },
    ],
  },
];

/** The state after a step; what the step changed is marked. */
export function StatePanel(props: {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly label: string;
}): VNode {
  const { before, after, label } = props;
  return (
    <table class="state">
      <caption>{label}</caption>
      {groups.map(({ title, lines }) => (
        <tbody key={title}>
          <tr>
            <th colSpan={2} scope="rowgroup">
              {title}
            </th>
          </tr>
          {lines.map(({ name, value }) => {
            const now = value(after);
            const isChanged = value(before) !== now;
            return (
              <tr key={name} class={isChanged ? "is-changed" : ""}>
                <th scope="row">{name}</th>
                <td>
                  {now}
                  {isChanged && <span class="unseen"> (changed)</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      ))}
    </table>
  );
}
