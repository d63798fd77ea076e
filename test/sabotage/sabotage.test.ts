import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinAnswers } from "../../src/analyses/check/join.js";
import { questionText } from "../../src/analyses/check/question.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { traceLength } from "../../src/machine/trace/length.js";
import { wholly } from "../slice.js";
import { answerSabotages, areDistinct, playSabotages } from "./answers.js";
import { baseAnswers, baseSubjects, properties } from "./base.js";
import { RunCampaign } from "./campaign.js";
import { runSabotages } from "./runs.js";
import { sharedSabotages } from "./shared-runs.js";
import { witnessSabotages } from "./witnesses.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-sabotage-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("whatever is done to answers, replays and witnesses, no question has an answer that is not its own", async () => {
  const answers = await baseAnswers();
  expect(areDistinct(answers)).toBe(true);
  // Nothing is done: nothing is seen.
  expect(joinAnswers(answers, answers.toReversed())).toEqual(answers);
  const all = [
    ...answerSabotages(answers),
    ...playSabotages(answers),
    ...witnessSabotages(answers),
  ];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(100);
  const passed: string[] = [];
  for (const { name, seenBy } of all) if ((await seenBy()) === null) passed.push(name);
  expect(passed).toEqual([]);
});

/** One of each kind; the long run has them all. */
const SLICE = [
  "it never starts",
  "it is the output of another run",
  "it comes twice",
  "it has one state less",
  "it is what it says of NoStranded",
  "its last state is the one before",
];

test("a Java that lies about a run gives no verdict", async () => {
  const campaign = await RunCampaign.in(folder);
  const all = runSabotages(await campaign.recordings());
  const chosen = SLICE.flatMap((name) => all.find((one) => one.name === name) ?? []);
  expect(chosen).toHaveLength(SLICE.length);
  for (const { about, name, lie } of chosen) {
    const { verdict, certified } = await campaign.answer(about, lie);
    expect([about, name, verdict.verdict, certified]).toEqual([about, name, "failed", false]);
  }
}, 240_000);

/** One of each kind of what may happen to a run over several machines; `npm run campaign:slices` has all. */
const SHARED_SLICE = [
  /^the record \(first violation, .* is dropped$/,
  /^the record \(first violation, .* is of another machine$/,
  /^the record \(explored, .* is dropped$/,
  /^the record \(explored, .* is doubled$/,
  /^the behaviour .* is dropped$/,
  /^the behaviour .* is doubled$/,
  /^the behaviour .* is that of another machine$/,
  /^the behaviour .* has no last state$/,
  /^the run is cut between the machines' ends$/,
];

test("whatever is done to what one run says of several machines, no question has an answer that is not its own", async () => {
  const campaign = await RunCampaign.in(folder);
  const subjects = (await baseSubjects()).slice(0, 2);
  const truth = await campaign.sharedRecording(subjects, properties);
  const told = ({ verdict, certified }: CheckResult): unknown => [
    verdict.verdict === "violated" ? traceLength(verdict.trace) : verdict.verdict,
    verdict.measured.states,
    certified,
  ];
  // Nothing is done: nothing is seen.
  const again = await campaign.answers(subjects, properties, {
    stdout: truth.recording.stdout,
    ends: truth.recording.code,
  });
  expect(again.map(told)).toEqual(truth.results.map(told));
  expect(new Set(truth.results.map(({ verdict }) => verdict.verdict))).toEqual(
    new Set(["holds", "violated"]),
  );
  const all = sharedSabotages(truth.recording);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(60);
  const slice = SHARED_SLICE.flatMap((kind) => all.find(({ name }) => kind.test(name)) ?? []);
  expect(slice).toHaveLength(SHARED_SLICE.length);
  const others = all.filter((one) => !slice.includes(one));
  const passed: string[] = [];
  for (const { name, lie, concerns } of [...slice, ...wholly(others)]) {
    expect([name, lie.stdout === truth.recording.stdout && lie.isOfAnotherRun !== true]).toEqual([
      name,
      false,
    ]);
    const answers = await campaign.answers(subjects, properties, lie);
    for (const [index, answer] of answers.entries()) {
      const isTrue =
        JSON.stringify(told(answer)) === JSON.stringify(told(truth.results[index] ?? answer));
      const isFailed = answer.verdict.verdict === "failed" && !answer.certified;
      if (concerns(answer) ? !isFailed : !isFailed && !isTrue) {
        passed.push(`${name}: ${questionText(answer)} ${answer.verdict.verdict}`);
      }
    }
  }
  expect(passed).toEqual([]);
}, 240_000);
