import type { VNode } from "preact";
import { memo } from "preact/compat";
import { type Choice, choicesOf } from "../../src/analyses/play/choices.js";
import type { Session } from "../../src/analyses/play/session.js";
import { type Doer, doers } from "../../src/analyses/play/step-text.js";

const doerTexts: Readonly<Record<Doer, readonly [name: string, what: string]>> = {
  world: ["The world", "events and NMIs, at any time"],
  program: ["The program", "what the CPU runs between NMIs"],
  kernel: ["The kernel", "its next step in the NMI"],
};

/** More keys than the user looks through: then those that do nothing here are left out. */
const MOST_SHOWN = 16;

/** Every step that can be taken, as a button and a key; those that cannot, with the reason. */
export function StepsPanel(props: {
  readonly session: Session;
  readonly hinted: string | null;
  readonly onTake: (key: string) => void;
}): VNode {
  const { session, hinted, onTake } = props;
  const all = choicesOf(session);
  const shown = all.length > MOST_SHOWN ? all.filter(({ step }) => step !== null) : all;
  return (
    <section class="steps" aria-labelledby="steps">
      <h2 id="steps">What happens next?</h2>
      {doers.map((doer) => {
        const choices = shown.filter((choice) => choice.doer === doer);
        const [name, what] = doerTexts[doer];
        return choices.length === 0 ? null : (
          <fieldset key={doer}>
            <legend>
              {name} <span>{what}</span>
            </legend>
            {choices.map(({ key, step, cpu, label, effect }) => (
              <StepButton
                key={key}
                stepKey={key}
                isPossible={step !== null}
                label={cpu === null ? label : `CPU ${cpu}: ${label}`}
                effect={effect}
                isHinted={key === hinted}
                onTake={onTake}
              />
            ))}
          </fieldset>
        );
      })}
      {all.every(({ step }) => step === null) && (
        <p>Nothing can happen any more: undo goes back.</p>
      )}
    </section>
  );
}

interface ButtonProps extends Pick<Choice, "label" | "effect"> {
  readonly stepKey: string;
  readonly isPossible: boolean;
  readonly isHinted: boolean;
  readonly onTake: (key: string) => void;
}

/** One that does nothing here can still have the focus, so that it is not lost when a step is over. */
const StepButton = memo(function StepButton(props: ButtonProps): VNode {
  const { stepKey, isPossible, label, effect, isHinted, onTake } = props;
  const hasKey = stepKey.length === 1;
  return (
    <button
      type="button"
      class={`step ${isHinted ? "is-hinted" : ""}`}
      aria-disabled={!isPossible}
      {...(hasKey ? { "aria-keyshortcuts": stepKey } : {})}
      onClick={() => {
        if (isPossible) onTake(stepKey);
      }}
    >
      <kbd>{hasKey ? stepKey : "·"}</kbd>
      <span class="step-label">
        {label}
        {effect !== "" && (
          <span class="step-effect" title={effect}>
            {" "}
            {effect}
          </span>
        )}
      </span>
      {isHinted && <span class="step-hint">hint</span>}
    </button>
  );
});
