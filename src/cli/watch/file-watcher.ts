import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type FSWatcher, watch } from "chokidar";

/** Editors write a file in several steps, and some replace it: what follows this closely is one save. */
const QUIET_MILLISECONDS = 50;

/** Tells when any of some files is saved, made or removed. */
export class FileWatcher {
  readonly #watcher: FSWatcher;
  #files: ReadonlySet<string> = new Set();
  #folders: ReadonlySet<string> = new Set();
  #timer: NodeJS.Timeout | undefined;

  /** @param onChange called once for each save, a moment after it */
  constructor(private readonly onChange: () => void) {
    // The folders are watched: a file that is replaced, or removed and made again, is still seen.
    this.#watcher = watch([], { ignoreInitial: true, depth: 0 });
    this.#watcher.on("all", (_event, path) => {
      if (this.#files.has(resolve(path))) this.#changed();
    });
    // A folder that goes away is no reason to end: its files are looked at again when it is back.
    this.#watcher.on("error", () => this.#changed());
  }

  /** From now on these files, absolute, are watched, and no others. */
  watch(files: readonly string[]): void {
    this.#files = new Set(files);
    const folders = new Set(files.map((file) => nearestFolder(dirname(file))));
    this.#watcher.add([...folders].filter((folder) => !this.#folders.has(folder)));
    this.#watcher.unwatch([...this.#folders].filter((folder) => !folders.has(folder)));
    this.#folders = folders;
  }

  #changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.onChange, QUIET_MILLISECONDS);
  }

  /** Ends all watching; nothing keeps the process alive any more. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher.close();
  }
}

/** The folder, or where it is not there the nearest one above it. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}
