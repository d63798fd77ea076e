/**
 * Writes a file whole or not at all. The library is loaded only now: a gate that is answered from the
 * cache writes nothing, and is to be soon there.
 */
export async function writeAtomic(file: string, content: string | Buffer): Promise<void> {
  const { default: writeFileAtomic } = await import("write-file-atomic");
  await writeFileAtomic(file, content);
}
