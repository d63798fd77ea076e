import { isAbsolute, relative, sep } from "node:path";

/** Whether `path` lies in `folder`, at any depth; both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The path as the user wants to read it: from the working directory on if it lies in there. */
export function displayPath(path: string): string {
  return isInside(process.cwd(), path) ? relative(process.cwd(), path) : path;
}
