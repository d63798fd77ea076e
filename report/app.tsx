import type { VNode } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { AtlasView } from "./atlas/atlas-view.js";
import { Page } from "./data/context.js";
import type { Report } from "./data/report.js";
import type { Route } from "./data/route.js";
import { useRoute } from "./data/use-route.js";
import { GraphView } from "./graph/graph-view.js";
import { LimitsView } from "./limits/limits-view.js";
import { LogView } from "./log/log-view.js";
import { MuseumView } from "./museum/museum-view.js";
import { Origins } from "./origins/origins.js";
import { Overview } from "./overview/overview.js";
import { VerdictView } from "./overview/verdict-view.js";
import { Masthead } from "./parts/masthead.js";
import { NotThere } from "./parts/not-there.js";
import { ModelShelf } from "./play/model-shelf.js";
import { PlayView } from "./play/play-view.js";
import type { Beginning } from "./play/use-play.js";
import { BoardView } from "./timeline/board-view.js";
import { CompareView } from "./timeline/compare-view.js";
import { TraceView } from "./timeline/trace-view.js";

/** What is played with where a link names nothing else. */
const beginning: Beginning = { link: null, rewinds: false, goal: "NoFalseSwallow" };
const shelf = new ModelShelf(document);

function View({ report, route }: { readonly report: Report; readonly route: Route }): VNode {
  switch (route.view) {
    case "overview":
      return <Overview filter={route.filter} />;
    case "verdict": {
      const verdict = report.document.verdicts[route.number - 1];
      return verdict === undefined ? (
        <NotThere what={`a verdict ${route.number}`} />
      ) : (
        <VerdictView verdict={verdict} />
      );
    }
    case "trace": {
      const trace = report.trace(route.id);
      if (trace === undefined) return <NotThere what={`a trace ${route.id}`} />;
      return trace.kind === "board" ? (
        <BoardView key={trace.id} trace={trace} step={route.step} />
      ) : (
        <TraceView key={trace.id} trace={trace} step={route.step} />
      );
    }
    case "compare": {
      const [left, right] = [report.trace(route.left), report.trace(route.right)];
      // Two runs are put beside each other NMI by NMI, which those of several CPUs have no order of.
      const what = (id: string): string => `a trace ${id} of one CPU`;
      if (left?.kind !== "cpu") return <NotThere what={what(route.left)} />;
      if (right?.kind !== "cpu") return <NotThere what={what(route.right)} />;
      return <CompareView left={left} right={right} row={route.row} />;
    }
    case "graph":
      return <GraphView id={route.id} />;
    case "limits":
      return <LimitsView />;
    case "atlas":
      return <AtlasView policy={route.policy} property={route.property} />;
    case "museum":
      return <MuseumView machine={route.machine} cost={route.cost} />;
    case "log":
      return <LogView />;
    case "origins":
      return <Origins />;
    case "play":
      return <PlayView beginning={beginning} shelf={shelf} nmicheck={report.document.nmicheck} />;
  }
}

/** The part of a route that a page of its own belongs to: a step of a trace is no new page. */
function placeOf(route: Route): string {
  switch (route.view) {
    case "trace":
    case "graph":
      return `${route.view} ${route.id}`;
    case "verdict":
      return `${route.view} ${route.number}`;
    case "compare":
      return `${route.view} ${route.left} ${route.right}`;
    default:
      return route.view;
  }
}

/** The whole page. */
export function App({ report }: { readonly report: Report }): VNode {
  const navigation = useRoute();
  const context = useMemo(() => ({ report, ...navigation }), [report, navigation]);
  const place = placeOf(navigation.route);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    // A new page begins at its top, for the eye and for a screen reader.
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [place]);
  return (
    <Page.Provider value={context}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Masthead />
      <main id="main" ref={main} tabIndex={-1}>
        <View report={report} route={navigation.route} />
      </main>
    </Page.Provider>
  );
}
