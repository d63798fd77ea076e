/** The commands that `nmicheck --help` lists, but for that of the help. */
export function commandsIn(help: string): readonly string[] {
  return [...help.matchAll(/^ {2}([a-z-]+) (?:\[options\]|<)/gm)].map(([, name = ""]) => name);
}

/** The parts of a help text by their headings, the headings in their order. */
export function partsOf(help: string): ReadonlyMap<string, string> {
  const parts = help.split(/^(?=[A-Z][^\n]*:\n {2})/m).slice(1);
  return new Map(
    parts.map((part) => {
      const end = part.indexOf(":\n");
      return [part.slice(0, end), part.slice(end + 2)];
    }),
  );
}

/** The options that a part of a help text lists. */
export function optionsIn(part: string): readonly string[] {
  return [...part.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option = ""]) => option);
}

/** What is typed in the examples of a help text, without the program's name. */
export function examplesIn(help: string): readonly string[] {
  const part = partsOf(help).get("Examples") ?? "";
  return [...part.matchAll(/^ {2}node \S+ (.*)$/gm)].map(([, typed = ""]) => typed);
}
