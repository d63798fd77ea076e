import type { Limits } from "../analyses/limits/limits.js";
import type { KernelOrigin } from "../analyses/limits/traces.js";
import { machineStem } from "../machine/configuration/axes-text.js";
import type { NamedPlatform } from "../machine/configuration/platform.js";
import type { Output } from "./output.js";
import type { MachineOptions } from "./question.js";

/** The options of `nmicheck limits` as the command line gives them. */
export interface LimitsOptions extends MachineOptions {
  readonly platform?: string;
  readonly chain?: string;
  readonly ips?: string;
  readonly walk?: string;
  readonly observe?: string;
  readonly checker?: string;
  readonly tlcJar?: string;
  readonly heap?: string;
  readonly timeout?: string;
  readonly engine?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
  /** False with `--no-cache`. */
  readonly cache?: boolean;
}

/** What is the same for all parts of an answer. */
export interface Work {
  readonly limits: Limits;
  readonly origin: KernelOrigin;
  readonly engines: readonly string[];
  readonly folder: string;
  readonly options: LimitsOptions;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** The names of the files of an answer begin so. */
export function fileStem({ limits }: Work, platform: NamedPlatform): string {
  const { axes, walk, observation } = limits.request;
  return `${machineStem(platform, axes?.names)}-${walk}-${observation.join("-")}`;
}
