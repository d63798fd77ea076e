import { setTimeout as sleep } from "node:timers/promises";
import { notOpened } from "./diagnostics.js";

/** A program that opens a browser ends at once; one that is the browser itself goes on. */
const MILLISECONDS_TO_FAIL = 2_000;

/**
 * Opens a file in the user's browser (on Linux `xdg-open`, which respects `BROWSER`), and does not
 * wait until it is closed.
 *
 * @throws Diagnostic `report/not-opened`
 */
export async function openInBrowser(file: string): Promise<void> {
  const { default: open } = await import("open");
  const child = await open(file).catch((error: unknown) => {
    throw notOpened(file, error instanceof Error ? error.message : String(error));
  });
  const waiting = new AbortController();
  const failure = await Promise.race([
    new Promise<string | null>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code) => resolve(code === 0 ? null : `the opener ended with ${code}`));
    }),
    sleep(MILLISECONDS_TO_FAIL, null, { signal: waiting.signal }).catch(() => null),
  ]);
  waiting.abort();
  if (failure !== null) throw notOpened(file, failure);
}
