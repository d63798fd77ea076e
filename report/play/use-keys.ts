import { useEffect } from "preact/hooks";
import type { Session } from "../../src/analyses/play/session.js";
import type { Play } from "./use-play.js";

/** Whether a key is meant for the element that it is pressed in. */
function isMeantFor(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

/** Takes the steps of the keys that are pressed, wherever in the page; none while `isOn` is false. */
export function useKeys(act: Play["act"], isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isMeantFor(event.target)) return;
      const deed = deedOf(event.key);
      if (deed === null) return;
      event.preventDefault();
      act(deed);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [act, isOn]);
}

function deedOf(key: string): ((session: Session) => void) | null {
  switch (key) {
    case "ArrowLeft":
    case "Backspace":
      return (session) => session.back(1);
    case "ArrowRight":
      return (session) => session.back(-1);
    default:
      if (!/^[a-zA-Z0-9]$/.test(key)) return null;
      // A key of nothing that can happen here does nothing, as a button that is off.
      return (session) => {
        if (session.possible().some((step) => step.key === key)) session.take(key);
      };
  }
}
