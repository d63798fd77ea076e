import { expect, test } from "vitest";
import { plainMails } from "../../src/analyses/review/mail.js";

const from = (number: number): string => `From ${number}123 Mon Sep 17 00:00:00 2001`;
const mail = (number: number, encoding: string, body: string): string =>
  [
    from(number),
    "Subject: [PATCH] x86/nmi",
    `Content-Transfer-Encoding: ${encoding}`,
    "",
    body,
  ].join("\n");

test("each mail of a mailbox is decoded as it says of itself", () => {
  const base64 = Buffer.from("+three = é;\n").toString("base64");
  const mailbox = [
    mail(0, "8bit", "+x =3D 1;"),
    mail(1, "quoted-printable", '+one =3D "=C3=A9"; =\n+ two;=20\n'),
    mail(2, "base64", base64),
  ].join("\n");
  expect(plainMails(mailbox)).toBe(
    [
      mail(0, "8bit", "+x =3D 1;"),
      mail(1, "quoted-printable", '+one = "é"; + two; \n'),
      mail(2, "base64", "+three = é;\n"),
    ].join("\n"),
  );
});

test("a diff that is no mail is left as it is", () => {
  const diff =
    "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-From here =3D\n+Content-Transfer-Encoding: base64\n";
  expect(plainMails(diff)).toBe(diff);
  expect(plainMails(diff.replaceAll("\n", "\r\n"))).toBe(diff.replaceAll("\n", "\r\n"));
});
