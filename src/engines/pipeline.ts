import type { Answer, Engine, EngineCall } from "./engine.js";

/** How many calls make a batch; an NMI weighs as much as its arrivals, too. */
const BATCH_WEIGHT = 512;
/** Batches on their way at a time: the engine has work while the answers are looked at. */
const BATCHES_AHEAD = 4;

function weight(call: EngineCall): number {
  return call.op === "nmi" ? 1 + call.arrivals.length : 1;
}

/**
 * Sends the calls of `steps` to the engine as fast as it takes them, and hands every answer to
 * `answered`, in order. Holds a few batches at a time, however many steps there are. Once
 * `answered` says "stop" no more steps are taken, and the answers still on their way are awaited,
 * but not handed on: the engine is ready for the next call.
 *
 * @throws what the engine, the steps or `answered` throw
 */
export async function pipeline<Step extends { readonly call: EngineCall }>(
  engine: Engine,
  steps: Iterable<Step> | AsyncIterable<Step>,
  answered: (step: Step, answer: Answer) => "go on" | "stop",
): Promise<void> {
  const ahead: { readonly steps: readonly Step[]; readonly answers: Promise<readonly Answer[]> }[] =
    [];
  let stopped = false;

  const send = (batch: readonly Step[]) => {
    const answers = engine.ask(batch.map(({ call }) => call));
    // If it fails, it is awaited later, or an earlier one has failed for the same reason.
    answers.catch(() => {});
    ahead.push({ steps: batch, answers });
  };

  const receive = async () => {
    const batch = ahead.shift();
    if (batch === undefined) return;
    const answers = await batch.answers;
    for (const [index, step] of batch.steps.entries()) {
      const answer = answers[index];
      if (answer === undefined) throw new Error("an answer is missing");
      if (stopped) return;
      stopped = answered(step, answer) === "stop";
    }
  };

  const next = nextOf(steps);
  while (!stopped) {
    const batch: Step[] = [];
    let batchWeight = 0;
    while (batchWeight < BATCH_WEIGHT) {
      const result = next();
      // Waiting for what is there already would cost more than all the rest.
      const { done, value } = result instanceof Promise ? await result : result;
      if (done === true) break;
      batch.push(value);
      batchWeight += weight(value.call);
    }
    if (batch.length === 0) break;
    send(batch);
    if (ahead.length >= BATCHES_AHEAD) await receive();
  }
  while (ahead.length > 0) await receive();
}

function nextOf<Step>(
  steps: Iterable<Step> | AsyncIterable<Step>,
): () => IteratorResult<Step> | Promise<IteratorResult<Step>> {
  const iterator =
    Symbol.asyncIterator in steps ? steps[Symbol.asyncIterator]() : steps[Symbol.iterator]();
  return () => iterator.next();
}
