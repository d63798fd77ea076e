import { at } from "../../../spec/language.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import { isBoardEvent, isBoardState } from "../../machine/model/machine-model.js";
import { hardwareOf } from "../limits/hardware.js";
import { whyNotJudged } from "../limits/judged-machines.js";
import { type Kind, type Knowledge, knowledgeOf, withoutCredit } from "../limits/knowledge.js";
import { DEFAULT_OBSERVATION, seen } from "../limits/observation.js";
import { emptyView, Seeing, type View, viewAfter } from "../limits/seeing.js";
import { walks } from "../limits/walk.js";
import type { PlayedMachine } from "./machine.js";
import type { Session } from "./session.js";

/** What a kernel could know that remembers all it has seen: `regs->ip`, and what each handler claimed. */
export interface Known {
  /** Of the NMI that has just ended, or of the one before it: what was seen, and what follows. */
  readonly last: { readonly seen: string; readonly kind: Kind | null } | null;
  /** What an NMI that nobody claims may look like next, and what would follow from that. */
  readonly next: readonly { readonly seen: string; readonly kind: Kind }[];
}

/** Where an observer is on the way. */
interface Watched {
  readonly set: number;
  readonly view: View;
  readonly last: Known["last"];
}

/** The user waits no longer for a page. */
const MOST_SECONDS = 10;

/**
 * Why nothing is said of what a kernel can know on this machine, to stand after "Not told here:"; null
 * where it is.
 */
export function whyNotKnown({ policy, axes }: PlayedMachine): string | null {
  if (axes?.board != null) return "the machine has several CPUs";
  const refused = axes === undefined ? null : whyNotJudged(axes);
  if (refused !== null) return `${refused.axis}, and ${refused.because}`;
  return policy.builtIn ? null : "how a policy of your own walks the chain is not known";
}

/**
 * Follows a session as a kernel with perfect memory would, that sees what `limits` calls `rip,handlers`:
 * whatever the policy does, it cannot know more.
 */
export class Watching {
  readonly #session: Session;
  readonly #knowledge: Knowledge;
  readonly #seeing: Seeing;
  readonly #watched = new Map<number, Watched>();

  /**
   * Works out what can be known on the machine of a session (`whyNotKnown` must be null).
   *
   * @throws SearchStopped where that takes longer than the user waits
   */
  constructor(session: Session) {
    const { policy, platform, axes } = session.machine;
    const machine = { platform, axes };
    const walk = policy.name === "v5" ? walks.seed : walks.chain;
    const budget = new WorkBudget({ maxSeconds: MOST_SECONDS });
    this.#session = session;
    this.#knowledge = knowledgeOf(
      hardwareOf(machine, walk, DEFAULT_OBSERVATION, budget),
      withoutCredit,
    );
    this.#seeing = new Seeing(machine, DEFAULT_OBSERVATION);
    this.#watched.set(0, { set: 0, view: emptyView, last: null });
  }

  /** What can be known in a state of the session. */
  known(number: number): Known {
    const { set, last } = this.#at(number);
    const next = [...at(this.#knowledge.sets, set)].flatMap(([text, { decision }]) =>
      decision === null ? [] : [{ seen: text, kind: decision.kind }],
    );
    return { last, next };
  }

  #at(number: number): Watched {
    const open: number[] = [];
    for (let one = number; !this.#watched.has(one); one = this.#session.state(one).parent ?? 0) {
      open.push(one);
    }
    for (const one of open.reverse()) this.#watched.set(one, this.#after(one));
    const found = this.#watched.get(number);
    if (found === undefined) throw new Error(`state ${number} is not watched`);
    return found;
  }

  #after(number: number): Watched {
    const { parent, event } = this.#session.state(number);
    const before = this.#session.state(parent ?? 0);
    const watched = this.#watched.get(before.number);
    const action = at(this.#session.model.events, event ?? 0);
    if (watched === undefined || isBoardEvent(action) || isBoardState(before.state)) {
      throw new Error("a state before is not watched, or is of several CPUs");
    }
    const { set, view, last } = watched;
    if (action.name !== "decide") {
      return { set, view: this.#seeing.after(view, action, before.state), last };
    }
    const text = seen(DEFAULT_OBSERVATION, this.#seeing.observed(view, before.state));
    const answer = at(this.#knowledge.sets, set).get(text);
    if (answer === undefined) throw new Error(`${text} cannot be seen here`);
    return {
      set: answer.next,
      view: viewAfter(view),
      last: { seen: text, kind: answer.decision?.kind ?? null },
    };
  }
}

/** Works out what can be known in a session; in words why not, where that is not told. */
export function watchingOf(session: Session): Watching | string {
  const reason = whyNotKnown(session.machine);
  if (reason !== null) return reason;
  try {
    return new Watching(session);
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
    return `it takes longer than ${MOST_SECONDS} seconds on this machine; \`nmicheck limits\` takes its time`;
  }
}

/** What follows from what was seen, in a few words. */
export const kindTexts: Readonly<Record<Kind, string>> = {
  surelyUnknown: "a real unknown NMI, for certain",
  surelyNot: "surely no unknown NMI",
  cannotTell: "no kernel can tell",
};
