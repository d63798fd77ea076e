import { createServer } from "node:net";
import { badAddress, portTaken } from "./diagnostics.js";

/** Where a server of TLC's listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The port that TLC takes where it is told none (`tlc2.tool.distributed.TLCServer`). */
export const DEFAULT_PORT = 10_997;

export const LOOPBACK = "127.0.0.1";

/**
 * Reads `HOST:PORT`, or `HOST` with TLC's own port.
 *
 * @throws Diagnostic `tlc/bad-address`
 */
export function readAddress(option: string, text: string): Address {
  const [, host, port] = /^([A-Za-z0-9.-]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  const number = port === undefined ? DEFAULT_PORT : Number(port);
  if (host === undefined || number < 1 || number > 65_535) throw badAddress(option, text);
  // A stub that says "every address" leads nowhere.
  if (host === "0.0.0.0") throw badAddress(option, text);
  return { host, port: number };
}

/** A port of loopback that nobody has at the moment. */
export async function freeLoopback(): Promise<Address> {
  return await listening({ host: LOOPBACK, port: 0 });
}

/**
 * Sees that the address is one of this machine's, and free.
 *
 * @throws Diagnostic `tlc/port-taken`
 */
export async function requireFree(address: Address): Promise<Address> {
  try {
    return await listening(address);
  } catch (error) {
    throw portTaken(address, error);
  }
}

function listening({ host, port }: Address): Promise<Address> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host, port }, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : port;
      server.close(() => resolve({ host, port: taken }));
    });
  });
}
