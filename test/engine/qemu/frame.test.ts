import { expect, test } from "vitest";
import { readFrame } from "../../../src/engines/qemu/frame.js";

const WHOLE = '@nmicheck 6 21 b64e7ea9 {"done":5,"strays":0}';

test("a whole frame is read", () => {
  expect(readFrame(WHOLE)).toEqual({ kind: "frame", number: 6, json: '{"done":5,"strays":0}' });
});

test("a message of the kernel's is noise", () => {
  expect(readFrame("[    1.725361] Uhhuh. NMI received for unknown reason 21 on CPU 0.")).toEqual({
    kind: "noise",
  });
});

test("a frame that lost or changed anything is damaged", () => {
  for (let at = "@nmicheck ".length; at < WHOLE.length; at++) {
    // The frame's number is not in its checksum; that none is missing is seen from the order.
    if (at === "@nmicheck ".length) continue;
    expect(readFrame(WHOLE.slice(0, at) + WHOLE.slice(at + 1)), `without ${at}`).toEqual({
      kind: "damaged",
    });
    expect(readFrame(`${WHOLE.slice(0, at)}~${WHOLE.slice(at + 1)}`), `${at} changed`).toEqual({
      kind: "damaged",
    });
  }
});
