/** One change to try, as the main process hands it to a runner. */
export interface Order {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** In the order in which they run. */
  readonly tests: readonly string[];
  /** How long all of it may take. */
  readonly limitMs: number;
}

/** What came of an order. */
export interface OrderResult {
  /** What noticed the change: a test file, or the compiler. */
  readonly by: string | undefined;
  /** Test files that ran. */
  readonly asked: number;
  /** Whether there were more tests to ask, and no time. */
  readonly isTimeUp: boolean;
  /** Test files that fail without any change, and so say nothing. */
  readonly broken: readonly string[];
}
