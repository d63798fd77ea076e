import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import type { KernelTree } from "../../../src/engines/linux/tree.js";
import { runRequests } from "./batch.js";
import { enginesFolder } from "./engines-folder.js";

/** What a patch of nmi.c may use: a statement each, among these variables. */
const idioms = [
  "__this_cpu_inc(n); __this_cpu_dec(n); __this_cpu_sub(n, 2); raw_cpu_add(n, 1);",
  "__this_cpu_or(n, 4); __this_cpu_and(n, 5); this_cpu_or(n, 1);",
  "i = __this_cpu_xchg(n, 3); i = this_cpu_xchg(n, i);",
  "i = __this_cpu_cmpxchg(n, 3, 4); i = this_cpu_cmpxchg(n, 3, 4);",
  "i = __this_cpu_inc_return(n) + __this_cpu_dec_return(n) + this_cpu_add_return(n, 2);",
  "i = *raw_cpu_ptr(&n); i += get_cpu_var(n); put_cpu_var(n);",
  "if (time_before(jiffies, j + HZ / 10) || time_after_eq(jiffies, j)) i++;",
  "j = jiffies + msecs_to_jiffies(20);",
  "i = min(i, 2); i = max(i, 1); i = clamp(i, 0, 3); i = min_t(int, i, 2U);",
  "t = local_clock(); t = sched_clock() - t; t = ktime_get_mono_fast_ns();",
  "t = rdtsc(); t = rdtsc_ordered(); t = get_cycles();",
  'pr_warn_once("nmi: %d\\n", i); pr_info_once("once\\n"); printk_once(KERN_INFO "x\\n");',
  'trace_printk("nmi %d\\n", i); pr_debug("%d\\n", i); pr_cont("\\n"); printk_deferred("x");',
  "if (cpu_feature_enabled(X86_FEATURE_FRED) || boot_cpu_has(X86_FEATURE_NMI)) i++;",
  "if (static_branch_unlikely(&key)) i++;",
  "if (stop_machine_nmi_handler_enabled() && stop_machine_nmi_handler()) return i;",
  "BUG_ON(i > 1000000); WARN_ON_ONCE(i > 1000000);",
  "atomic_inc(&a); i = atomic_inc_return(&a); i += atomic_read(&a); atomic_set(&a, 0);",
  "i += atomic_xchg(&a, 2); i += atomic_cmpxchg(&a, 2, 3); i += cmpxchg(&i, 3, 4) + xchg(&i, 5);",
  "set_bit(1, words); if (test_and_clear_bit(1, words)) i++; i += test_bit(0, words);",
  "if (__ratelimit(&limit)) i++;",
  "smp_store_release(&i, 1); i = smp_load_acquire(&i); swap(i, k);",
  "i += ARRAY_SIZE(words) + BIT(3) + (int)GENMASK(2, 0) + (i == INT_MAX);",
] as const;

const variables = `
static DEFINE_PER_CPU(int, n);
static DEFINE_PER_CPU_READ_MOSTLY(int, seldom);
static DEFINE_STATIC_KEY_FALSE(key);
static DEFINE_RATELIMIT_STATE(limit, 5 * HZ, 10);
static atomic_t a = ATOMIC_INIT(0);
static unsigned long words[2];
static unsigned long j __maybe_unused;
static u64 t __maybe_unused;
static int k __maybe_unused;
`;

function source(statements: readonly string[]): string {
  const functions = statements.map(
    (statement, index) =>
      `static int nmicheck_idiom_${index}(int i)\n{\n\t${statement}\n\treturn i;\n}\n`,
  );
  const calls = statements.map((_, index) => `\ti += nmicheck_idiom_${index}(i);\n`).join("");
  return `${variables}${functions.join("")}int nmicheck_idioms(int i);\nint nmicheck_idioms(int i)\n{\n\t(void)this_cpu_read(seldom);\n${calls}\treturn i;\n}\n`;
}

