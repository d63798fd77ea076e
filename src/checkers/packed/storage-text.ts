/**
 * How generated code tells whether a state was seen before, and remembers it: it keeps a bit for each
 * state and its neighbours, see `VisitedSet`.
 */
export const storage = {
  /** What it uses of the visited set, to stand between braces. */
  parts: "pool, table, mask, blockBits",
  /** The functions for it, for states of these words. */
  functions: (next: readonly string[]): readonly string[] => blockLines(next),
  /** The variables of `expand`. */
  expansion: (others: readonly string[]): readonly string[] => [
    "let generated = 0, base = 0, bits = pool, shift = blockBits, low = (1 << shift) - 1, key = -1;",
    ...(others.length === 0 ? [] : [`let ${others.map((name) => `${name} = 0`).join(", ")};`]),
  ],
  /** Takes a successor, unless it was seen before. */
  take: ([low = "", ...high]: readonly string[], others: readonly string[]): readonly string[] => {
    const actual = [low, ...high];
    const isOther = [
      `${low} >>> shift !== key`,
      ...high.map((word, index) => `${word} !== ${others[index]}`),
    ];
    const remember = high.map((word, index) => ` ${others[index]} = ${word};`).join("");
    return [
      `if (${isOther.join(" || ")}) {`,
      `  base = block(${actual.join(", ")});`,
      `  bits = pool; shift = blockBits; low = (1 << shift) - 1; key = ${low} >>> shift;${remember}`,
      "}",
      `const place = base + ((${low} & low) >>> 5);`,
      `if ((bits[place] >>> ${low} & 1) === 0) found(${actual.join(", ")}, place);`,
    ];
  },
  /** Takes the state at item `at` of `states`, unless it was seen before. */
  absorbed: (words: readonly string[]): readonly string[] => [
    `const ${loads(words, "states", "at")}, base = block(${words.join(", ")});`,
    "const place = base + ((w0 & (1 << blockBits) - 1) >>> 5);",
    `if ((pool[place] >>> w0 & 1) === 0) found(${words.join(", ")}, place);`,
  ],
};

/** Looking up the block of a state in the visited set; its keys are the words without the lowest bits. */
function blockLines(next: readonly string[]): readonly string[] {
  const stride = next.length + 1;
  const [first, ...rest] = next;
  const mixed = rest.reduce(
    (hash, word) => `Math.imul(${hash} ^ ${word}, 0x9e3779b1)`,
    `Math.imul(key, 0x9e3779b1)`,
  );
  const same = [
    "table[at] === key",
    ...rest.map((word, index) => `table[at + ${index + 1}] === ${word}`),
  ];
  return [
    "// Where the block of bits that the state belongs to begins in `pool`.",
    `function block(${next.join(", ")}) {`,
    `  const key = ${first} >>> blockBits;`,
    `  const hash = ${mixed};`,
    "  for (let slot = (hash ^ hash >>> 15) & mask; ; slot = slot + 1 & mask) {",
    `    const at = slot * ${stride}, base = table[at + ${next.length}];`,
    "    if (base === 0) break;",
    `    if (${same.join(" && ")}) return base;`,
    "  }",
    `  const base = visited.insert([${next.join(", ")}]);`,
    "  ({ pool, table, mask, blockBits } = visited);",
    "  return base;",
    "}",
  ];
}

export function absorbLines(words: readonly string[]): readonly string[] {
  return [
    "// Takes the states in `states`, from item `from` up to item `to`, that were never seen before.",
    "function absorb(states, from, to) {",
    "  synchronise();",
    "  try {",
    `    for (let at = from; at < to; at += ${words.length}) {`,
    ...storage.absorbed(words).map((line) => `      ${line}`),
    "    }",
    "  } finally {",
    "    publish();",
    "  }",
    "}",
  ];
}

export function foundLines(
  words: readonly string[],
  isTotal: boolean,
  isLive: boolean,
): readonly string[] {
  const stores = words.map(
    (word, index) => `out[tail${index === 0 ? "" : ` + ${index}`}] = ${word};`,
  );
  return [
    "// Takes over what happened to the storage since the last call.",
    "function synchronise() {",
    "  ({ store, visited } = memory);",
    `  ({ ${storage.parts} } = visited);`,
    "  ({ out, tail, end } = store);",
    "}",
    "",
    "// Tells the storage what has happened since.",
    "function publish() {",
    "  store.tail = tail;",
    "  store.violated |= violated; store.unclear |= unclear;",
    "  violated = 0;",
    "  unclear = 0;",
    "}",
    "",
    "// A state seen for the first time.",
    `function found(${words.join(", ")}, place) {`,
    "  pool[place] |= 1 << w0;",
    "  if (tail === end) {",
    "    store.tail = tail;",
    "    store.extend();",
    "    ({ out, tail, end } = store);",
    "  }",
    `  ${stores.join(" ")}`,
    `  tail += ${words.length};`,
    // Where not all of a state is kept, its properties were asked about before.
    ...(isLive ? [] : checkLines(words, isTotal).map((line) => `  ${line}`)),
    "}",
  ];
}

/** Asks about the properties of a state before what does not matter afterwards is gone. */
export function checkLines(raws: readonly string[], isTotal: boolean): readonly string[] {
  return [
    `violated |= violations(${raws.join(", ")});`,
    ...(isTotal ? [] : [`unclear |= undefinedInvariants(${raws.join(", ")});`]),
  ];
}

/** The words of a state from an array, to stand after `const`. */
export function loads(words: readonly string[], array: string, from: string): string {
  return words
    .map((word, index) => {
      const place = from === "0" ? String(index) : index === 0 ? from : `${from} + ${index}`;
      return `${word} = ${array}[${place}]`;
    })
    .join(", ");
}
