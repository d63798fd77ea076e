import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { cacheFolder } from "../../../base/cache/folder.js";
import { writeAtomic } from "../../../base/document/write-atomic.js";
import type { TlcJar } from "../jar.js";
import { type Canary, type KnownBugName, knownBugNames } from "./canary.js";
import { type CanaryState, type CanaryTools, runCanary } from "./run-canary.js";
import { canaries, withoutCanary } from "./specifications.js";

/** Which known bugs a jar has. */
export type JarBugs = Readonly<Record<KnownBugName, CanaryState>>;

/** How canaries are asked. */
export interface CanaryRequest extends CanaryTools {
  readonly jar: TlcJar;
  /** Ask those too that take long. */
  readonly slow?: boolean;
  /** Where answers are kept, the user's cache unless told. */
  readonly folder?: string;
  /** Told before each that is run. */
  readonly onCanary?: (bug: KnownBugName) => void;
}

/** What was found once: the answers of these very canaries, by the digest of the jar. */
const keptSchema = z.strictObject({
  canaries: z.string(),
  states: z.partialRecord(z.enum(knownBugNames), z.enum(["present", "absent"])),
});

/** Where the answers of canaries are kept. */
export function canaryFolder(): string {
  return cacheFolder("canaries");
}

/**
 * Which known bugs the jar has. A canary is run once for each jar; its answer is kept under the
 * jar's digest, as long as the canaries stay the same. An answer that says nothing is not kept.
 *
 * @throws the reason of `signal`
 */
export async function askCanaries(request: CanaryRequest): Promise<JarBugs> {
  const file = join(request.folder ?? canaryFolder(), `${request.jar.sha256}.json`);
  const known = await keptIn(file);
  const states = new Map<KnownBugName, CanaryState>();
  for (const canary of canaries) {
    const kept = known[canary.bug];
    states.set(canary.bug, kept === undefined ? await ask(canary, request) : { state: kept });
  }
  await keep(file, states);
  return bugsFrom(states);
}

const NOT_ASKED = "nobody has asked its canary yet";

async function ask(canary: Canary, request: CanaryRequest): Promise<CanaryState> {
  if (canary.isSlow === true && request.slow !== true) {
    return { state: "unknown", because: "its canary takes long: `doctor --all-canaries` asks it" };
  }
  request.onCanary?.(canary.bug);
  return await runCanary(canary, request);
}

function bugsFrom(states: ReadonlyMap<KnownBugName, CanaryState>): JarBugs {
  const of = (bug: KnownBugName): CanaryState =>
    states.get(bug) ?? { state: "unknown", because: withoutCanary[bug] ?? NOT_ASKED };
  return {
    "tlaplus#725": of("tlaplus#725"),
    "tlaplus#742": of("tlaplus#742"),
    "tlaplus#971": of("tlaplus#971"),
    "tlaplus#1112": of("tlaplus#1112"),
    "tlaplus#1145": of("tlaplus#1145"),
    "tlaplus#1302": of("tlaplus#1302"),
    "tlaplus#1348": of("tlaplus#1348"),
    "tlaplus#1385": of("tlaplus#1385"),
    "tlaplus#1440": of("tlaplus#1440"),
  };
}

async function keptIn(file: string): Promise<z.infer<typeof keptSchema>["states"]> {
  try {
    const kept = keptSchema.parse(JSON.parse(await readFile(file, "utf8")));
    return kept.canaries === JSON.stringify(canaries) ? kept.states : {};
  } catch {
    // There is none, or none that can be used: the canaries are asked again.
    return {};
  }
}

async function keep(file: string, states: ReadonlyMap<KnownBugName, CanaryState>): Promise<void> {
  const known = [...states].flatMap(([bug, { state }]) =>
    state === "unknown" ? [] : [[bug, state] as const],
  );
  try {
    await mkdir(join(file, ".."), { recursive: true });
    const kept = { canaries: JSON.stringify(canaries), states: Object.fromEntries(known) };
    await writeAtomic(file, `${JSON.stringify(kept)}\n`);
  } catch {
    // A cache that is full or read-only: they are asked again next time.
  }
}
