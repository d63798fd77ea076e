/** The line before each mail of a mailbox: `From 0123… Mon Sep 17 00:00:00 2001`. */
const MAIL = /^From \S+ .*\d{4}$/;

/**
 * The text of a mail, or of a mailbox, with every body in plain text: a mail may carry its patch as
 * `quoted-printable` or `base64` (RFC 2045, section 6). Any other text is returned as it is.
 */
export function plainMails(text: string): string {
  const lines = text.split("\n");
  const starts = [...lines.keys()].filter((index) => MAIL.test((lines[index] ?? "").trimEnd()));
  const places = starts[0] === 0 ? starts : [0, ...starts];
  return places
    .map((start, place) => plainMail(lines.slice(start, places[place + 1]).join("\n")))
    .join("\n");
}

function plainMail(mail: string): string {
  const [head = "", gap = "", body = ""] = mail.split(/(\r?\n\r?\n)([\s\S]*)/);
  switch (/^Content-Transfer-Encoding:\s*(\S+)/im.exec(head)?.[1]?.toLowerCase()) {
    case "quoted-printable":
      return head + gap + quotedPrintable(body);
    case "base64":
      return head + gap + Buffer.from(body, "base64").toString("utf8");
    default:
      return mail;
  }
}

function quotedPrintable(body: string): string {
  return body
    .replace(/[ \t]+$/gm, "")
    .replace(/=\r?\n/g, "")
    .replace(/(?:=[0-9A-F]{2})+/gi, (run) =>
      Buffer.from(run.replaceAll("=", ""), "hex").toString(),
    );
}
