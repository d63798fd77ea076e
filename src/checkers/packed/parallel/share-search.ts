import { Worker } from "node:worker_threads";
import { builtProgram } from "../../../base/process/built-program.js";
import type { Bound, Progress } from "../../explore/exploration.js";
import type { CompiledModel } from "../compiled-model.js";
import { workerBroke } from "../faults.js";
import type { PackedSearch } from "../search.js";
import type { SearchOptions } from "../search-states.js";
import type { SearchEnd, Searched } from "../searched.js";
import type { Level } from "../state-store.js";
import { LevelCollector } from "./complete-levels.js";
import { Control, type SharedMemory, sharedMemory } from "./control.js";
import { mailboxMemory } from "./mailbox.js";
import type { ThreadMessage, ThreadResult, ThreadTask } from "./thread-search.js";

/** Between two looks at the clock, and two reports of progress. */
const MILLISECONDS = 50;

/** Goes on with a search that one thread has begun, with several. */
export async function shareSearch(
  compiled: CompiledModel,
  begun: PackedSearch,
  options: SearchOptions & { readonly workers: number },
): Promise<Searched> {
  const { workers: owners } = options;
  const shared = sharedMemory(owners);
  const control = new Control(shared, owners);
  const watch = new Watch(control, begun, options);
  const tasks = tasksOf(compiled, begun, options, shared);
  try {
    const levels = new LevelCollector(
      begun.complete,
      owners,
      begun.progress.generated - 1,
      options.checkpoint,
    );
    const threads = tasks.map((task) => runThread(task, control, levels));
    const results = await Promise.all(threads);
    const searched = merged(begun, results, control, watch);
    await (searched.end.end === "bounded" ? levels.save() : levels.settle());
    return searched;
  } finally {
    watch.end();
  }
}

function tasksOf(
  { source, layout: { words, bits, fields } }: CompiledModel,
  begun: PackedSearch,
  { workers: owners, heapBytes = Number.MAX_SAFE_INTEGER }: SearchOptions & { workers: number },
  shared: SharedMemory,
): readonly ThreadTask[] {
  const numbers = Array.from({ length: owners }, (_, index) => index);
  const mailboxes = numbers.map(() => numbers.map(() => mailboxMemory(words)));
  const violated = [...begun.violations.keys()].reduce((bits, number) => bits | (1 << number), 0);
  return numbers.map((self) => {
    return {
      source,
      layout: { words, bits, fields },
      self,
      owners,
      shared,
      mailboxes,
      heapBytes,
      levels: begun.levels,
      violated,
    };
  });
}

/** Starts a thread; its result, or what broke it. The others stop then. */
function runThread(
  task: ThreadTask,
  control: Control,
  levels: LevelCollector,
): Promise<ThreadResult> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(builtProgram("src/checkers/packed/parallel/thread.ts"), {
      workerData: task,
    });
    let result: ThreadResult | null = null;
    const fail = (cause: unknown): void => {
      control.stop("broken");
      reject(workerBroke(cause));
    };
    thread.on("message", (message: ThreadMessage) => {
      if (message.kind === "result") result = message.result;
      else levels.add(task.self, message.level);
    });
    thread.on("error", fail);
    thread.on("exit", (code) => {
      if (result === null) fail(new Error(`it ended with ${code} before its work was done`));
      else resolve(result);
    });
  });
}

/** Looks at the clock and at the signal while the threads work. */
class Watch {
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly control: Control,
    private readonly begun: PackedSearch,
    private readonly options: SearchOptions,
  ) {
    this.#timer = setInterval(() => this.#look(), MILLISECONDS);
    this.#look();
  }

  #look(): void {
    const { signal, maxSeconds, onProgress } = this.options;
    const { progress } = this;
    if (signal?.aborted === true) this.control.stop("cancelled");
    if (maxSeconds !== undefined && progress.seconds >= maxSeconds) this.control.stop("time");
    onProgress?.(progress);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  get progress(): Progress {
    const { states, generated, expanded } = this.control.progress;
    const { distinct, generated: before, queue, depth, ...begun } = this.begun.progress;
    return {
      ...begun,
      distinct: distinct + states,
      generated: before + generated,
      queue: queue + states - expanded,
      depth: depth + this.control.level,
      bytes: this.control.bytes,
    };
  }

  /** Why the threads were stopped, if they were. */
  get bound(): Bound | null {
    const { maxSeconds = 0, heapBytes = this.control.bytes } = this.options;
    switch (this.control.stopped) {
      case "cancelled":
        return { bound: "cancelled" };
      case "time":
        return { bound: "time", seconds: maxSeconds };
      case "memory":
        return { bound: "memory", bytes: heapBytes };
      default:
        return null;
    }
  }
}

/** What all threads found, as if one had found it. */
function merged(
  begun: PackedSearch,
  results: readonly ThreadResult[],
  control: Control,
  watch: Watch,
): Searched {
  const levels: Level[] = [...begun.levels];
  const violations = new Map(begun.violations);
  const deepest = Math.max(...results.map((result) => result.levels.length));
  for (let index = 0; index < deepest; index++) {
    const parts = results.flatMap((result) => result.levels[index] ?? []);
    const states = parts.reduce((sum, part) => sum + part.states, 0);
    const violated = parts.reduce((bits, part) => bits | part.violated, 0);
    for (let number = 0; number < 32; number++) {
      const isNew = (violated & (1 << number)) !== 0 && !violations.has(number);
      if (isNew) violations.set(number, levels.length);
    }
    if (states > 0) levels.push({ ranges: parts.flatMap((part) => part.ranges), states });
  }
  const known = [...violations.keys()].reduce((bits, number) => bits | (1 << number), 0);
  const unclear = results.reduce((bits, result) => bits | result.unclear, 0) & ~known;
  const fails = results.some((result) => result.fails);
  const bound = results.some((result) => result.isStopped) ? watch.bound : null;
  const end: SearchEnd =
    bound !== null
      ? { end: "bounded", bound }
      : fails || unclear !== 0
        ? { end: "failed" }
        : { end: "exhausted" };
  const before = begun.progress;
  const distinct = levels.reduce((sum, level) => sum + level.states, 0);
  return {
    end,
    explorer: begun.explorer,
    levels,
    violations,
    unclear,
    fails,
    progress: {
      distinct,
      generated: before.generated + results.reduce((sum, result) => sum + result.generated, 0),
      queue: end.end === "exhausted" ? 0 : watch.progress.queue,
      depth: levels.length,
      seconds: before.seconds,
    },
    bytes: control.bytes,
    workers: results.length,
  };
}
