import { open } from "node:fs/promises";
import { imageDiagnostic } from "./diagnostics.js";

/** The first 64 KiB hold the header and the version's text, which lies in the real-mode code. */
const HEAD = 65_536;

/** Offsets in a bzImage: "The Linux/x86 Boot Protocol", Documentation/arch/x86/boot.rst. */
const MAGIC_AT = 0x202;
const VERSION_POINTER_AT = 0x20e;
const SETUP_HEADER = 0x200;

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file).catch((error: Error) => {
    throw imageDiagnostic(
      file,
      `it cannot be read (${"code" in error ? error.code : error.message}).`,
    );
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    // A folder opens, and does not read.
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw imageDiagnostic(file, `it cannot be read (${code}).`);
  } finally {
    await handle.close();
  }
}

/**
 * The release that a kernel image (a bzImage) says it is, for example "6.12.117+deb12-amd64".
 *
 * @throws Diagnostic `qemu/image`.
 */
export async function releaseOfImage(file: string): Promise<string> {
  const head = await readHead(file);
  if (head.subarray(MAGIC_AT, MAGIC_AT + 4).toString("latin1") !== "HdrS") {
    throw imageDiagnostic(file, "it has no boot header (HdrS).");
  }
  if (head.length < VERSION_POINTER_AT + 2)
    throw imageDiagnostic(file, "its boot header is cut off.");
  const at = head.readUInt16LE(VERSION_POINTER_AT) + SETUP_HEADER;
  const end = head.indexOf(0, at);
  const text = at > SETUP_HEADER && end > at ? head.subarray(at, end).toString("latin1") : "";
  const [release] = text.split(" ");
  if (release === undefined || release === "")
    throw imageDiagnostic(file, "it does not tell its version.");
  return release;
}
