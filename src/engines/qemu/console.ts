import { open } from "node:fs/promises";
import { excerpt } from "../adapter/excerpt.js";

/** How many lines the user is shown. */
const LINES = 10;
/** How much of the end of the file is read for them, and searched for a panic. */
const TAIL = 16_384;

const PANIC = "Kernel panic - not syncing";

/** The end of a guest's console. */
export interface ConsoleEnd {
  /** Its last lines; after a panic those from the panic on. */
  readonly lines: readonly string[];
  readonly panicked: boolean;
}

async function readTail(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return "";
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, TAIL);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8");
  } finally {
    await handle.close();
  }
}

/** Terminal control sequences, as firmware prints them (ECMA-48). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed.
const CONTROL = /\u001b(?:\[[0-?]*[ -/]*[@-~]|c)|\r/g;

/** Reads the end of the file that the guest's console is written to. */
export async function readConsole(file: string): Promise<ConsoleEnd> {
  const lines = (await readTail(file))
    .replace(CONTROL, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(excerpt);
  const panic = lines.findIndex((line) => line.includes(PANIC));
  return panic === -1
    ? { lines: lines.slice(-LINES), panicked: false }
    : { lines: lines.slice(panic, panic + LINES), panicked: true };
}
