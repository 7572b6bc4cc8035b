/** Keeps what people typed out of every log line. */
export interface Concealment {
  /** Of an accepted send: from now on, until many others came. */
  remember(values: Iterable<string>): void;
  /** Of a request under way, whether it is any good or not: until `run` is done. */
  during<Value>(values: Iterable<string>, run: () => Promise<Value>): Promise<Value>;
}
