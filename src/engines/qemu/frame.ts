import { crc32 } from "node:zlib";

/** A line of the guest's: a whole frame, a frame that lost something, or not a frame at all. */
export type Frame =
  | { readonly kind: "frame"; readonly number: number; readonly json: string }
  | { readonly kind: "damaged" }
  | { readonly kind: "noise" };

const MARK = "@nmicheck ";

/** Reads a line that came from the guest; `guest/report.c` describes and writes it. */
export function readFrame(line: string): Frame {
  if (!line.startsWith(MARK)) return { kind: "noise" };
  const parts = /^(\d+) (\d+) ([0-9a-f]{8}) (.*)$/.exec(line.slice(MARK.length));
  const [, number, length, crc, json] = parts ?? [];
  if (json === undefined || crc === undefined) return { kind: "damaged" };
  const whole = Buffer.byteLength(json) === Number(length) && crc32(json) === parseInt(crc, 16);
  return whole ? { kind: "frame", number: Number(number), json } : { kind: "damaged" };
}
