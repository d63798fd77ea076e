import type { EngineState } from "../protocol.js";
import { axisNames, readAxes } from "./axes.js";
import type { Board } from "./hardware.js";
import { Machine } from "./machine.js";
import type { Patches } from "./nmi.js";
import { Refusal } from "./refusal.js";
import * as read from "./request.js";

const PROTOCOL = "nmicheck.engine/1";

const KERNELS: ReadonlyMap<string, Patches> = new Map([
  ["none", { swallow: false, loopOnce: false }],
  ["v5", { swallow: true, loopOnce: true }],
  ["mainline", { swallow: true, loopOnce: false }],
]);

const ABOUT = {
  protocol: PROTOCOL,
  name: "nmicheck-reference",
  version: "1",
  policies: [...KERNELS.keys()],
  platforms: ["ideal", "sticky", "shadow", "sticky+shadow"],
  cpus: 1,
  axes: axisNames,
};

/** A bitmap has 16 bits, of which the first three are no handler's. */
const MOST_HANDLERS_WITH_VECTORS = 13;

/** One operation; returns the fields of its reply beside `id` and `ok`. */
type Operation = (fields: read.Fields) => object;

/** The operations of an engine with one CPU, on one machine after the other. */
export function operations(): ReadonlyMap<string, Operation> {
  let machine: Machine | undefined;
  let patches: Patches | undefined;

  const running = (): Machine => {
    if (machine === undefined) throw new Refusal("order", "there was no setup yet");
    return machine;
  };

  const onCpu = (fields: read.Fields): Machine => {
    const here = running();
    here.requireLife();
    if (read.whole(fields, "cpu", 0) > 0) throw new Refusal("range", "there is one CPU, number 0");
    return here;
  };

  return new Map<string, Operation>([
    [
      "hello",
      (fields) => {
        const protocol = read.text(fields, "protocol");
        if (protocol !== PROTOCOL) {
          throw new Refusal("protocol", `this engine speaks ${PROTOCOL}, not ${protocol}`);
        }
        return ABOUT;
      },
    ],
    [
      "setup",
      (fields) => {
        const policy = read.text(fields, "policy");
        const board: Board = {
          chain: read.chain(fields),
          rips: read.whole(fields, "rips", 1),
          sticky: read.flag(fields, "sticky"),
          shadow: read.flag(fields, "shadow"),
          axes: readAxes("axes" in fields ? read.object(fields, "axes") : {}),
        };
        if (read.whole(fields, "cpus", 1) > 1) {
          throw new Refusal("unsupported", "this engine has one CPU");
        }
        if (board.axes.otherVector !== null && board.chain.length > MOST_HANDLERS_WITH_VECTORS) {
          throw new Refusal("unsupported", "a bitmap of 16 sources has room for 13 handlers");
        }
        const kernel = KERNELS.get(policy);
        if (kernel === undefined) throw new Refusal("unsupported", `there is no policy ${policy}`);
        patches = kernel;
        machine = new Machine(kernel, board);
        return {};
      },
    ],
    [
      "raise",
      (fields) => {
        const { hardware } = onCpu(fields);
        hardware.overflow(read.whole(fields, "handler", 0), read.whole(fields, "slot", 0));
        return {};
      },
    ],
    [
      "external",
      (fields) => {
        onCpu(fields).hardware.signal(read.source(fields));
        return {};
      },
    ],
    [
      "touch",
      (fields) => {
        onCpu(fields).touch();
        return {};
      },
    ],
    [
      "vanish",
      (fields) => {
        onCpu(fields).hardware.loseStatus();
        return {};
      },
    ],
    [
      "arrive",
      (fields) => {
        onCpu(fields).hardware.arrive();
        return {};
      },
    ],
    [
      "lapse",
      (fields) => {
        onCpu(fields).hardware.endWindow();
        return {};
      },
    ],
    [
      "execute",
      (fields) => {
        onCpu(fields).hardware.execute(read.whole(fields, "rip", 1));
        return {};
      },
    ],
    [
      "nmi",
      (fields) => {
        const here = onCpu(fields);
        return { ...here.nmi(read.arrivals(fields)), state: here.state };
      },
    ],
    [
      "state",
      (fields) => {
        const here = running();
        if (fields.set !== undefined) {
          here.state = changed(here.state, read.object(fields, "set"));
        }
        return { state: here.state };
      },
    ],
    [
      "reset",
      () => {
        const { board } = running();
        if (patches !== undefined) machine = new Machine(patches, board);
        return {};
      },
    ],
    ["bye", () => ({})],
  ]);
}

/** The fields of a state that are a flag, and belong to a machine whose state has them. */
const FLAGS = [
  "secondPending",
  "lvtpcMasked",
  "inFlight",
  "forgives",
  "serr",
  "iochk",
  "serrOff",
  "iochkOff",
  "ownSource",
  "summoned",
  "panicked",
] as const;

/** The fields that hold the vectors of a bitmap. */
const BITMAPS = ["sources", "secondSources"] as const;

/** The state after what `set` names has been changed. */
function changed(state: EngineState, set: read.Fields): EngineState {
  const flags = FLAGS.filter((name) => name in set).map((name) => {
    if (state[name] === undefined) throw new Refusal("unsupported", `this board has no ${name}`);
    return [name, read.flag(set, name)] as const;
  });
  const bitmaps = BITMAPS.filter((name) => name in set).map((name) => {
    if (state[name] === undefined) throw new Refusal("unsupported", `this board has no ${name}`);
    return [name, read.vectors(set, name)] as const;
  });
  return {
    ...state,
    rip: "rip" in set ? read.whole(set, "rip", 1) : state.rip,
    lastNmiRip: !("lastNmiRip" in set)
      ? state.lastNmiRip
      : set.lastNmiRip === null
        ? null
        : read.whole(set, "lastNmiRip", 1),
    swallowNmi: "swallowNmi" in set ? read.flag(set, "swallowNmi") : state.swallowNmi,
    active: "active" in set ? read.statusBits(set, "active") : state.active,
    pending: "pending" in set ? read.flag(set, "pending") : state.pending,
    ...Object.fromEntries([...flags, ...bitmaps]),
  };
}
