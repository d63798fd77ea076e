import { freebsd } from "../../examples/museum/freebsd.js";
import { freebsdAmd } from "../../examples/museum/freebsd-amd.js";
import { illumos } from "../../examples/museum/illumos.js";
import { netbsd } from "../../examples/museum/netbsd.js";
import { oneSwallow } from "../../examples/museum/one-swallow.js";
import { rpal } from "../../examples/museum/rpal.js";
import { ward } from "../../examples/museum/ward.js";
import { windows } from "../../examples/museum/windows.js";
import { xen } from "../../examples/museum/xen.js";
import { perf2636 } from "../../examples/policies/perf-2.6.36.js";
import { policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";

/** Each policy of the museum by its name, in the order in which the museum shows them. */
export const exhibits: Readonly<Record<string, Policy<unknown>>> = {
  ...policies,
  perf2636,
  oneSwallow,
  rpal,
  ward,
  freebsd,
  freebsdAmd,
  netbsd,
  illumos,
  xen,
  windows,
};
