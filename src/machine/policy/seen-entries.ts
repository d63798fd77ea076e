import { at } from "../../../spec/language.js";
import type { Platform } from "../../../spec/platforms.js";
import type { Handled, SeenMore } from "../../../spec/policy.js";
import { type Expression, literal, local } from "../../compiler/ir/expression.js";

/** The machine that a policy is asked on, as far as the policy is told of it. */
export interface AskedOn extends Pick<Platform, "chain" | "rips"> {
  readonly policyInput: "nothing" | "handlers" | "bitmap" | "bitmapWithoutUnknown" | "bitmapShared";
}

/** A part of what a policy sees: how it is read, as TypeScript and in the IR, and what it can be. */
export interface Question {
  readonly read: (seen: SeenMore) => boolean | number;
  /** The same of the local `seen`. */
  readonly expression: Expression;
  readonly values: readonly (boolean | number)[];
}

/** Makes what a policy sees anew, so that it cannot matter what a policy does with it. */
export type SeenEntry = () => SeenMore;

const EITHER = [false, true];
const HANDLED: readonly Handled[] = [0, 1, 2];
const SEEN = local("seen");

/** Which values each part can have: one where the machine does not tell it. */
function valuesOn({ chain, rips, policyInput }: AskedOn) {
  const tellsHandlers = policyInput !== "nothing";
  const marks = tellsHandlers && policyInput !== "handlers" ? EITHER : [false];
  return {
    places: Array.from({ length: tellsHandlers ? rips : 1 }, (_, n) => n + 1),
    claims: chain.map((slots) =>
      Array.from({ length: tellsHandlers ? slots + 1 : 1 }, (_, n) => n),
    ),
    marks: chain.map(() => marks),
    other: marks,
  };
}

/** All that a policy can see of an NMI on a machine, in the order of `entryNumber`. */
export function seenEntries(machine: AskedOn): readonly SeenEntry[] {
  const { places, claims, marks, other: others } = valuesOn(machine);
  const entries: SeenEntry[] = [];
  for (const backToBack of EITHER) {
    for (const handled of HANDLED) {
      for (const ip of places) {
        for (const claimedBy of tuples(claims)) {
          for (const handlers of tuples(marks)) {
            for (const other of others) {
              entries.push(() => {
                const sources = { handlers: [...handlers], other };
                return { backToBack, handled, ip, claimedBy: [...claimedBy], sources };
              });
            }
          }
        }
      }
    }
  }
  return entries;
}

/** One value of each, in every way, the last one changing fastest. */
function tuples<Item>(choices: readonly (readonly Item[])[]): readonly (readonly Item[])[] {
  return choices.reduce<readonly (readonly Item[])[]>(
    (before, values) => before.flatMap((tuple) => values.map((value) => [...tuple, value])),
    [[]],
  );
}

/** The questions that tell what a policy sees, the one whose answer changes fastest last. */
export function questionsOn(machine: AskedOn): readonly Question[] {
  const { places, claims, marks, other } = valuesOn(machine);
  const sources = fieldOf(SEEN, "sources");
  return [
    {
      read: ({ backToBack }) => backToBack,
      expression: fieldOf(SEEN, "backToBack"),
      values: EITHER,
    },
    { read: ({ handled }) => handled, expression: fieldOf(SEEN, "handled"), values: HANDLED },
    ...(machine.policyInput === "nothing" ? [] : [ipQuestion(places)]),
    ...claims.map(
      (values, handler): Question => ({
        read: ({ claimedBy }) => at(claimedBy, handler),
        expression: itemOf(fieldOf(SEEN, "claimedBy"), handler),
        values,
      }),
    ),
    ...marks.map(
      (values, handler): Question => ({
        read: ({ sources: { handlers } }) => at(handlers, handler),
        expression: itemOf(fieldOf(sources, "handlers"), handler),
        values,
      }),
    ),
    { read: (seen) => seen.sources.other, expression: fieldOf(sources, "other"), values: other },
  ];
}

function ipQuestion(values: readonly number[]): Question {
  return { read: ({ ip }) => ip, expression: fieldOf(SEEN, "ip"), values };
}

function fieldOf(of: Expression, name: string): Expression {
  return { kind: "field", of, name };
}

function itemOf(of: Expression, index: number): Expression {
  return { kind: "item", of, index: literal(index) };
}

/** Which of the entries this is. @throws RangeError for what cannot be seen on the machine */
export function entryNumber(questions: readonly Question[], seen: SeenMore): number {
  return questions.reduce((number, { values, read }) => {
    const answer = values.indexOf(read(seen));
    if (answer === -1)
      throw new RangeError(`${JSON.stringify(seen)} cannot be seen on the machine`);
    return number * values.length + answer;
  }, 0);
}