let folder: string;
let tree: KernelTree;
beforeAll(async () => {
  tree = await provisionTree("6.12");
  folder = await enginesFolder();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const mainline = ["mainline"] as const;

test("an nmi.c with every idiom compiles, without a warning of its own", async () => {
  const engine = await buildLinuxEngine(
    { ...tree, nmiC: `${tree.nmiC}${source(idioms)}` },
    { folder, policies: mainline },
  );
  const own = join(engine.folder, "own");
  const file = join(folder, "idioms.c");
  await writeFile(file, source(idioms));
  const flags = ["-std=gnu11", "-ffreestanding", "-Wall", "-Werror", "-fsyntax-only"];
  const { stderr } = await execa("gcc", [...flags, "-include", join(own, "shim.h"), file], {
    reject: false,
  });
  expect(stderr).toBe("");
});

test("what an idiom does is what the kernel's does", async () => {
  const checks = [
    'this_cpu_write(n, 6); if (this_cpu_xchg(n, 9) != 6 || this_cpu_read(n) != 9) nmicheck_die("xchg");',
    'if (this_cpu_cmpxchg(n, 9, 1) != 9 || this_cpu_cmpxchg(n, 9, 2) != 1) nmicheck_die("cmpxchg");',
    '__this_cpu_or(n, 6); __this_cpu_and(n, 5); if (this_cpu_read(n) != 5) nmicheck_die("or, and");',
    '__this_cpu_dec(n); if (__this_cpu_sub_return(n, 2) != 2) nmicheck_die("dec, sub");',
    'if (min(3, 2) != 2 || max(3, 2) != 3 || clamp(7, 0, 5) != 5) nmicheck_die("min, max");',
    'if (!time_before(1UL, 2UL) || time_before(2UL, 1UL) || !time_after(1UL, -1UL)) nmicheck_die("time");',
    'if (msecs_to_jiffies(1000) != HZ || local_clock() != jiffies * 4000000UL) nmicheck_die("clock");',
    'set_bit(65, words); if (!test_bit(65, words) || words[1] != 2) nmicheck_die("bits");',
  ];
  const called = tree.nmiC.replace("bool b2b = false;", "bool b2b = false;\n\tnmicheck_idioms(0);");
  expect(called).not.toBe(tree.nmiC);
  const text = `int nmicheck_idioms(int i);\n${called}${source(checks)}`;
  const { command } = await buildLinuxEngine(
    { ...tree, nmiC: text },
    { folder, policies: mainline },
  );
  const { replies, stderr } = await runRequests(command, [
    { op: "setup", policy: "mainline", chain: [1], rips: 1, sticky: false, shadow: false, cpus: 1 },
    { op: "raise", cpu: 0, handler: 0, slot: 0 },
    { op: "nmi", cpu: 0, arrivals: [] },
  ]);
  expect(stderr).toBe("");
  expect(replies[2]).toMatchObject({ ok: true, outcome: "handled" });
});

test("a header of the user's declares what the shim lacks, and a change of it builds anew", async () => {
  const nmiC = tree.nmiC.replace("bool b2b = false;", "bool b2b = nmi_of_tomorrow();");
  const file = join(folder, "stubs.h");
  const built = (text: string) =>
    buildLinuxEngine({ ...tree, nmiC, shim: { file, text } }, { folder, policies: mainline });
  const one = await built("#define nmi_of_tomorrow() false\n");
  const other = await built("static inline bool nmi_of_tomorrow(void) { return true; }\n");
  expect(other.digest).not.toBe(one.digest);
  expect(await readFile(join(one.folder, "users", "stubs.h"), "utf8")).toContain("#define");
  await expect(built("static int nmi_of_tomorrow(void) { return maybe; }\n")).rejects.toThrow(
    /users\/stubs\.h:1:\d+: error: .maybe. undeclared/,
  );
});
