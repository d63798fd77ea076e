import { build } from "./built.js";

/** Builds what is stale and what TypeScript reads of the package, before tests pack it side by side. */
export default function setup(): Promise<void> {
  return build("--declarations");
}
