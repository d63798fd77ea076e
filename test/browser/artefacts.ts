import { join } from "node:path";
import { packageRoot } from "../../src/base/package/root.js";

/** What the tests make and leave for people to look at; git does not keep it. */
export const artefacts = join(packageRoot, "artefacts", "report");

/** The reports that the tests look at. */
export const reports = {
  /** Without options: the whole scorecard and every scenario. */
  whole: join(artefacts, "whole.html"),
  /** With one trace that is very long, and a machine's log. */
  long: join(artefacts, "long.html"),
  /** Of a policy whose file and memory have names that are markup. */
  policy: join(artefacts, "policy.html"),
  /** Of the museum, on two platforms. */
  museum: join(artefacts, "museum.html"),
  /** Of two CPUs. */
  cpus: join(artefacts, "cpus.html"),
  /** With markup in every text. */
  hostile: join(artefacts, "hostile.html"),
} as const;

/** The steps of the long trace. */
export const LONG_STEPS = 10_000;

/** A text that does harm where it is taken for markup, in an element or in an attribute. */
export const HOSTILE = `</script><img src=x onerror="alert(1)"><svg onload='alert(2)'>`;
