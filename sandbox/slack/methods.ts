import type { Arguments } from './arguments.ts';

/** One Web API method: what it gives beside `ok: true`. Throws a SlackError otherwise. */
export type Method = (args: Arguments) => Readonly<Record<string, unknown>>;
