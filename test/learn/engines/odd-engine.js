// The reference engine, except for what the first argument says.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [, , oddity] = process.argv;
const program = join(import.meta.dirname, "../../../dist/src/engines/reference/main.js");
const engine = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });

/** The requests that were not answered yet. */
const requests = [];
/** What is kept from one NMI to the next: `reset` and `setup` begin it anew, unless the oddity says otherwise. */
let kept = {};
let nmis = 0;
let chance = 1;

createInterface({ input: process.stdin }).on("line", (line) => {
  requests.push(JSON.parse(line));
  engine.stdin.write(`${line}\n`);
});

/** What becomes of NMIs that nobody claimed. */
const oddities = {
  crashes: () => {
    if (nmis > 300) process.exit(7);
  },
  "keeps-on-reset": (reply) => {
    if (kept.wasArmed && reply.outcome === "unknown") reply.outcome = "swallowed";
    if (total(reply) > 2) kept.wasArmed = true;
  },
  chance: (reply) => {
    chance = (chance * 48_271) % 2_147_483_647;
    if (reply.outcome === "unknown" && chance % 7 === 0) reply.outcome = "swallowed";
  },
  // As many NMIs are swallowed as there were events too many.
  counts: (reply) => {
    kept.toSwallow ??= 0;
    if (total(reply) > 0) kept.toSwallow += total(reply) - 1;
    else reply.outcome = kept.toSwallow-- > 0 ? "swallowed" : "unknown";
    kept.toSwallow = Math.max(kept.toSwallow, 0);
  },
  "exact-count": (reply) => {
    if (total(reply) === 0) reply.outcome = kept.last === 3 ? "swallowed" : "unknown";
    kept.last = total(reply);
  },
  // Knows every ip at which an NMI has been.
  "known-ips": (reply) => {
    const { rip } = reply.state;
    if (total(reply) === 0) reply.outcome = kept.ips?.includes(rip) ? "swallowed" : "unknown";
    kept.ips = [...(kept.ips ?? []), rip];
  },
  // Looks at a bit that no small ip has.
  "ip-bit": (reply) => {
    if (reply.outcome === "unknown" && reply.state.rip & 32) reply.outcome = "swallowed";
  },
  // Knows whether the last NMI came at a lower ip.
  "higher-ip": (reply) => {
    const { rip } = reply.state;
    if (total(reply) === 0) reply.outcome = rip > (kept.rip ?? 0) ? "swallowed" : "unknown";
    kept.rip = rip;
  },
  // Handler 1 is not called after handler 0 has claimed something, and yet what it would claim matters.
  peeks: (reply) => {
    if (total(reply) === 0) reply.outcome = kept.isLeft ? "swallowed" : "unknown";
    const [first, second] = reply.claimed;
    kept.isLeft = first > 0 && second > 0;
    if (first > 0) reply.claimed = [first, 0];
  },
  "reports-claimed": (reply) => {
    if (total(reply) === 3) reply.outcome = "unknown";
  },
  // Wrong where an event arrives after the last poll, which no NMI of a word has.
  "late-event": (reply) => {
    if (total(reply) === 0 && reply.state.pending) reply.outcome = "swallowed";
  },
};

/** What is refused. */
const refusals = {
  "no-raise": ({ op }) => op === "raise",
  "no-arrivals": ({ op, arrivals }) => op === "nmi" && arrivals.length > 0,
};

function total({ claimed }) {
  return claimed.reduce((sum, count) => sum + count, 0);
}

createInterface({ input: engine.stdout }).on("line", (line) => {
  const request = requests.shift();
  const { op } = request;
  const reply = JSON.parse(line);
  if (op === "setup" || (op === "reset" && oddity !== "keeps-on-reset")) kept = {};
  if (op === "hello") reply.policies = ["mainline"];
  if (op === "state" && oddity === "no-state") {
    const error = { code: "unsupported", message: "nobody can look into it" };
    process.stdout.write(`${JSON.stringify({ id: reply.id, ok: false, error })}\n`);
    return;
  }
  if (refusals[oddity]?.(request)) {
    const error = { code: "unsupported", message: "it has no such thing" };
    process.stdout.write(`${JSON.stringify({ id: reply.id, ok: false, error })}\n`);
    return;
  }
  if (op === "setup" && oddity === "no-setup") {
    const error = { code: "unsupported", message: "it has one slot" };
    process.stdout.write(`${JSON.stringify({ id: reply.id, ok: false, error })}\n`);
    return;
  }
  if (op === "nmi" && reply.ok) {
    nmis++;
    oddities[oddity]?.(reply);
  }
  process.stdout.write(`${JSON.stringify(reply)}\n`);
});
engine.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
process.stdin.on("end", () => engine.stdin.end());
