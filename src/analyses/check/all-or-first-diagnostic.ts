import pLimit from "p-limit";

/**
 * Does all of it, `atOnce` at a time. After something has thrown nothing more is begun, and what is
 * under way is waited for: it uses a folder that will go.
 *
 * @throws the first that was thrown
 */
export async function allOrFirstDiagnostic<Result>(
  work: readonly (() => Promise<Result>)[],
  atOnce: number,
): Promise<readonly Result[]> {
  const limit = pLimit(atOnce);
  const thrown: unknown[] = [];
  const settled = await Promise.all(
    work.map((one) =>
      limit(async () => {
        if (thrown.length > 0) return [];
        try {
          return [await one()];
        } catch (error) {
          thrown.push(error);
          return [];
        }
      }),
    ),
  );
  if (thrown.length > 0) throw thrown[0];
  return settled.flat();
}
