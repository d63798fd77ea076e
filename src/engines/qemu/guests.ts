import { join } from "node:path";
import { Guest } from "./guest.js";
import type { GuestAxes } from "./guest-axes.js";
import type { TraceReport } from "./guest-report.js";
import { packInitramfs } from "./initramfs.js";
import type { GuestKernel } from "./kernel.js";
import { DEFAULT_TIMES, type GuestTimes } from "./limits.js";
import { type BuildOptions, buildModule } from "./module.js";
import type { TracePlan } from "./plan.js";

type Panic = GuestAxes["panic"];

/** The kernel's own settings, as its command line takes them (Documentation/admin-guide/sysctl). */
const SETTINGS: Readonly<Record<Panic, readonly string[]>> = {
  no: [],
  unknown: ["unknown_nmi_panic"],
  unrecovered: ["sysctl.kernel.panic_on_unrecovered_nmi=1"],
};

/** What a guest said of a trace, and whether its edges fold. */
interface Replayed {
  readonly report: TraceReport;
  readonly folds: boolean;
}

/**
 * The guests of one kernel: one that plays all traces, and one for each setting that makes the kernel
 * panic, booted when a trace first needs it and again when it has panicked.
 */
export class Guests {
  readonly #kernel: GuestKernel;
  readonly #folder: string;
  readonly #options: BuildOptions & { readonly times?: Partial<GuestTimes> };
  readonly #running = new Map<Panic, Guest>();
  /** Traces for a kernel that may panic go one after another: one that is sent ahead would be lost. */
  #turn: Promise<unknown> = Promise.resolve();
  #initramfs: Promise<string> | undefined;

  constructor(
    kernel: GuestKernel,
    folder: string,
    options: BuildOptions & { readonly times?: Partial<GuestTimes> },
  ) {
    this.#kernel = kernel;
    this.#folder = folder;
    this.#options = options;
  }

  /**
   * Boots the guest that needs no setting.
   *
   * @throws Diagnostic `qemu/…`
   */
  start(): Promise<Guest> {
    return this.#guest("no");
  }

  /**
   * Plays a trace on the guest with its settings.
   *
   * @throws Diagnostic `qemu/…`
   */
  async replay(plan: TracePlan): Promise<Replayed> {
    const { panic } = plan.axes;
    if (panic === "no") return played(await this.#guest("no"), plan);
    const turn = this.#turn.then(async () => {
      const guest = await this.#guest(panic);
      const replayed = await played(guest, plan);
      if (replayed.report.panicked === true) {
        this.#running.delete(panic);
        await guest.close();
      }
      return replayed;
    });
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((guest) => guest.close()));
  }

  async #guest(panic: Panic): Promise<Guest> {
    const known = this.#running.get(panic);
    if (known !== undefined) return known;
    const { onProgress, signal, times } = this.#options;
    this.#initramfs ??= buildModule(this.#kernel, this.#options).then((module) =>
      packInitramfs(module, this.#folder, this.#options),
    );
    const initramfs = await this.#initramfs;
    onProgress?.(`booting ${this.#kernel.release}`);
    const guest = await Guest.start({
      title: this.#kernel.release,
      files: {
        image: this.#kernel.image,
        initramfs,
        console: join(this.#folder, panic === "no" ? "console" : `console-${panic}`),
        settings: SETTINGS[panic],
      },
      times: { ...DEFAULT_TIMES, ...times },
      signal,
    });
    this.#running.set(panic, guest);
    return guest;
  }
}

async function played(guest: Guest, plan: TracePlan): Promise<Replayed> {
  return { report: await guest.replay(plan), folds: guest.about.folds };
}
