import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { check } from "../../src/analyses/check/check.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import type { Subject } from "../../src/machine/subject.js";
import { loadedPolicy } from "../check/loaded-policy.js";
import { provisioned } from "../tlc/provisioned.js";
import {
  type Lie,
  lyingJava,
  type Recording,
  realJava,
  recorded,
  recordingJava,
} from "./fake-java.js";
import type { Recordings } from "./runs.js";

interface Question {
  readonly subject: Subject;
  readonly property: NmiProperty;
}

/** What TLC is asked in earnest, and lied about afterwards: the first holds, the others do not. */
export async function runQuestions(): Promise<ReadonlyMap<string, Question>> {
  const policy = await loadedPolicy("mainline");
  const platform = namedPlatform("ideal", [1], 1);
  const bare = { policy, platform, axes: readAxes([]) };
  const forgotten = { policy, platform, axes: readAxes(["lvtpc=forgotten"]) };
  return new Map<string, Question>([
    ["NoStranded", { subject: bare, property: "NoStranded" }],
    ["NoMasked", { subject: bare, property: "NoMasked" }],
    ["NoStranded with lvtpc=forgotten", { subject: forgotten, property: "NoStranded" }],
  ]);
}

/** The way from a question to TLC's answer, with another Java on it. */
export class RunCampaign {
  readonly #folder: string;
  readonly #questions: ReadonlyMap<string, Question>;
  readonly #java: string;
  readonly #jar: string;

  private constructor(
    folder: string,
    questions: ReadonlyMap<string, Question>,
    java: string,
    jar: string,
  ) {
    this.#folder = folder;
    this.#questions = questions;
    this.#java = java;
    this.#jar = jar;
  }

  static async in(folder: string): Promise<RunCampaign> {
    const { java, jar } = await provisioned();
    return new RunCampaign(folder, await runQuestions(), await realJava(java.command), jar.path);
  }

  /** What TLC truly says of each question. */
  async recordings(): Promise<Recordings> {
    const found: (readonly [string, Awaited<ReturnType<typeof recorded>>])[] = [];
    for (const name of this.#questions.keys()) {
      const home = await recordingJava(join(this.#folder, "recording"), this.#java);
      const { verdict } = await this.#ask(name, home);
      if (verdict.verdict === "failed") throw verdict.failure.diagnostic;
      found.push([name, await recorded(home)]);
    }
    return new Map(found);
  }

  /** The answer to the question of this name by a Java that lies. */
  async answer(name: string, lie: Lie): Promise<CheckResult> {
    const folder = join(this.#folder, "lying");
    await mkdir(folder, { recursive: true });
    try {
      return await this.#ask(name, await lyingJava(folder, this.#java, lie));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** What TLC truly says of all questions about several machines, in one run. */
  async sharedRecording(
    subjects: readonly Subject[],
    properties: readonly NmiProperty[],
  ): Promise<{ readonly recording: Recording; readonly results: readonly CheckResult[] }> {
    const home = await recordingJava(join(this.#folder, "recording"), this.#java);
    const results = await this.#askAll(subjects, properties, home);
    return { recording: await recorded(home), results };
  }

  /** The answers to all questions about several machines by a Java that lies. */
  async answers(
    subjects: readonly Subject[],
    properties: readonly NmiProperty[],
    lie: Lie,
  ): Promise<readonly CheckResult[]> {
    const folder = join(this.#folder, "lying");
    await mkdir(folder, { recursive: true });
    try {
      return await this.#askAll(subjects, properties, await lyingJava(folder, this.#java, lie));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #ask(name: string, home: string): Promise<CheckResult> {
    const question = this.#questions.get(name);
    if (question === undefined) throw new Error(`there is no question ${name}`);
    const [result] = await this.#askAll([question.subject], [question.property], home);
    if (result === undefined) throw new Error("a question without a result");
    return result;
  }

  async #askAll(
    subjects: readonly Subject[],
    properties: readonly NmiProperty[],
    home: string,
  ): Promise<readonly CheckResult[]> {
    const { JAVA_HOME: before } = process.env;
    process.env.JAVA_HOME = home;
    try {
      const { results } = await check(
        { subjects, properties, version: "0" },
        { checker: "tlc", tlcJar: this.#jar, out: null },
        {},
      );
      return results;
    } finally {
      if (before === undefined) delete process.env.JAVA_HOME;
      else process.env.JAVA_HOME = before;
    }
  }
}
