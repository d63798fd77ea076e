import { join } from "node:path";
import type { Address } from "./address.js";

/** Binds Java's remote objects to one address; it is compiled by Java itself when it starts. */
const LAUNCHER = join(import.meta.dirname, "BoundRmi.java");

/** The server tells its progress so often; each minute if it is told nothing. */
const MILLISECONDS_BETWEEN_REPORTS = 5_000;

/** What the Java of a server or of a worker needs, whatever it does. */
export interface JavaLine {
  readonly jar: string;
  readonly heap?: string | undefined;
  /** Where everything goes that Java writes. */
  readonly folder: string;
  /** The address that its own objects can be reached at. */
  readonly host: string;
  /** The server. */
  readonly server: Address;
}

/** The arguments of `java` up to those of the class `main` of TLC. */
export function javaLine({ jar, heap, folder, host, server }: JavaLine, main: string): string[] {
  return [
    ...(heap === undefined ? [] : [`-Xmx${heap}`]),
    "-XX:-UsePerfData",
    "-XX:MaxJavaStackTraceDepth=40",
    `-Djava.io.tmpdir=${folder}`,
    "-Dfile.encoding=UTF-8",
    "-Duser.language=en",
    "-Duser.country=US",
    "-Djava.net.preferIPv4Stack=true",
    // What the others are told, and where it listens: one address in both.
    `-Djava.rmi.server.hostname=${host}`,
    `-Dnmicheck.bind=${host}`,
    `-Dtlc2.tool.distributed.TLCServer.port=${server.port}`,
    `-Dtlc2.tool.distributed.TLCServer.report=${MILLISECONDS_BETWEEN_REPORTS}`,
    // One thread each: a worker is a process, and its death costs one.
    "-Dtlc2.tool.distributed.TLCWorker.threadCount=1",
    "-cp",
    jar,
    LAUNCHER,
    main,
  ];
}
