import { tableOffset } from "./hash-compaction.js";
import type { StorageText } from "./storage-text.js";
import { loads } from "./storage-text.js";

/** Storage that keeps a signature of each state: see `SignatureSet`. */
export const signatureStorage: StorageText = {
  parts: "rows, hash, mask, lowMask, highMask",
  functions: (next) => [
    "// Whether the signature of a state is met for the first time; it is kept then.",
    `function isNew(${next.join(", ")}) {`,
    "  let low = 0, high = 0, at = 0;",
    ...next.flatMap((word, index) =>
      [0, 8, 16, 24].flatMap((shift, byte) => [
        `  at = ${tableOffset(4 * index + byte)} + ((${word} >>> ${shift} & 255) << 1);`,
        "  low ^= hash[at]; high ^= hash[at + 1];",
      ]),
    ),
    "  low = low & lowMask | 1;",
    "  high &= highMask;",
    "  for (let slot = (high ^ low >>> 1) & mask; ; slot = slot + 1 & mask) {",
    "    const row = slot * 2, known = rows[row];",
    "    if (known === 0) break;",
    "    if (known === low && rows[row + 1] === high) return false;",
    "  }",
    "  visited.insert(low, high);",
    "  ({ rows, mask } = visited);",
    "  return true;",
    "}",
  ],
  expansion: () => ["let generated = 0;"],
  take: (actual) => [`if (isNew(${actual.join(", ")})) found(${actual.join(", ")});`],
  absorbed: (words) => [
    `const ${loads(words, "states", "at")};`,
    `if (isNew(${words.join(", ")})) found(${words.join(", ")});`,
  ],
  foundParameters: [],
  mark: [],
};
