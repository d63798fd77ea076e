import { constants } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { errorCode } from "../../base/diagnostic/system-error.js";

/** How often a file is asked for more, in milliseconds. */
const EVERY = 100;
const CHUNK = 262_144;

/** A followed file begins anew: it was cut short, or another one has taken its place. */
export const BEGINS_ANEW = Symbol("begins anew");

/**
 * What a file holds, and then whatever is added to it, until `stop`. It is read without blocking
 * (O_NONBLOCK), so that a read of `trace_pipe` or of a pipe in which there is nothing ends (EAGAIN:
 * `tracing_wait_pipe`, kernel/trace/trace.c), and nothing keeps this process from its end. A pipe
 * ends when nobody writes into it any more.
 *
 * @throws what the operating system says of a file that cannot be read
 */
export async function* followedFile(
  name: string,
  stop: AbortSignal,
): AsyncGenerator<Buffer | typeof BEGINS_ANEW> {
  while (!stop.aborted) {
    const file = await open(name, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(yield* read(file, name, stop))) return;
    } finally {
      await file.close();
    }
    yield BEGINS_ANEW;
  }
}

/** Hands over what is in a file, as it comes. Returns whether another one has to be read. */
async function* read(
  file: FileHandle,
  name: string,
  stop: AbortSignal,
): AsyncGenerator<Buffer, boolean> {
  const isPipe = (await file.stat()).isFIFO();
  let position = 0;
  while (!stop.aborted) {
    const chunk = await nextChunk(file);
    if (chunk !== null && chunk.length > 0) {
      position += chunk.length;
      yield chunk;
      continue;
    }
    if (chunk !== null && isPipe && position > 0) return false;
    await setTimeout(EVERY, undefined, { signal: stop }).catch(() => {});
    if (!isPipe && (await isAnother(file, name, position))) return true;
  }
  return false;
}

/** Whether what was read up to `position` is no longer what is under the name. */
async function isAnother(file: FileHandle, name: string, position: number): Promise<boolean> {
  const own = await file.stat();
  // A file of tracefs has the size 0, whatever is in it.
  if (own.size > 0 && own.size < position) return true;
  const named = await stat(name).catch(() => null);
  return named !== null && (named.ino !== own.ino || named.dev !== own.dev);
}

/** What there is by now; null where that is nothing yet. */
async function nextChunk(file: FileHandle): Promise<Buffer | null> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  try {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (errorCode(error) === "EAGAIN") return null;
    throw error;
  }
}
