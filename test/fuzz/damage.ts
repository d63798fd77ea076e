/** A generator of numbers below `limit`, the same for the same seed (mulberry32). */
export function random(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const TOKENS = [
  '"__proto__":{"polluted":true},',
  '"constructor":{"prototype":{"polluted":true}},',
  '"toJSON":1,',
  "1e999",
  "-0",
  "9007199254740993",
  "null",
  "[]",
  "{}",
  '"',
  "\\u0000",
  "\\ud800",
  "\u0000",
  "\ud800",
  "\u2028",
  "../../../../etc/passwd",
  "$(touch owned)",
  "[".repeat(5000),
  '{"a":'.repeat(5000),
  "@!@!@STARTMSG 2193:0 @!@!@\n",
  "@!@!@ENDMSG 2193 @!@!@\n",
  "9".repeat(400),
];

/** The text with one to four places damaged: cut, dropped, repeated, overwritten, or added to. */
export function damaged(text: string, below: (limit: number) => number): string {
  let result = text;
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(result.length + 1);
    const to = Math.min(result.length, at + 1 + below(40));
    const token = TOKENS[below(TOKENS.length)] ?? "";
    const [before, part, after] = [result.slice(0, at), result.slice(at, to), result.slice(to)];
    const ways = [
      before,
      before + after,
      before + part + part + after,
      before + token + after,
      before + token + part + after,
      before + String.fromCharCode(below(0x10000)) + part.slice(1) + after,
      before + (/\d/.test(part) ? part.replace(/\d/, String(below(10))) : part) + after,
    ];
    result = ways[below(ways.length)] ?? before;
  }
  return result;
}
