import { expect, test } from "vitest";
import { applyEdits } from "../../../src/engines/linux/edit.js";
import { renderedDiagnostic } from "../../diagnostic/rendered-diagnostic.js";

const source = "int walk(void)\n{\n\treturn count(A) + count(B);\n}\n";

test("edits apply one after another", () => {
  const edits = [
    { what: "first", find: "count(A)", put: "$& 1" },
    { what: "second", find: "$& 1 + count(B)", put: "2" },
  ];
  expect(applyEdits("walk.c", source, edits)).toBe("int walk(void)\n{\n\treturn 2;\n}\n");
});

const remedy = "  → policy mainline needs no edit: it is the file as it stands";

test("an edit whose text is not there says which", async () => {
  const edit = { what: "stop the walk", find: "count(C)", put: "" };
  expect(await renderedDiagnostic(() => applyEdits("walk.c", source, [edit]))).toBe(
    `error[linux/edit]: walk.c cannot be changed as planned (stop the walk): the text to replace is not there.\n${remedy}`,
  );
});

test("an edit whose text is there twice says so", async () => {
  const edit = { what: "stop the walk", find: "count(", put: "" };
  expect(await renderedDiagnostic(() => applyEdits("walk.c", source, [edit]))).toBe(
    `error[linux/edit]: walk.c cannot be changed as planned (stop the walk): the text to replace is there 2 times.\n${remedy}`,
  );
});
