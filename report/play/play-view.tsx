import type { VNode } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { goals } from "../../src/analyses/play/goal.js";
import { shortestWay } from "../../src/analyses/play/hint.js";
import type { Session } from "../../src/analyses/play/session.js";
import { stepText } from "../../src/analyses/play/step-text.js";
import { boundText } from "../../src/checkers/explore/exploration.js";
import { counted, grouped } from "../../src/machine/trace/words.js";
import { Files } from "./files.js";
import { KnowledgeView } from "./knowledge-view.js";
import { MachineChoice } from "./machine-choice.js";
import { MachineView } from "./machine-view.js";
import type { ModelShelf } from "./model-shelf.js";
import { PropertiesView } from "./properties-view.js";
import { RunList } from "./run-list.js";
import { StepsPanel } from "./steps-panel.js";
import { TreeView } from "./tree-view.js";
import { useKeys } from "./use-keys.js";
import { type Beginning, usePlay, wrongText } from "./use-play.js";

/** What came of asking for a hint; it is about one state alone. */
interface Hint {
  readonly session: Session;
  readonly state: number;
  readonly key: string | null;
  readonly text: string;
}

/** The model, stepped through by the user. */
export function PlayView(props: {
  readonly beginning: Beginning;
  readonly shelf: ModelShelf;
  readonly nmicheck: string;
}): VNode {
  const { beginning, shelf, nmicheck } = props;
  const play = usePlay(beginning);
  const { session, goal, act } = play;
  const { here } = session;
  const [hasKeys, setHasKeys] = useState(true);
  const [hint, setHint] = useState<Hint | null>(null);
  const [note, setNote] = useState<string | null>(null);
  useKeys(act, hasKeys);
  // What was said of another state is said no longer.
  useEffect(() => setNote(null), [session, here.number]);
  const onTake = useCallback((key: string) => act((one) => void one.take(key)), [act]);
  const onGo = useCallback((number: number) => act((one) => one.goTo(number)), [act]);
  const shown =
    hint !== null && hint.session === session && hint.state === here.number ? hint : null;
  /** Looks for a shortest way from here, or for a whole one, which is loaded. */
  const ask = async (isWhole: boolean): Promise<void> => {
    const from = isWhole ? 0 : here.number;
    const say = (state: number, text: string, key: number | null = null): void =>
      setHint({ session, state, text, key: key === null ? null : (session.keys[key] ?? null) });
    say(here.number, "Looking for a shortest way …");
    try {
      const way = await shortestWay(session.model, session.state(from).state, goal);
      if (way.way === "unknown") {
        say(here.number, `No way was found within ${boundText(way.bound)}.`);
      } else if (way.way === "none") {
        const all = `all ${counted(way.states, "state")} that can come were looked at`;
        say(here.number, `It cannot be done from here: ${all}.`);
      } else {
        const [first = null] = way.events;
        const steps = counted(way.events.length, "step");
        if (isWhole) act((one) => one.lead(from, way.events));
        if (first === null) say(from, "You are there.");
        else if (!isWhole) say(from, `A shortest way from here takes ${steps}.`, first);
        else
          say(
            from,
            `A shortest way of ${steps} is loaded: Forward, or the key →, steps through it.`,
            first,
          );
      }
    } catch (error) {
      play.setWrong(wrongText(error));
    }
  };
  const isMet = here.brokenHere.includes(goal);
  return (
    <div class="play">
      <header class="play-head">
        <h1>{goals[goal].question}</h1>
        <p class="lead">
          You are the hardware: you say what happens next, and the kernel of Linux does what the
          checked model says it does.
        </p>
        <WhatIsThis />
        <div class="play-goal">
          <label>
            Goal{" "}
            <select
              value={goal}
              onChange={(event) => {
                const name = session.properties.find((one) => one === event.currentTarget.value);
                if (name !== undefined) play.setGoal(name);
                setHint(null);
              }}
            >
              {session.properties.map((name) => (
                <option key={name} value={name}>
                  break {name}
                </option>
              ))}
            </select>
          </label>
          <button type="button" onClick={() => void ask(false)}>
            Hint
          </button>
          <button type="button" onClick={() => void ask(true)}>
            Show me the shortest way
          </button>
        </div>
        <MachineChoice play={play} />
      </header>
      {play.wrong !== null && (
        <div class="wrong" role="alert">
          <pre>{play.wrong}</pre>
          <button type="button" onClick={() => play.setWrong(null)}>
            Close
          </button>
        </div>
      )}
      <div class="play-stage">
        <div class="play-machine">
          <MachineView session={session} />
          <Told
            session={session}
            note={note ?? shown?.text ?? null}
            met={isMet ? goals[goal].met : null}
          />
          <Console session={session} />
        </div>
        <StepsPanel session={session} hinted={shown?.key ?? null} onTake={onTake} />
        <section class="play-run" aria-labelledby="run">
          <div class="run-head">
            <h2 id="run">Your run</h2>
            <Moves session={session} act={act} />
          </div>
          <RunList session={session} onGo={onGo} />
          <TreeView session={session} onGo={onGo} />
          <Files play={play} shelf={shelf} nmicheck={nmicheck} onTold={setNote} />
          <p class="muted">
            <code>nmicheck replay</code> plays a saved run on the kernel's own code:{" "}
            <code>nmicheck replay nmicheck-play.trace.json --engine linux:6.12</code>.
          </p>
        </section>
        <div class="play-holds">
          <PropertiesView session={session} />
          <KnowledgeView session={session} />
          <label class="keys-on">
            <input
              type="checkbox"
              checked={hasKeys}
              onChange={(event) => setHasKeys(event.currentTarget.checked)}
            />{" "}
            Single keys take steps: those on the buttons, <kbd>←</kbd> back, <kbd>→</kbd> forward
          </label>
        </div>
      </div>
    </div>
  );
}

