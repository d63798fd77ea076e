import { createInterface } from "node:readline";
import { init } from "z3-solver";
import { z } from "zod";

/**
 * The Z3 that comes as WebAssembly, as a program like `z3 -in`: SMT-LIB on standard input, answers on
 * standard output as soon as they are there. A process of its own, since its threads would keep ours
 * alive and nothing else ends a query.
 *
 * Its own `eval_smtlib2_string` leaves the text on a stack that it goes on to use while a thread
 * still reads it (z3-solver 5.2.0): the text is put into memory of its own here.
 */
const { Z3, em } = await init();
const context = Z3.mk_context(Z3.mk_config());

const isFunction = z.custom<(...args: readonly unknown[]) => unknown>(
  (value) => typeof value === "function",
);

const memorySchema = z.looseObject({
  HEAPU8: z.instanceof(Uint8Array),
  _malloc: isFunction,
  _free: isFunction,
  async_call: isFunction,
  _async_Z3_eval_smtlib2_string: isFunction,
});

async function evaluated(text: string): Promise<string> {
  const { _malloc, _free, async_call, _async_Z3_eval_smtlib2_string } = memorySchema.parse(em);
  const bytes = new TextEncoder().encode(`${text}\0`);
  const address = z.int().min(1).parse(_malloc(bytes.length));
  // Memory that has grown is another array.
  memorySchema.parse(em).HEAPU8.set(bytes, address);
  const answer = await async_call(_async_Z3_eval_smtlib2_string, context, address);
  _free(address);
  return z.string().parse(answer);
}

let piece = "";
for await (const line of createInterface({ input: process.stdin })) {
  piece += `${line}\n`;
  if (!/^\((check-sat|get-value)/.test(line)) continue;
  process.stdout.write(await evaluated(piece));
  piece = "";
}
const last = piece.trim() === "" ? "" : await evaluated(piece);
process.stdout.write(last, () => process.exit(0));
