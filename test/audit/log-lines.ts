/** The head of a log that begins with its recording, and has the kernel's messages. */
export const HEAD = [
  "# nmicheck-audit: console 1",
  "# tracer: nop",
  "# entries-in-buffer/entries-written: 9/9   #P:1",
];

/** One NMI: when, at which address, what handlers a and b claimed. */
export function nmi(time: number, ip: string, a: number, b: number): readonly string[] {
  const head = (later: number): string => `<idle>-0 [000] d.Z1. ${(time + later).toFixed(6)}:`;
  return [
    `${head(0)} nmi_handler: a() delta_ns: 500 handled: ${a}`,
    `${head(0)} <stack trace>`,
    " => end_repeat_nmi+0x16/0x67",
    ` => ${ip}`,
    `${head(0.000002)} nmi_handler: b() delta_ns: 500 handled: ${b}`,
  ];
}

export const idle = "idle+0x1/0x9";

/** The kernel's report of an unknown NMI, in the stream of CPU 0. */
export const uhhuh = (time: number): string =>
  `<idle>-0 [000] d.Z1. ${time.toFixed(6)}: console: Uhhuh. NMI received for unknown reason 2d on CPU 0.`;
