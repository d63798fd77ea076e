import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { linkOf, PLAY_VIEW, sessionOfLink } from "../../src/analyses/play/link.js";
import { defaultMachine } from "../../src/analyses/play/machine.js";
import { Session } from "../../src/analyses/play/session.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";

/** What the user plays with, and what may be done with it. */
export interface Play {
  readonly session: Session;
  readonly goal: NmiProperty;
  readonly setGoal: (goal: NmiProperty) => void;
  /** What went wrong with what the user asked for; null where nothing did. */
  readonly wrong: string | null;
  /** Does something with the session, and shows what came of it. */
  readonly act: (deed: (session: Session) => void) => void;
  /** Plays another session from now on. */
  readonly start: (make: () => Session | Promise<Session>) => Promise<void>;
  /** Says what went wrong, or that nothing did. */
  readonly setWrong: (wrong: string | null) => void;
}

/** What a session begins with where the address names no state. */
export interface Beginning {
  readonly link: string | null;
  readonly rewinds: boolean;
  readonly goal: NmiProperty;
}

/** A browser lets the address be changed two hundred times in thirty seconds: the last of many steps is enough. */
const MILLISECONDS_TO_LINK = 250;

/** What went wrong, as the user reads it. */
export function wrongText(error: unknown): string {
  if (error instanceof Diagnostic) return renderDiagnostic(error);
  return error instanceof Error ? error.message : String(error);
}

function isPlayed(hash: string): boolean {
  return hash.startsWith(`#/${PLAY_VIEW}/`);
}

function begin({ link, rewinds }: Beginning): { session: Session; wrong: string | null } {
  try {
    if (isPlayed(location.hash)) return { session: sessionOfLink(location.hash), wrong: null };
    const session = link === null ? new Session(defaultMachine) : sessionOfLink(link);
    if (rewinds) session.goTo(0);
    return { session, wrong: null };
  } catch (error) {
    return { session: new Session(defaultMachine), wrong: wrongText(error) };
  }
}

/** Keeps a session, and the page's address at its state. */
export function usePlay(beginning: Beginning): Play {
  const first = useMemo(() => begin(beginning), [beginning]);
  const [session, setSession] = useState(first.session);
  const [wrong, setWrong] = useState(first.wrong);
  const [chosen, setGoal] = useState(beginning.goal);
  const [version, redraw] = useReducer((count: number) => count + 1, 0);
  const goal = session.properties.includes(chosen) ? chosen : "NoFalseSwallow";
  const current = useRef(session);
  current.current = session;

  const act = useCallback((deed: (session: Session) => void): void => {
    try {
      deed(current.current);
      setWrong(null);
    } catch (error) {
      setWrong(wrongText(error));
    }
    redraw(null);
  }, []);
  const start = useCallback(async (make: () => Session | Promise<Session>): Promise<void> => {
    try {
      setSession(await make());
      setWrong(null);
    } catch (error) {
      setWrong(wrongText(error));
    }
  }, []);

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    timer.current = setTimeout(() => {
      if (location.hash !== linkOf(session)) history.replaceState(null, "", linkOf(session));
    }, MILLISECONDS_TO_LINK);
    return () => clearTimeout(timer.current);
  }, [session, version]);
  useEffect(() => {
    const onChange = (): void => {
      const { hash } = location;
      // Where one has been is not to take the place of where one goes.
      clearTimeout(timer.current);
      if (isPlayed(hash) && hash !== linkOf(current.current)) void start(() => sessionOfLink(hash));
    };
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, [start]);
  return { session, goal, setGoal, wrong, act, start, setWrong };
}
