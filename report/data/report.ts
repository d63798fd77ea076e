import { explain } from "../../src/machine/trace/explain.js";
import { type Story, tellStory } from "../../src/machine/trace/story.js";
import type { ReportCpuTrace, ReportDocument, ReportTrace } from "../../src/report/document.js";
import { wholeTrace } from "../../src/report/whole-trace.js";
import { inflate } from "./inflate.js";

/** The report of the page, with what is looked up in it by name. */
export class Report {
  readonly document: ReportDocument;
  readonly #traces: ReadonlyMap<string, ReportTrace>;
  readonly #stories = new Map<string, Story>();

  constructor(document: ReportDocument) {
    this.document = document;
    this.#traces = new Map(document.traces.map((trace) => [trace.id, trace]));
  }

  /** The trace called `id`; undefined when a link names one that is not there. */
  trace(id: string): ReportTrace | undefined {
    return this.#traces.get(id);
  }

  /** The trace's events with their states and NMIs, made when it is first looked at. */
  story(trace: ReportCpuTrace): Story {
    const known = this.#stories.get(trace.id);
    if (known !== undefined) return known;
    const story = tellStory(wholeTrace(trace, this.document.nmicheck));
    this.#stories.set(trace.id, story);
    return story;
  }

  /** Why the last state of a trace is as it is, without a full stop. */
  sentence(trace: ReportTrace): string {
    return trace.kind === "board" ? trace.sentence : explain(this.story(trace));
  }
}

/**
 * The report that the file carries. It was written, and checked, together with this page.
 *
 * @throws Error in a browser that cannot inflate, and where the file is cut off
 */
export async function readReport(page: Document): Promise<Report> {
  const text = await inflate(page.getElementById("report")?.textContent ?? "");
  const document: ReportDocument = JSON.parse(text);
  return new Report(document);
}
