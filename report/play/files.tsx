import type { VNode } from "preact";
import { linkOf } from "../../src/analyses/play/link.js";
import { sessionOfTrace, traceOfSession } from "../../src/analyses/play/trace.js";
import { traceText } from "../../src/machine/trace/trace-text.js";
import type { ModelShelf } from "./model-shelf.js";
import { type Play, wrongText } from "./use-play.js";

/** The name of the file that a run is saved as. */
export const TRACE_FILE = "nmicheck-play.trace.json";

/** Saves the run as a trace, which engines replay; loads one; and the link to the state. */
export function Files(props: {
  readonly play: Play;
  readonly shelf: ModelShelf;
  readonly nmicheck: string;
  readonly onTold: (text: string) => void;
}): VNode {
  const { play, shelf, nmicheck, onTold } = props;
  const { session } = play;
  const save = async (): Promise<void> => {
    try {
      const trace = await traceOfSession(session, nmicheck, shelf.identityOf);
      download(traceText(trace), TRACE_FILE);
      play.setWrong(null);
      onTold(`Saved as ${TRACE_FILE}.`);
    } catch (error) {
      play.setWrong(wrongText(error));
    }
  };
  const load = async (file: File): Promise<void> => {
    await play.start(async () => sessionOfTrace(await file.text(), file.name, shelf.identityOf));
  };
  const copy = async (): Promise<void> => {
    const link = `${location.href.replace(/#.*/, "")}${linkOf(session)}`;
    try {
      await navigator.clipboard.writeText(link);
      onTold("The link to this state is copied.");
    } catch {
      history.replaceState(null, "", linkOf(session));
      onTold(
        "This browser copies nothing here: the address of the page is the link to this state.",
      );
    }
  };
  return (
    <div class="files">
      <button type="button" onClick={() => void save()}>
        Save the run as a trace
      </button>
      <label class="button">
        Load a trace
        <input
          type="file"
          class="unseen"
          accept=".json,application/json"
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            event.currentTarget.value = "";
            if (file !== undefined) void load(file);
          }}
        />
      </label>
      <button type="button" onClick={() => void copy()}>
        Copy the link to this state
      </button>
    </div>
  );
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken it once it has had its turn.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
