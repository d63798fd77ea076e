import "./browser/no-eval.js";
import { render } from "preact";
import "./style/tokens.css";
import "./style/page.css";
import "./style/overview.css";
import "./style/timeline.css";
import "./style/board.css";
import "./style/graph.css";
import "./style/observations.css";
import "./style/limits.css";
import "./style/atlas.css";
import "./style/museum.css";
import "./style/learned.css";
import "./style/log.css";
import "./style/play.css";
import "./style/print.css";
import { App } from "./app.js";
import { readReport } from "./data/report.js";
import { Unreadable } from "./parts/unreadable.js";

/** Shows the report, or says why it cannot be shown. */
async function start(root: HTMLElement): Promise<void> {
  try {
    render(<App report={await readReport(document)} />, root);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    render(<Unreadable what="report" command="nmicheck report" why={why} />, root);
  }
}

const root = document.getElementById("page");
if (root !== null) void start(root);
