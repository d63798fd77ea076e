import { useCallback, useEffect, useState } from "preact/hooks";
import { hrefOf, type Route, readRoute } from "./route.js";

/** What the page shows, and how to show something else. */
export interface Navigation {
  readonly route: Route;
  /** Goes on within what is shown: no new entry in the browser's history. */
  readonly replace: (route: Route) => void;
  /** Goes somewhere else; the browser's Back comes back. */
  readonly go: (route: Route) => void;
}

/** Keeps the route and the location's hash the same. */
export function useRoute(): Navigation {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const onChange = (): void => {
      // A link to a place in the page, such as its content, is no route.
      if (/^(#\/|#?$)/.test(location.hash)) setRoute(readRoute(location.hash));
    };
    addEventListener("hashchange", onChange);
    return () => removeEventListener("hashchange", onChange);
  }, []);
  const replace = useCallback((next: Route): void => {
    history.replaceState(null, "", hrefOf(next));
    setRoute(next);
  }, []);
  const go = useCallback((next: Route): void => {
    location.hash = hrefOf(next);
  }, []);
  return { route, replace, go };
}
