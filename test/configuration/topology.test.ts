import { describe, expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { boards } from "../../src/machine/configuration/boards.js";
import { axesOfBoard, readAxes } from "../../src/machine/configuration/named-axes.js";

function told(texts: readonly string[]): string {
  try {
    readAxes(texts);
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error);
    throw error;
  }
  return "no fault";
}

describe("the number of CPUs is an axis", () => {
  test("with one there is no board", () => {
    expect(readAxes(["cpus=1", "touch=yes"])).toMatchObject({
      board: null,
      names: { touch: "yes" },
    });
  });

  test("with two there is one, and every CPU has the other axes", () => {
    const { board, machine, names } = readAxes(["nmi-routing=all", "cpus=2", "nesting=yes"]);
    expect(board).toEqual({
      cpus: 2,
      externalTo: "all",
      sharedTo: "none",
      sharedLock: "none",
      portTo: "none",
      reasonLock: "step",
    });
    expect(machine.nesting).toBe(true);
    expect(Object.entries(names)).toEqual([
      ["nesting", "yes"],
      ["cpus", "2"],
      ["nmi-routing", "all"],
    ]);
  });

  test("routing of system errors alone gives the CPUs a port that has them", () => {
    expect(readAxes(["cpus=2", "serr-routing=all"]).machine.reasonPort).toBe("serr");
    expect(readAxes(["cpus=2", "serr-routing=all", "reason-port=known"]).machine.reasonPort).toBe(
      "known",
    );
  });

  test.each(boards)("$name is a machine with axes", ({ board }) => {
    expect(axesOfBoard(board).board).toEqual(board);
  });
});

describe("an axis that says how CPUs hang together", () => {
  test("means nothing of one CPU", () => {
    expect(told(["nmi-routing=all"])).toBe(
      "error[configuration/axis-needs]: the axis nmi-routing=all is about several CPUs, and this machine has none.\n  → add the axis `cpus=2`, or leave nmi-routing=all out.",
    );
  });

  test("may need another one", () => {
    expect(told(["cpus=2", "shared-lock=skip"])).toBe(
      "error[configuration/axis-needs]: the axis shared-lock=skip is about a source that CPUs share, and this machine has none.\n  → add the axis `shared-source=boot`, or leave shared-lock=skip out.",
    );
  });

  test("has its values", () => {
    expect(told(["cpus=9"])).toContain("there is no value of the axis cpus `9`.");
  });
});
