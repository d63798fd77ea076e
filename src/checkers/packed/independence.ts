import type { Instance } from "../../compiler/ir/instance.js";
import type { Value } from "../../compiler/ir/value.js";
import { conflicts } from "./chains.js";
import { InstanceSteps } from "./instance-steps.js";
import { type Layout, layoutOf } from "./layout.js";
import type { Residual } from "./residual.js";
import { bitsOf, CodeReads, isEmpty, meets, noBits, type StateBits, union } from "./state-bits.js";
import { type FieldWrite, fieldsOf } from "./symbolic-state.js";

/** An event where some variables have known values: it is this step only there. */
export interface KnownStep {
  /** The number of the event in the instance. */
  readonly event: number;
  /** The known values, by the names of the variables. */
  readonly where: Readonly<Record<string, Value>>;
}

/** What a step looks at and what it changes. */
export interface Footprint {
  /** Everything that decides whether it can be taken, which way it goes, and what it writes. */
  readonly inputs: StateBits;
  /** What it writes, for each way that it can go; none where it can never be taken. */
  readonly ways: readonly { readonly writes: readonly FieldWrite[] }[];
  /** The model can be wrong in it. */
  readonly canFail: boolean;
}

/** The footprints of the steps of one instance, and which steps commute. */
export class Independence {
  readonly #layout: Layout;
  readonly #steps: InstanceSteps;
  readonly #reads: CodeReads;
  readonly #ignored: StateBits;

  /** @param ignored variables that may differ afterwards, and that no step may depend on */
  constructor(instance: Instance, ignored: readonly string[]) {
    this.#layout = layoutOf(instance);
    this.#steps = new InstanceSteps(instance, this.#layout);
    this.#reads = new CodeReads(this.#layout.words);
    this.#ignored = this.#bitsOf(ignored);
  }

  footprint({ event, where }: KnownStep): Footprint {
    const known = Object.entries(where).map(
      ([name, value]) => [name, this.#steps.symbols.known(value)] as const,
    );
    const residual = this.#steps.residual(event, new Map(known));
    let inputs = this.#bitsOf(Object.keys(where));
    let canFail = false;
    const ways: Footprint["ways"][number][] = [];
    const visit = (part: Residual): void => {
      switch (part.kind) {
        case "disabled":
          return;
        case "branch":
          inputs = union(inputs, this.#reads.of(part.condition));
          visit(part.whenTrue);
          visit(part.whenFalse);
          return;
        case "check":
          inputs = union(inputs, this.#reads.of(part.condition));
          canFail = true;
          visit(part.body);
          return;
        case "write": {
          const writes = part.writes.filter(
            ({ field }) => !meets(bitsOf(field, this.#layout.words), this.#ignored),
          );
          for (const { code } of writes) inputs = union(inputs, this.#reads.of(code));
          ways.push({ writes });
        }
      }
    };
    visit(residual);
    if (meets(inputs, this.#ignored)) throw new TypeError("a step depends on what is ignored");
    return { inputs, ways, canFail };
  }

  /**
   * Whether two steps commute in every state there is, reachable or not: neither writes what the
   * other looks at, so that neither lets the other happen, keeps it from happening or changes what
   * it does; and what both write, both set to the same constant. So where both can be taken, both
   * orders lead to the same state, up to what is ignored.
   */
  areIndependent(one: Footprint, other: Footprint): boolean {
    if (one.canFail || other.canFail) return false;
    return one.ways.every((left) =>
      other.ways.every(
        (right) =>
          !meets(this.#written(left), other.inputs) &&
          !meets(this.#written(right), one.inputs) &&
          isEmpty(conflicts(left, right, this.#layout.words)),
      ),
    );
  }

  #written({ writes }: Footprint["ways"][number]): StateBits {
    const { words } = this.#layout;
    return writes.reduce((bits, { field }) => union(bits, bitsOf(field, words)), noBits(words));
  }

  #bitsOf(variables: readonly string[]): StateBits {
    const { words } = this.#layout;
    return variables
      .flatMap((name) => {
        const encoding = this.#layout.variables.get(name);
        if (encoding === undefined) throw new TypeError(`no variable ${name}`);
        return fieldsOf(encoding);
      })
      .reduce((bits, field) => union(bits, bitsOf(field, words)), noBits(words));
  }
}
