import { tmpdir } from "node:os";
import { noAptDiagnostic, unknownKernelDiagnostic } from "./diagnostics.js";
import { run, type WorkOptions } from "./run.js";

/** Packages of Debian's that make up one kernel and what its modules are built with. */
export interface KernelPackages {
  readonly release: string;
  /** The version of the packages, for example "6.1.192-2". */
  readonly version: string;
  readonly image: string;
  /** Headers of this flavour, headers that all flavours share, and the programs of the build. */
  readonly headers: readonly [string, string, string];
}

/**
 * The releases of the plain amd64 kernel among the names of Debian's header packages, newest first:
 * not the cloud, the real-time and the debugging flavours.
 */
export function releasesAmong(packageNames: readonly string[], version: string): readonly string[] {
  const plain = /^linux-headers-(\d+\.\d+[.\d]*(?:-\d+|\+[a-z\d]+)?-amd64)$/;
  const releases = packageNames.flatMap((name) => plain.exec(name)?.[1] ?? []);
  const newestFirst = new Intl.Collator("en", { numeric: true });
  return releases
    .filter((release) => release.startsWith(`${version}.`))
    .sort((a, b) => newestFirst.compare(b, a));
}

/** The packages of a release, from what `apt-cache show` prints of its headers and its image. */
export function packagesOf(release: string, shown: string): KernelPackages | undefined {
  const field = (stanza: string, name: string) =>
    new RegExp(`^${name}: (.*)$`, "m").exec(stanza)?.[1];
  const stanzas = shown.split(/\n\n+/);
  const stanzaOf = (name: string) => stanzas.find((stanza) => field(stanza, "Package") === name);
  const image = `linux-image-${release}`;
  const headers = stanzaOf(`linux-headers-${release}`);
  if (headers === undefined || stanzaOf(image) === undefined) return undefined;
  const depends = field(headers, "Depends") ?? "";
  const common = /linux-headers-\S+-common/.exec(depends)?.[0];
  const kbuild = /linux-kbuild-\S+/.exec(depends)?.[0]?.replace(/,$/, "");
  const version = field(headers, "Version");
  if (common === undefined || kbuild === undefined || version === undefined) return undefined;
  return { release, version, image, headers: [`linux-headers-${release}`, common, kbuild] };
}

async function aptCache(
  args: readonly string[],
  version: string,
  options: WorkOptions,
): Promise<string> {
  return run(["apt-cache", ...args], tmpdir(), options, (error) =>
    error.code === "ENOENT" ? noAptDiagnostic(version) : unknownKernelDiagnostic(version),
  );
}

/**
 * The newest kernel of a version that apt knows with its headers.
 *
 * @param version For example "6.12".
 * @throws Diagnostic `qemu/no-apt`, `qemu/unknown-kernel`.
 */
export async function findKernelPackages(
  version: string,
  options: WorkOptions = {},
): Promise<KernelPackages> {
  const names = await aptCache(["pkgnames", `linux-headers-${version}.`], version, options);
  for (const release of releasesAmong(names.split("\n"), version)) {
    const wanted = [`linux-headers-${release}`, `linux-image-${release}`];
    const shown = await aptCache(["show", "--no-all-versions", ...wanted], version, options).catch(
      () => "",
    );
    const packages = packagesOf(release, shown);
    if (packages !== undefined) return packages;
  }
  throw unknownKernelDiagnostic(version);
}
