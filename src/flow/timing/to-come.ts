/** Something that is opened after the port, or sooner when somebody needs it. */
export interface ToCome<Value> {
  /** Undefined until it is open. */
  ifOpen(): Value | undefined;
  /** Opens it, the first time; rejects when it cannot be had, and every later time with the same error. */
  open(): Promise<Value>;
  /** What is open or being opened, once that is over; undefined when nothing is, or when it could not be had. */
  whateverCame(): Promise<Value | undefined>;
}

export function toCome<Value>(make: () => Promise<Value>): ToCome<Value> {
  let value: Value | undefined;
  let opening: Promise<Value> | undefined;

  async function first(): Promise<Value> {
    value = await make();
    return value;
  }

  return {
    ifOpen: () => value,
    open() {
      opening ??= first();
      return opening;
    },
    whateverCame: async () => opening?.catch(() => undefined),
  };
}
