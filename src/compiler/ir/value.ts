/** A value of a model: what a variable, a constant or a parameter can be. Plain immutable data. */
export type Value = boolean | number | string | null | readonly Value[] | RecordValue;

/** A record, or a value of a union: its tag is a field like any other. */
export interface RecordValue {
  readonly [field: string]: Value;
}

/** What each constant of a model is in one configuration. */
export type ConstantValues = Readonly<Record<string, Value>>;

export function isArrayValue(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isRecordValue(value: Value): value is RecordValue {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values are the same data. */
export function sameValue(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (isArrayValue(left)) {
    return (
      isArrayValue(right) &&
      left.length === right.length &&
      left.every((item, index) => sameValue(item, right[index] ?? null))
    );
  }
  if (!isRecordValue(left) || !isRecordValue(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => {
      const a = left[name];
      const b = right[name];
      return a !== undefined && b !== undefined && sameValue(a, b);
    })
  );
}

/** Plain data as a value of a model. @throws TypeError for anything else: functions, `undefined` */
export function toValue(data: unknown): Value {
  if (typeof data === "boolean" || typeof data === "number" || typeof data === "string") {
    return data;
  }
  if (data === null) return null;
  if (Array.isArray(data)) return data.map(toValue);
  if (typeof data === "object") return toRecord(data);
  throw new TypeError(`${String(data)} is not a value of a model`);
}

/** A plain object as a record. @throws TypeError as `toValue` does */
export function toRecord(data: object): RecordValue {
  return Object.fromEntries(Object.entries(data).map(([name, field]) => [name, toValue(field)]));
}
