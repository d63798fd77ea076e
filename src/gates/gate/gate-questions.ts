import { type Asked, questionKey, subjectKey } from "../../analyses/check/question.js";
import type { CheckResult } from "../../analyses/check/result.js";
import type { Subject } from "../../machine/subject.js";
import type { Prepared } from "./prepare.js";

/** A question, and the place in the config of the gate that asks it: several may ask the same. */
export interface GateQuestion extends Asked {
  readonly gate: number;
}

/** The answer to a gate's question. */
export type GateResult = GateQuestion & CheckResult;

/** Everything that some gates ask, in their order. */
export function gateQuestions(gates: readonly Prepared[]): readonly GateQuestion[] {
  return gates.flatMap(({ index, asked }) =>
    asked.flatMap(({ subject, properties }) =>
      properties.map((property): GateQuestion => ({ ...subject, gate: index, property })),
    ),
  );
}

/** The names of the gates that ask a question. */
export function gatesAsking(gates: readonly Prepared[], asked: Asked): readonly string[] {
  const key = questionKey(asked);
  return gates
    .filter((one) => gateQuestions([one]).some((question) => questionKey(question) === key))
    .map(({ gate }) => gate.name);
}

/** The names of the gates that ask something of a subject. */
export function gatesAbout(gates: readonly Prepared[], about: Subject): readonly string[] {
  const key = subjectKey(about);
  return gates
    .filter(({ asked }) => asked.some(({ subject }) => subjectKey(subject) === key))
    .map(({ gate }) => gate.name);
}
