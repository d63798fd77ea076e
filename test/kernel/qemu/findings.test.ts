import { expect, test } from "vitest";
import { expectAsRecorded } from "../../findings/asked-anew.js";

test.each(["6.1", "6.12"])(
  "a booted Linux %s says what the findings say it does",
  async (version) => {
    expect(await expectAsRecorded(`qemu:${version}`)).toBe(2);
  },
);
