import { operations } from "./operations.js";
import { Refusal } from "./refusal.js";
import { readFields } from "./request.js";

// The reference engine: speaks nmicheck.engine/1 on standard input and output. It is written from
// the kernel's source alone and shares nothing with the model but the protocol.

const known = operations();

interface Reply {
  readonly text: string;
  readonly last: boolean;
}

function answer(line: string): Reply {
  let id: unknown = null;
  let op: unknown;
  let reply: object;
  try {
    const fields = readFields(line);
    if (Number.isSafeInteger(fields.id)) id = fields.id;
    else throw new Refusal("malformed", "id is not a whole number");
    op = fields.op;
    if (typeof op !== "string") throw new Refusal("malformed", "op is not a string");
    const operation = known.get(op);
    if (operation === undefined) throw new Refusal("unsupported", `there is no operation ${op}`);
    reply = { id, ok: true, ...operation(fields) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = { id, ok: false, error: { code: error.code, message: error.message } };
  }
  return { text: JSON.stringify(reply), last: op === "bye" };
}

process.stdin.setEncoding("utf8");
// Whoever asked is gone, and with it the reason to run.
process.stdout.on("error", () => process.exit(1));

let rest = "";
for await (const chunk of process.stdin) {
  const lines = `${rest}${chunk}`.split("\n");
  rest = lines.pop() ?? "";
  const replies = lines.map(answer);
  const bye = replies.findIndex((reply) => reply.last);
  const due = bye < 0 ? replies : replies.slice(0, bye + 1);
  const text = due.map((reply) => `${reply.text}\n`).join("");
  if (bye >= 0) {
    process.stdout.write(text, () => process.exit(0));
    break;
  }
  if (!process.stdout.write(text)) {
    await new Promise((resolve) => process.stdout.once("drain", resolve));
  }
}
