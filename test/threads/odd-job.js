// A job for the tests of threads, which does what it is asked to. It is a program as the build leaves them.
import { Diagnostic } from "../../dist/src/base/diagnostic/diagnostic.js";

export const job = {
  file: import.meta.filename,
  begin: (given, { tell }) => {
    if (given.fails) throw new Error("it cannot begin");
    return async (question) => {
      if (question.after !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, question.after));
      }
      if (question.tells !== undefined) tell(question.tells);
      switch (question.does) {
        case "diagnoses":
          throw new Diagnostic({
            code: "odd/job",
            blame: "user",
            message: question.text,
            remedy: "`nmicheck doctor` tells more.",
            place: { file: "odd.ts", line: 3, column: 7, source: "  odd();" },
            cause: new TypeError("the cause of it"),
          });
        case "throws":
          throw new RangeError(question.text);
        case "exits":
          process.exit(5);
          break;
        case "computes":
          for (;;);
        case "eats":
          for (const all = []; ; ) all.push(new Array(1e6).fill(all));
        case "mistakes":
          // As if it had been asked something else.
          question.text = "something else";
          return "an answer";
        case "functions":
          return () => "no plain data";
      }
      return `${given.greeting} ${question.text}`;
    };
  },
};
