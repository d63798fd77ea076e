/** A sentence or a table, and the command that proves it. */
export interface Statement {
  /** Markdown. */
  readonly text: string;
  /** The arguments of nmicheck; null where the text names its own. */
  readonly command: string | null;
}

/** A heading with what stands below it. */
export interface Section {
  readonly title: string;
  readonly statements: readonly Statement[];
}

/** A number as the user reads it, the same in every locale. */
export function number(value: number): string {
  return value.toLocaleString("en-GB");
}

/** Rows of a Markdown table, the first one its head. */
export function markdownTable(rows: readonly (readonly (string | number)[])[]): string {
  const [head = [], ...rest] = rows;
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rest.map(line)].join("\n");
}

/** A page of sections: each statement with its command behind it. */
export function pageText(title: string, intro: string, sections: readonly Section[]): string {
  const blocks = sections.flatMap((section) => [
    `## ${section.title}`,
    ...section.statements.map(({ text, command }) => {
      if (command === null) return text;
      const proof = `*Proof:* \`nmicheck ${command}\``;
      // A sentence keeps its proof beside it; a table or a list stands above it.
      return text.includes("\n") ? `${text}\n\n${proof}` : `${text} ${proof}`;
    }),
  ]);
  return `${[`# ${title}`, intro, ...blocks].join("\n\n")}\n`;
}
