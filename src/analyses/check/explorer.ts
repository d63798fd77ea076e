import { explore } from "../../checkers/explore/breadth-first.js";
import type { Exploration, Progress } from "../../checkers/explore/exploration.js";
import { Checkpoint } from "../../checkers/packed/checkpoint.js";
import { explorePacked } from "../../checkers/packed/explore-packed.js";
import { defaultHeapBytes } from "../../checkers/packed/memory-limit.js";
import { instantiate } from "../../compiler/ir/instance.js";
import type { MachineEvent, MachinePath, MachineState } from "../../machine/model/machine-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { constantsOf, irOfSubject, modelOf, traceOriginOf } from "../../machine/subject.js";
import { compileSubject } from "./compile-subject.js";
import { leftItsRange } from "./diagnostics.js";
import { explorerVerdict } from "./explorer-verdict.js";
import { pathText } from "./path-text.js";
import type { CheckProgress, CheckRequest } from "./request.js";
import type { CheckResult } from "./result.js";
import { TYPE_OK, typeError, withTypeOk } from "./type-ok.js";
import { type Failure, failureOf, type Measured, type Verdict } from "./verdict.js";

type MachineExploration = Exploration<MachineState, MachineEvent, NmiProperty | typeof TYPE_OK>;

/**
 * Explores one subject for the properties asked about, over packed states.
 *
 * A model that fails is explored once more as its TypeScript, with `TypeOK` as a property: for what
 * the user is told.
 */
export async function exploreSubject(
  subject: Subject,
  request: Omit<CheckRequest, "subjects">,
  onProgress?: (progress: CheckProgress) => void,
): Promise<MachineExploration> {
  const model = modelOf(subject);
  const settings = request.exploration ?? {};
  const compiled = await compileSubject(subject, request.properties, settings.reductions ?? []);
  const limits = {
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    ...(request.timeoutSeconds === undefined ? {} : { maxSeconds: request.timeoutSeconds }),
    ...(onProgress === undefined
      ? {}
      : { onProgress: (progress: Progress) => onProgress({ subject, ...progress }) }),
  };
  const { budget } = settings;
  const heapBytes = settings.heapBytes ?? budget?.explorerBytes ?? defaultHeapBytes();
  const run = () =>
    explorePacked(compiled, model, {
      properties: request.properties,
      heapBytes,
      ...(settings.checkpointFolder === undefined
        ? {}
        : { checkpoint: Checkpoint.of(settings.checkpointFolder, compiled) }),
      ...limits,
    });
  const exploration = budget === undefined ? await run() : await budget.use(heapBytes, run);
  const fails = [...exploration.answers.values()].some(({ answer }) => answer === "failed");
  if (!fails) return exploration;
  return explore<MachineState, MachineEvent, NmiProperty | typeof TYPE_OK>(
    withTypeOk(model, compiled.instance.domains),
    { properties: [TYPE_OK, ...request.properties], essential: TYPE_OK, ...limits },
  );
}

/** The verdicts of the embedded explorer on one subject, in the order of the properties. */
export async function checkByExplorer(
  subject: Subject,
  request: Omit<CheckRequest, "subjects">,
  onProgress?: (progress: CheckProgress) => void,
): Promise<readonly CheckResult[]> {
  const exploration = await exploreSubject(subject, request, onProgress);
  const measured: Measured = {
    states: { distinct: exploration.distinct, generated: exploration.generated },
    depth: exploration.depth,
    seconds: exploration.seconds,
  };
  const typeOk = exploration.answers.get(TYPE_OK);
  const broken = typeOk?.answer === "violated" ? await typeFailure(subject, typeOk.path) : null;
  const origin = await traceOriginOf(subject, request.version);
  return request.properties.map((property): CheckResult => {
    const answer = exploration.answers.get(property);
    const verdict: Verdict =
      broken !== null
        ? { verdict: "failed", measured, failure: broken }
        : explorerVerdict(answer, measured, { ...origin, property });
    return {
      ...subject,
      property,
      verdict,
      certified: false,
      replayedOn: [],
    };
  });
}

/** What the user is told of a variable that left its range. */
export async function typeFailure(subject: Subject, path: MachinePath): Promise<Failure> {
  const { domains } = instantiate(await irOfSubject(subject), constantsOf(subject));
  const last = path.steps.at(-1)?.state ?? path.initial;
  const found = typeError(domains, last);
  const what =
    found === null
      ? "a variable left its declared range"
      : `\`${found.path}\` became ${JSON.stringify(found.value)}, which is not ${found.expected}`;
  const blame = subject.policy.origin.kind === "file" ? "user" : "tool";
  return failureOf(leftItsRange(what, pathText(path), blame));
}
