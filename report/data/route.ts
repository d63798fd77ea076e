/** What the overview shows; an empty text means all. */
export interface Filter {
  readonly policy: string;
  readonly platform: string;
  readonly property: string;
  readonly verdict: string;
  readonly text: string;
}

/** Which error costs more: neither, a real NMI that is lost, or a report of one that was none. */
const costs = ["either", "lost", "spurious"] as const;

export type Cost = (typeof costs)[number];

/** What the page shows. Every route is a link that can be sent with the file. */
export type Route =
  | { readonly view: "overview"; readonly filter: Filter }
  /** A verdict by its place in the report, counted from 1. */
  | { readonly view: "verdict"; readonly number: number }
  /** A trace after so many events. */
  | { readonly view: "trace"; readonly id: string; readonly step: number }
  /** Two traces beside each other, at a row of their common table. */
  | {
      readonly view: "compare";
      readonly left: string;
      readonly right: string;
      readonly row: number;
    }
  | { readonly view: "graph"; readonly id: string | null }
  /** What any heuristic can know. */
  | { readonly view: "limits" }
  /** The machines with axes: under a policy, for a property; null for those shown first. */
  | { readonly view: "atlas"; readonly policy: string | null; readonly property: string | null }
  /** Policies beside each other on a machine, by its place in the report, counted from 1. */
  | { readonly view: "museum"; readonly machine: number; readonly cost: Cost }
  /** What a machine's log says. */
  | { readonly view: "log" }
  | { readonly view: "origins" }
  /** The model to play with: the rest of the hash is its own, `src/analyses/play/link.ts`. */
  | { readonly view: "play" };

export const everything: Filter = {
  policy: "",
  platform: "",
  property: "",
  verdict: "",
  text: "",
};

function whole(text: string | undefined): number {
  const number = Number(text ?? "0");
  return Number.isSafeInteger(number) && number >= 0 ? number : 0;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The route that a location's hash names; the overview where it names none. */
export function readRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view, one, two, three] = path.split("/").map(decoded);
  switch (view) {
    case "verdict":
      return { view, number: whole(one) };
    case "trace":
      return { view, id: one ?? "", step: whole(two) };
    case "compare":
      return { view, left: one ?? "", right: two ?? "", row: whole(three) };
    case "graph":
      return { view, id: one === undefined || one === "" ? null : one };
    case "limits":
    case "log":
    case "origins":
    case "play":
      return { view };
    case "museum":
      return {
        view,
        machine: whole(one) || 1,
        cost: costs.find((cost) => cost === two) ?? "either",
      };
    case "atlas":
      return { view, policy: one || null, property: two || null };
    default: {
      const parameters = new URLSearchParams(query);
      const value = (name: keyof Filter): string => parameters.get(name) ?? "";
      return {
        view: "overview",
        filter: {
          policy: value("policy"),
          platform: value("platform"),
          property: value("property"),
          verdict: value("verdict"),
          text: value("text"),
        },
      };
    }
  }
}

function path(...parts: readonly (string | number)[]): string {
  return `#/${parts.map((part) => encodeURIComponent(part)).join("/")}`;
}

/** The hash of a route, so that `readRoute` gives it back. */
export function hrefOf(route: Route): string {
  switch (route.view) {
    case "overview": {
      const set = Object.entries(route.filter).filter(([, value]) => value !== "");
      return set.length === 0 ? "#/" : `#/?${new URLSearchParams(set)}`;
    }
    case "verdict":
      return path("verdict", route.number);
    case "trace":
      return path("trace", route.id, route.step);
    case "compare":
      return path("compare", route.left, route.right, route.row);
    case "graph":
      return route.id === null ? path("graph") : path("graph", route.id);
    case "atlas": {
      const { policy, property } = route;
      return path("atlas", ...(policy === null ? [] : [policy, property ?? ""]));
    }
    case "museum":
      return route.machine === 1 && route.cost === "either"
        ? path(route.view)
        : path(route.view, route.machine, route.cost);
    case "limits":
    case "log":
    case "origins":
    case "play":
      return path(route.view);
  }
}
