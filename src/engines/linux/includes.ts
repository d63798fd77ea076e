import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*<([^>\n]+)>/gm;

/** The headers that a C file includes in angle brackets, each once, in the order of the text. */
export function includedHeaders(source: string): readonly string[] {
  return [...new Set([...source.matchAll(INCLUDE)].map((match) => (match[1] ?? "").trim()))];
}

/** Whether a header's name is one that kernel headers have, and stays inside of the folder of headers. */
function staysInside(header: string): boolean {
  return /^\w[\w./+-]*$/.test(header) && !header.split("/").includes("..");
}

/**
 * Writes the folder of headers that a tree's nmi.c is compiled with: the headers in `real` with
 * their text, and an empty one for every other header that `nmiC` or one of the real ones includes.
 * What the empty ones would declare comes from the shim. A name that would lead out of the folder
 * gets no file, so that the compiler says that it is missing.
 */
export async function writeHeaders(
  folder: string,
  nmiC: string,
  real: Readonly<Record<string, string>>,
): Promise<void> {
  const texts = new Map(Object.entries(real));
  for (const source of [nmiC, ...Object.values(real)]) {
    for (const header of includedHeaders(source)) {
      if (staysInside(header) && !texts.has(header)) texts.set(header, "");
    }
  }
  for (const [header, text] of texts) {
    const path = join(folder, header);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
