import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import { nmicheck } from "../../cli/nmicheck.js";
import { slice } from "../../slice.js";
import { hasEnded, onOtherMachine } from "./fixtures/other-machine.js";

const home = { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" };
const VERSIONS = ["6.1", "6.12"] as const;

/** The folder of the module as nmicheck writes it, and built for each kernel. */
let folder = "";
const written = (): string => join(folder, "written");
const built = (version: string): string => join(folder, version);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-hardware-"));
  const { exitCode, stderr } = await nmicheck(["module", "--out", written()], home);
  expect(exitCode, stderr).toBe(0);
  for (const version of VERSIONS) {
    const kernel = await namedKernel(version);
    await cp(written(), built(version), { recursive: true });
    const made = await execa("make", [`KDIR=${kernel.headers}`], {
      cwd: built(version),
      all: true,
      reject: false,
    });
    expect(made.exitCode, made.all).toBe(0);
    expect(made.all).not.toContain("warning");
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a machine printed between two marks of its script. */
function part(said: string, mark: string): string {
  const [, rest = ""] = said.split(`== ${mark}\n`);
  return (rest.split(/^== /m)[0] ?? "").trimEnd();
}

describe.each(slice(VERSIONS, 2))("a machine with Linux %s, and no nmicheck", (version) => {
  test("plays the traces with real NMIs, its log is judged, and nothing stays loaded", async () => {
    const kernel = await namedKernel(version);
    const script = `
echo "== run"; sh run.sh --yes /log; echo "exit code $?"
echo "== log"; cat /log
echo "== modules"; cat /proc/modules; ls /proc/nmicheck
echo "== again"; sh run.sh --yes /log; echo "exit code $?"
echo "== stopped"; sed 's/^done <asked/sleep 4; done <asked/' run.sh >slow.sh
sh slow.sh --yes /log & sleep 2; grep -c ^nmicheck /proc/modules; kill $!; wait $!
echo "exit code $?"; cat /proc/modules
echo "== end"`;
    const said = await onOtherMachine(kernel, built(version), script, { cpus: 2 });
    expect(hasEnded(said), said).toBe(true);
    expect(part(said, "run")).toMatch(
      /^\d traces were played\. To judge them, where nmicheck is: nmicheck replay --log \/log\nexit code 0$/,
    );
    expect(part(said, "modules")).not.toMatch(/^nmicheck/m);
    expect(part(said, "modules")).toContain("/proc/nmicheck: No such file");
    expect(part(said, "again")).toContain("exit code 0");
    expect(part(said, "stopped")).toBe("1\nexit code 130");
    const log = join(folder, `${version}.log`);
    await writeFile(log, `${part(said, "log")}\n`);
    const judged = await nmicheck(["replay", "--log", log], home);
    expect(judged.stdout).toContain(`Linux ${kernel.release} `);
    expect(judged.stdout).toContain("  latch   keeps 1 NMI while one is in progress: the core's; ");
    expect(judged.stdout).toContain("unknown NMI at NMI 2 was swallowed");
    expect(judged.stdout).toMatch(/^11 traces: 11 agrees\.$/m);
    expect(judged.exitCode).toBe(0);
  });
});

test("each reason not to run, and none leaves anything loaded", async () => {
  const kernel = await namedKernel("6.12");
  const all = join(folder, "all");
  await cp(written(), join(all, "unbuilt"), { recursive: true });
  await cp(built("6.1"), join(all, "older"), { recursive: true });
  await cp(built("6.12"), join(all, "right"), { recursive: true });
  const script = `
run() { echo "== $1"; shift; "$@"; echo "exit code $?"; }
echo "root:x:0:0::/:/bin/sh" >/etc/passwd; echo "user:x:1000:1000::/:/bin/sh" >>/etc/passwd
run unread sh right/run.sh
run headers sh unbuilt/run.sh --yes /log
run kernel sh older/run.sh --yes /log
chmod -R a+rX . / 2>/dev/null
run user su user -c "sh /module/right/run.sh --yes /log"
echo 1 >/proc/sys/kernel/unknown_nmi_panic
run panic sh right/run.sh --yes /log
echo 0 >/proc/sys/kernel/unknown_nmi_panic
run log sh right/run.sh --yes /nowhere/log
insmod right/nmicheck.ko
run line sh -c "echo nonsense >/proc/nmicheck; cat /proc/nmicheck"
run loaded sh right/run.sh --yes /log
rmmod nmicheck
echo "== modules"; cat /proc/modules
echo "== end"`;
  const said = await onOtherMachine(kernel, all, `mkdir -p /etc\n${script}`);
  expect(hasEnded(said), said).toBe(true);
  expect(part(said, "unread")).toContain("# Before you run this");
  expect(part(said, "unread")).toMatch(
    /nothing was done\. When you have read this page: .*\nexit code 2$/,
  );
  expect(part(said, "headers")).toBe(
    `nmicheck: there are no headers of ${kernel.release}, and the module cannot be built.\nnmicheck: On Debian: apt-get install linux-headers-${kernel.release}\nexit code 3`,
  );
  const older = (await namedKernel("6.1")).release;
  expect(part(said, "kernel")).toBe(
    `nmicheck: nmicheck.ko is built for ${older}, and this is ${kernel.release}.\nnmicheck: Build it again: make clean, then sh run.sh --yes\nexit code 2`,
  );
  expect(part(said, "user")).toBe(
    "nmicheck: root alone may load a module: sudo sh run.sh --yes\nexit code 2",
  );
  expect(part(said, "panic")).toContain(
    "this kernel would panic: kernel.unknown_nmi_panic is set.",
  );
  expect(part(said, "log")).toMatch(/the log \/nowhere\/log cannot be written\.\nexit code 3$/);
  expect(part(said, "line")).toContain('{"error":"a line was not understood","code":-74}');
  expect(part(said, "loaded")).toContain("a module nmicheck is loaded already.");
  expect(part(said, "modules")).toBe("");
});

test("a machine without a local APIC takes no module", async () => {
  const kernel = await namedKernel("6.12");
  const script = `echo "== run"; sh run.sh --yes /log; echo "exit code $?"; dmesg | grep nmicheck; cat /proc/modules
echo "== end"`;
  const said = await onOtherMachine(kernel, built("6.12"), script, { settings: ["nolapic"] });
  expect(part(said, "run")).toMatch(
    /the kernel does not take the module: insmod: .*[Nn]o such device/,
  );
  expect(part(said, "run")).toContain(
    "nmicheck: this machine has no local APIC, and no NMI can be sent",
  );
  expect(part(said, "run")).not.toMatch(/^nmicheck \d/m);
});
