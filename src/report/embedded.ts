import { deflateRawSync } from "node:zlib";

/** The type of the element that holds the document: no browser takes it for a script. */
export const EMBEDDED_TYPE = "application/x-nmicheck-deflated";

/**
 * A document as the page carries it: its JSON, deflated (RFC 1951), in base64. That is a tenth of
 * the JSON, and has no character in it that could end the element or begin a comment.
 */
export function embedded(document: unknown): string {
  return deflateRawSync(JSON.stringify(document), { level: 9 }).toString("base64");
}

/** The element of a page that carries a document, to be found by its `id`. */
export function embeddedElement(id: string, document: unknown): string {
  return `<script type="${EMBEDDED_TYPE}" id="${id}">${embedded(document)}</script>`;
}
