import type { z } from "zod";
import type { Answer } from "../engine.js";
import { type Operation, type Refusal, refusalSchema, replySchemas } from "../protocol.js";

/** A reply read against the protocol: what it says, or what is wrong with its shape. */
export type ReadReply<Said> =
  | { readonly ok: true; readonly said: Said }
  | { readonly ok: false; readonly problem: string };

/** A reply as it came. */
export type Wire = Readonly<Record<string, unknown>>;

/** The JSON object on a line, or undefined where there is none. */
export function readObject(line: string): Wire | undefined {
  try {
    const json: unknown = JSON.parse(line);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isObject(json: unknown): json is Wire {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** Reads an object by a schema; the problem names the first field that does not fit. */
export function readAs<Said>(schema: z.ZodType<Said>, wire: Wire): ReadReply<Said> {
  const read = schema.safeParse(wire);
  if (read.success) return { ok: true, said: read.data };
  const [issue] = read.error.issues;
  const where =
    issue === undefined || issue.path.length === 0 ? "" : `\`${issue.path.join(".")}\`: `;
  return { ok: false, problem: `${where}${issue?.message ?? "it does not fit"}` };
}

/** The refusal that an object is, if it says that the request did not go well. */
export function readRefusal(wire: Wire): ReadReply<Refusal["error"]> | undefined {
  const { ok } = wire;
  if (ok !== false) return undefined;
  const read = readAs<Refusal>(refusalSchema, wire);
  return read.ok ? { ok: true, said: read.said.error } : read;
}

const DONE: ReadReply<Answer> = { ok: true, said: { kind: "done" } };

/** Reads the reply to a request; its id has been looked at already. */
export function readReply(op: Operation, wire: Wire): ReadReply<Answer> {
  const refusal = readRefusal(wire);
  if (refusal !== undefined) {
    return refusal.ok ? { ok: true, said: { kind: "refused", ...refusal.said } } : refusal;
  }
  switch (op) {
    case "nmi": {
      const read = readAs(replySchemas.nmi, wire);
      if (!read.ok) return read;
      const { id: _, ok: __, ...said } = read.said;
      return { ok: true, said: { kind: "nmi", ...said, state: said.state } };
    }
    case "decide": {
      const read = readAs(replySchemas.decide, wire);
      if (!read.ok) return read;
      const { id: _, ok: __, ...said } = read.said;
      return { ok: true, said: { kind: "nmi", ...said, state: said.state } };
    }
    case "deliver":
    case "enter":
    case "lock":
    case "poll": {
      const read = readAs(replySchemas[op], wire);
      if (!read.ok) return read;
      return { ok: true, said: { kind: "position", position: read.said.position } };
    }
    case "state": {
      const read = readAs(replySchemas.state, wire);
      return read.ok ? { ok: true, said: { kind: "state", state: read.said.state } } : read;
    }
    default: {
      const read = readAs(replySchemas[op], wire);
      return read.ok ? DONE : read;
    }
  }
}
