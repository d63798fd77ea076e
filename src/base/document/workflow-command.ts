import { plainText } from "./plain-text.js";

/** What an annotation is about, and where GitHub shows it. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  /** From the top of the repository. */
  readonly file: string;
  /** Lines and columns count from 1. */
  readonly line: number;
  readonly endLine?: number;
  readonly column?: number;
  readonly title: string;
  readonly text: string;
}

/**
 * An annotation as a workflow command of GitHub Actions, with its line break. What comes from files
 * cannot begin a command of its own: line breaks are escaped.
 */
export function workflowCommand(annotation: Annotation): string {
  const { level, file, line, endLine, column, title, text } = annotation;
  const properties = [
    `file=${property(file)}`,
    `line=${line}`,
    ...(endLine === undefined ? [] : [`endLine=${endLine}`]),
    ...(column === undefined ? [] : [`col=${column}`]),
    `title=${property(title)}`,
  ];
  return `::${level} ${properties.join(",")}::${data(text)}\n`;
}

function data(text: string): string {
  return plainText(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
