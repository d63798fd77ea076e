import { render } from "preact";
import "./style/tokens.css";
import "./style/page.css";
import "./style/overview.css";
import "./style/timeline.css";
import "./style/graph.css";
import "./style/observations.css";
import "./style/limits.css";
import "./style/atlas.css";
import "./style/print.css";
import { App } from "./app.js";
import { readReport } from "./data/report.js";

const root = document.getElementById("page");
if (root !== null) render(<App report={readReport(document)} />, root);
