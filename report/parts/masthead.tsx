import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { usePage } from "../data/context.js";
import { everything, hrefOf, type Route } from "../data/route.js";

const views: readonly (readonly [string, Route])[] = [
  ["Verdicts", { view: "overview", filter: everything }],
  ["Limits", { view: "limits" }],
  ["Atlas", { view: "atlas", policy: null, property: null }],
  ["Museum", { view: "museum", machine: 1, cost: "either" }],
  ["Log", { view: "log" }],
  ["Graph", { view: "graph", id: null }],
  ["Play", { view: "play" }],
  ["Origins", { view: "origins" }],
];

/** The name of the report, and its views. */
export function Masthead(): VNode {
  const { route, report } = usePage();
  const current = ["verdict", "trace", "compare"].includes(route.view) ? "overview" : route.view;
  // Most reports are about no machine's log.
  const shown = views.filter(([, { view }]) => view !== "log" || report.document.log !== undefined);
  return (
    <header class="masthead">
      <a class="masthead-name" href={hrefOf({ view: "overview", filter: everything })}>
        nmicheck <span>report</span>
      </a>
      <nav aria-label="Views">
        {shown.map(([name, target]) => (
          <a
            key={name}
            href={hrefOf(target)}
            {...(target.view === current ? { "aria-current": "page" as const } : {})}
          >
            {name}
          </a>
        ))}
      </nav>
      <Scheme />
    </header>
  );
}

const schemes = ["light dark", "light", "dark"] as const;
const schemeNames = { "light dark": "System colours", light: "Light", dark: "Dark" } as const;

/** Light or dark, where the system's choice is not the reader's. */
export function Scheme(): VNode {
  const [scheme, setScheme] = useState<(typeof schemes)[number]>("light dark");
  return (
    <label class="scheme">
      <span class="unseen">Colours</span>
      <select
        value={scheme}
        onChange={(event) => {
          const next = schemes.find((one) => one === event.currentTarget.value) ?? "light dark";
          document.documentElement.style.colorScheme = next;
          setScheme(next);
        }}
      >
        {schemes.map((one) => (
          <option key={one} value={one}>
            {schemeNames[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
