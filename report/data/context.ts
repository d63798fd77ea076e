import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Report } from "./report.js";
import type { Navigation } from "./use-route.js";

/** What every part of the page may need. */
export interface PageContext extends Navigation {
  readonly report: Report;
}

export const Page = createContext<PageContext | null>(null);

/** The report, the route, and how to go elsewhere. */
export function usePage(): PageContext {
  const page = useContext(Page);
  if (page === null) throw new Error("nothing of the page is shown outside of it");
  return page;
}
