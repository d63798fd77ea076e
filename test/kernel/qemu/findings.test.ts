import { expect, test } from "vitest";
import { expectAsRecorded } from "../../findings/asked-anew.js";
import { wholly } from "../../slice.js";
import { kernels } from "../kernels.js";

test.each(wholly(kernels))(
  "a booted Linux %s says what the findings say it does",
  async (version) => {
    expect(await expectAsRecorded(`qemu:${version}`)).toBe(3);
  },
);
