/** What flow needs of a logger; pino's fits. Data in the object, a fixed sentence in the message. */
export interface Log {
  /** Says what only a developer wants to see. */
  debug(data: object, message: string): void;
  /** Says what happened as it should. */
  info(data: object, message: string): void;
  /** Says what went wrong and puts itself right. */
  warn(data: object, message: string): void;
  /** Says what went wrong and may need a person. */
  error(data: object, message: string): void;
}
