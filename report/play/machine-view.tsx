import type { VNode } from "preact";
import type { State } from "../../spec/cpu/state.js";
import { extrasOf, ghostsOf } from "../../src/analyses/play/machine-text.js";
import { memoryText } from "../../src/analyses/play/memory-text.js";
import type { Session } from "../../src/analyses/play/session.js";
import { isBoardState } from "../../src/machine/model/machine-model.js";

/** The machine as it stands: each CPU with its devices, its latch, its kernel, and what the policy keeps. */
export function MachineView({ session }: { readonly session: Session }): VNode {
  const { state } = session.here;
  const before = session.here.parent === null ? null : session.state(session.here.parent).state;
  if (!isBoardState(state)) {
    const was = before === null || isBoardState(before) ? state : before;
    return <CpuView session={session} cpu={null} now={state} was={was} />;
  }
  return (
    <>
      {state.cpus.map((cpu, index) => {
        const was = before !== null && isBoardState(before) ? before.cpus[index] : undefined;
        return (
          // A CPU is its number.
          <CpuView key={`cpu-${index}`} session={session} cpu={index} now={cpu} was={was ?? cpu} />
        );
      })}
      {(state.holder !== null || state.reader !== null) && (
        <p class="muted">
          {state.holder !== null && `CPU ${state.holder} is in the handler of the shared source. `}
          {state.reader !== null && `CPU ${state.reader} holds nmi_reason_lock.`}
        </p>
      )}
    </>
  );
}

interface CpuProps {
  readonly session: Session;
  readonly cpu: number | null;
  readonly now: State<unknown>;
  readonly was: State<unknown>;
}

function CpuView({ session, cpu, now, was }: CpuProps): VNode {
  const extras = extrasOf(now);
  const inNmi = now.position.at !== "run";
  return (
    <section class="cpu" aria-label={cpu === null ? "The machine" : `CPU ${cpu}`}>
      {cpu !== null && <h2 class="cpu-name">CPU {cpu}</h2>}
      <div class="parts">
        <div class="part">
          <p class="part-name">Events</p>
          <Slots now={now} was={was} />
        </div>
        <Arrow live={now.latched} unknown={now.latchCarriesUnknown} />
        <div class="part">
          <p class="part-name">NMI latch</p>
          <Latch now={now} />
        </div>
        <Arrow live={inNmi} unknown={now.carriesUnknown} />
        <div class={`part part-kernel ${inNmi ? "is-live" : ""}`}>
          <p class="part-name">Kernel</p>
          <Walk now={now} chain={session.machine.platform.chain} />
          <Facts now={now} was={was} />
        </div>
      </div>
      {extras.length > 0 && <p class="extras">Also: {extras.join("; ")}.</p>}
      <Ghost now={now} />
    </section>
  );
}

/** The status bits of each handler's events. */
function Slots({ now, was }: Pick<CpuProps, "now" | "was">): VNode {
  return (
    <ul class="slots">
      {now.active.map((slots, handler) => (
        // A handler is its place in the chain.
        <li key={`handler-${handler}`}>
          <span class="slot-owner">handler {handler}</span>
          <span class="slot-row">
            {slots.map((on, slot) => {
              const isNew = was.active[handler]?.[slot] !== on;
              return (
                <span
                  key={`slot-${slot}`}
                  role="img"
                  aria-label={`slot ${slot}: ${on ? "an event waits" : "nothing"}`}
                  title={`handler ${handler}, slot ${slot}: ${on ? "an event waits" : "nothing"}`}
                  class={`slot ${on ? "is-on" : ""} ${isNew ? "is-new" : ""}`}
                />
              );
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Latch({ now }: Pick<CpuProps, "now">): VNode {
  const { latched, latchCarriesUnknown, secondLatched, secondCarriesUnknown } = now;
  return (
    <>
      <Pending isOn={latched} isUnknown={latchCarriesUnknown} />
      {secondLatched && <Pending isOn isUnknown={secondCarriesUnknown} />}
    </>
  );
}

function Pending(props: { readonly isOn: boolean; readonly isUnknown: boolean }): VNode {
  const { isOn, isUnknown } = props;
  const kind = isOn ? (isUnknown ? "is-unknown" : "is-known") : "";
  return <p class={`latch ${kind}`}>{isOn ? "an NMI pends" : "empty"}</p>;
}

function Arrow(props: { readonly live: boolean; readonly unknown: boolean }): VNode {
  const kind = props.live ? (props.unknown ? "is-unknown" : "is-known") : "";
  return (
    <svg class={`flow ${kind}`} viewBox="0 0 28 16" aria-hidden="true">
      <path class="flow-line" d="M1 8h18" />
      <path class="flow-head" d="M18 2.5l8 5.5-8 5.5z" />
    </svg>
  );
}

/** The walk through the handlers' slots to the decision, and where the kernel is in it. */
function Walk(props: { readonly now: State<unknown>; readonly chain: readonly number[] }): VNode {
  const { now, chain } = props;
  const { position } = now;
  const isAt = (handler: number, slot: number): boolean =>
    position.at === "polling" && position.handler === handler && position.slot === slot;
  const current = { "aria-current": "step" } as const;
  return (
    <ol class="walk" aria-label="The walk of an NMI">
      <li {...(position.at === "run" ? current : {})}>runs at ip {now.rip}</li>
      {chain.flatMap((slots, handler) =>
        Array.from({ length: slots }, (_, slot) => (
          <li key={`${handler}.${slot}`} {...(isAt(handler, slot) ? current : {})}>
            <span class="unseen">handler and slot </span>
            {handler}.{slot}
          </li>
        )),
      )}
      <li {...(position.at === "decide" ? current : {})}>decide</li>
    </ol>
  );
}

function Facts({ now, was }: Pick<CpuProps, "now" | "was">): VNode {
  const inNmi = now.position.at !== "run";
  const facts: readonly (readonly [string, (state: State<unknown>) => string])[] = [
    ["last NMI at ip", ({ lastNmiRip }) => (lastNmiRip === null ? "–" : String(lastNmiRip))],
    ["back-to-back", ({ backToBack }) => (inNmi ? (backToBack ? "yes" : "no") : "–")],
    ["events claimed", ({ handled }) => (inNmi ? (["0", "1", "more"][handled] ?? "") : "–")],
    ["policy keeps", ({ policyMemory }) => memoryText(policyMemory)],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name} class={value(now) === value(was) ? "" : "is-changed"}>
          <dt>{name}</dt>
          <dd>{value(now)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What only who plays knows. */
function Ghost({ now }: Pick<CpuProps, "now">): VNode {
  const known = ghostsOf(now);
  return (
    <p class="ghost">
      <span class="ghost-name">Only you know</span>{" "}
      {known.length === 0 ? "no unknown NMI is on its way" : known.join("; ")}
    </p>
  );
}
