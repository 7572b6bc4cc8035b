/** Thrown by a method; it becomes Slack's `{ ok: false, error }`. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly code: string;
  /** For `response_metadata.messages`. */
  readonly details: readonly string[];

  constructor(code: string, details: readonly string[] = []) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** `needed` or a SlackError of that code. */
export function need<Value>(value: Value | undefined, code: string): Value {
  if (value === undefined) throw new SlackError(code);
  return value;
}
