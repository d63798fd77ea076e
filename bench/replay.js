// How fast traces are replayed on an engine through its pipe, and how much memory that takes here:
// the reference engine by default, or any program after `--`. Build first (`npm run build`).
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { policies } from "../dist/spec/policies/all.js";
import { startEngine } from "../dist/src/engines/adapter/child-engine.js";
import { replayAll } from "../dist/src/engines/replay/replay-all.js";
import { namedPlatform } from "../dist/src/machine/configuration/platform.js";
import { nmiModel } from "../dist/src/machine/model/nmi-model.js";
import { buildTrace } from "../dist/src/machine/trace/build.js";
import { traceEvent, traceState } from "../dist/src/machine/trace/event.js";
import { NmiObserver } from "../dist/src/machine/trace/observation.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = (path) => join(root, "dist", path);

/** States of the trace, and how often it is replayed. */
const STATES = 10_000;
const TIMES = 100;
/** Events of a trace that is streamed. */
const STREAMED = 1_000_000;

const platform = namedPlatform("ideal");
const model = nmiModel({ policy: policies.mainline, platform });
const policy = { name: "mainline", builtIn: true };

/** A behaviour of mainline that looks random and is the same every time; it ends outside an NMI. */
function* walk(events) {
  let state = model.initial();
  let random = 1;
  for (let taken = 0; taken < events || state.position.at !== "run"; taken++) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const possible = [...model.events].flatMap((event) => {
      const next = model.apply(event, state);
      return next === null ? [] : [{ event, state: next }];
    });
    // Two thirds of the time an NMI goes on, so that NMIs are taken rather than events pile up.
    const onward = possible.find(({ event }) => ["deliver", "poll", "decide"].includes(event.name));
    const dice = random / 2 ** 32;
    const step = onward && dice < 2 / 3 ? onward : possible[Math.floor(dice * possible.length)];
    yield step;
    state = step.state;
  }
}

function traceOf(events) {
  const origin = { nmicheck: "bench", model: { name: "bench", sha256: "0".repeat(64) } };
  const path = { initial: model.initial(), steps: [...walk(events)] };
  return buildTrace({ ...origin, policy, platform, property: null }, path);
}

/** The same behaviour as a stream of events: never as a whole in memory. */
function* streamOf(events) {
  const observer = new NmiObserver(platform.chain.length);
  let before = model.initial();
  for (const { event, state } of walk(events)) {
    yield traceEvent(event, traceState(state), observer.step(event.name, before, state));
    before = state;
  }
}

function* repeated(trace) {
  for (let time = 0; time < TIMES; time++) yield { trace };
}

const separator = process.argv.indexOf("--");
const command =
  separator < 0
    ? [process.execPath, built("src/engines/reference/main.js")]
    : process.argv.slice(separator + 1);

const trace = traceOf(STATES - 1);
const start = () => startEngine(command);
let nmis = 0;
let began = performance.now();
for await (const { result } of replayAll(repeated(trace), { start })) {
  if (result.verdict !== "agrees") throw new Error(`the engine ${result.verdict}`);
  // The first one is a warm-up of both sides.
  if (nmis === 0) began = performance.now();
  nmis += result.nmis;
}
const seconds = (performance.now() - began) / 1000;
const perSecond = Math.round(nmis / seconds);
const peak = () => Math.round(process.resourceUsage().maxRSS / 1024);
const megabytes = peak();
const number = (value) => value.toLocaleString("en-US");
console.log(
  `${number(nmis)} NMIs of ${number(TIMES)} traces of ${number(STATES)} states in ${seconds.toFixed(1)} s`,
);
console.log(`${number(perSecond)} NMIs a second (at least 50,000)`);
console.log(`${number(megabytes)} MB peak memory of this process (at most 300)`);

const streamed = { policy, platform, initial: trace.initial, events: streamOf(STREAMED) };
for await (const { result } of replayAll([{ trace: streamed }], { start })) {
  if (result.verdict !== "agrees") throw new Error(`the engine ${result.verdict}`);
  console.log(`${number(STREAMED)} events streamed (${number(result.nmis)} NMIs)`);
  console.log(`${number(peak())} MB peak memory of this process (at most 300)`);
}
process.exitCode = perSecond >= 50_000 && peak() <= 300 ? 0 : 1;