/** What came of the last step, read out as it comes. */
function Told(props: {
  readonly session: Session;
  readonly note: string | null;
  readonly met: string | null;
}): VNode {
  const { session, note, met } = props;
  const { event, parent, state, steps } = session.here;
  const action = session.model.events[event ?? -1];
  const told =
    action === undefined || parent === null
      ? "Nothing has happened yet. Let an event happen, or press the NMI button."
      : `Step ${grouped(steps)}. ${stepText(action, session.state(parent).state, state).told}`;
  return (
    <div class={`told ${met === null ? "" : "is-met"}`} role="status">
      <p>{told}</p>
      {met !== null && (
        <p class="met">You did it: {met}. Save the run, and the kernel's own code can play it.</p>
      )}
      {note !== null && <p class="note-line">{note}</p>}
    </div>
  );
}

/** For who has never heard of NMIs. */
function WhatIsThis(): VNode {
  return (
    <details class="about">
      <summary>What is this about? One minute.</summary>
      <p>
        An NMI is an interrupt that the kernel cannot hold off. A profiler's counters send them, and
        so does failing hardware. The CPU remembers one that pends; more of them fold into it. In an
        NMI the kernel asks each handler whether it has an event, and the handler claims what it
        finds. An NMI that nobody claims is unknown, and somebody should hear of it: a machine may
        be about to fail.
      </p>
      <p>
        But a handler may claim an event whose own NMI is still on its way. So Linux guesses: it
        swallows an NMI that nobody claims if it comes back-to-back with one that claimed more than
        one event. Of each NMI that was swallowed you know, and the kernel does not, whether it was
        a real one.
      </p>
    </details>
  );
}

const MOST_LINES = 3;

/** What the kernel has said last. */
function Console({ session }: { readonly session: Session }): VNode {
  const lines = [];
  for (
    let line = session.here.console;
    line !== null && lines.length < MOST_LINES;
    line = line.before
  ) {
    lines.unshift(line);
  }
  return (
    <div class="console-box">
      <p class="part-name">Console</p>
      {lines.length === 0 ? (
        <p class="muted">the kernel is silent</p>
      ) : (
        <ol>
          {lines.map(({ step, text }) => (
            <li key={step}>
              <span class="muted">[{grouped(step)}]</span> {text}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Moves(props: {
  readonly session: Session;
  readonly act: (deed: (session: Session) => void) => void;
}): VNode {
  const { session, act } = props;
  const { steps } = session.here;
  const ahead = session.line.length - 1 - steps;
  return (
    <fieldset class="moves">
      <legend class="unseen">Move in the run</legend>
      <button type="button" aria-disabled={steps === 0} onClick={() => act((one) => one.goTo(0))}>
        Start
      </button>
      <button
        type="button"
        aria-disabled={steps === 0}
        aria-keyshortcuts="ArrowLeft Backspace"
        onClick={() => act((one) => one.back(1))}
      >
        Undo
      </button>
      <button
        type="button"
        aria-disabled={ahead === 0}
        aria-keyshortcuts="ArrowRight"
        onClick={() => act((one) => one.back(-1))}
      >
        Forward
      </button>
      <span class="moves-at">
        {grouped(steps)}
        {ahead > 0 && <span class="muted"> of {grouped(steps + ahead)}</span>}
      </span>
    </fieldset>
  );
}
