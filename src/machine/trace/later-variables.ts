/** Variables that axes have added since traces were first written, with the value that they had until then. */
const LATER = {
  guest: false,
  inFlight: false,
  forgives: false,
  summoned: false,
  inFront: false,
} as const;

/** The same of the variables that several CPUs share. */
const LATER_OF_BOARD = { crashing: null } as const;

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A state, of one CPU or of several, in which no variable of a machine with axes is missing. */
function wholeState(state: unknown): unknown {
  if (!isObject(state)) return state;
  if (Array.isArray(state.cpus)) {
    return { ...LATER_OF_BOARD, ...state, cpus: state.cpus.map(wholeState) };
  }
  // The states of the core have none of the axes' variables.
  return "elsewhere" in state ? { ...LATER, ...state } : state;
}

/**
 * The JSON of a trace as it would be written today: one that was written before an axis came has no
 * variable of it. What has not the form of a trace is left as it is, for the schema to refuse.
 */
export function withLaterVariables(trace: unknown): unknown {
  if (!isObject(trace) || !Array.isArray(trace.events)) return trace;
  return {
    ...trace,
    initial: wholeState(trace.initial),
    events: trace.events.map((event: unknown) =>
      isObject(event) && "state" in event ? { ...event, state: wholeState(event.state) } : event,
    ),
  };
}
