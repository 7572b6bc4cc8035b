/** A person cancelled what of a send had not left. */
export interface Cancellation {
  /** The Slack user. */
  readonly by: string;
  readonly at: Date;
  /** Messages whose request was under way then, so that nothing could stop them. */
  readonly onTheirWay: number;
}
