import { type TlcJar, tlcCacheFolder } from "../../src/checkers/tlc/jar.js";
import { findJava, type Java } from "../../src/checkers/tlc/java.js";
import { setup } from "../../src/checkers/tlc/setup.js";

export interface Provisioned {
  readonly java: Java;
  readonly jar: TlcJar;
}

/** The user's, whatever a test has made of the environment when it asks first. */
const cache = tlcCacheFolder();

let provided: Promise<Provisioned> | undefined;

/**
 * Java, and TLC in the user's cache, where it is put if it is not there yet. A test that needs TLC
 * awaits this: without Java or Maven it fails, and says what is missing.
 */
export function provisioned(): Promise<Provisioned> {
  provided ??= provide();
  return provided;
}

async function provide(): Promise<Provisioned> {
  const java = await findJava();
  const { jar } = await setup({ cache });
  return { java, jar };
}
