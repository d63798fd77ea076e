import "./browser/no-eval.js";
import { render } from "preact";
import "./style/tokens.css";
import "./style/page.css";
import "./style/play.css";
import type { PlayStart } from "../src/report/play-page.js";
import { inflate } from "./data/inflate.js";
import { Scheme } from "./parts/masthead.js";
import { Unreadable } from "./parts/unreadable.js";
import { ModelShelf } from "./play/model-shelf.js";
import { PlayView } from "./play/play-view.js";

/** Shows the page to play with, or says why it cannot be shown. */
async function start(root: HTMLElement): Promise<void> {
  try {
    const text = await inflate(document.getElementById("play")?.textContent ?? "");
    const beginning: PlayStart = JSON.parse(text);
    render(
      <>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="masthead is-alone">
          <span class="masthead-name">
            nmicheck <span>play</span>
          </span>
          <Scheme />
        </header>
        <main id="main" tabIndex={-1}>
          <PlayView
            beginning={beginning}
            shelf={new ModelShelf(document)}
            nmicheck={beginning.nmicheck}
          />
        </main>
      </>,
      root,
    );
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    render(<Unreadable what="page" command="nmicheck play" why={why} />, root);
  }
}

const root = document.getElementById("page");
if (root !== null) void start(root);
