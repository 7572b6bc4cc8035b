import { type Logger, LogLevel } from '@slack/bolt';
import { storable } from '../../core/text.ts';
import type { Log } from '../../flow/ports/log.ts';

const MAX_DETAIL_LENGTH = 300;

/**
 * Lets Bolt, its receiver and the Web API clients write through our log.
 * Their debug lines carry whole requests, so they are dropped; errors give their class and code, not their data.
 */
export function createBoltLogger(log: Log): Logger {
  const line = (words: readonly unknown[]): [object, string] => [
    { detail: storable(words.map(wordOf).join(' '), MAX_DETAIL_LENGTH) },
    'slack library',
  ];
  return {
    debug: () => undefined,
    info: (...words) => log.info(...line(words)),
    warn: (...words) => log.warn(...line(words)),
    error: (...words) => log.error(...line(words)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.INFO,
    setName: () => undefined,
  };
}

/** What may be logged of an error: its class and its code. Messages of a library's errors can quote requests. */
export function errorFacts(error: unknown): { readonly name: string; readonly code: string | undefined } {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined };
  return { name: error.name, code: 'code' in error && typeof error.code === 'string' ? error.code : undefined };
}

function wordOf(word: unknown): string {
  if (typeof word === 'string') return word;
  const { name, code } = errorFacts(word);
  return code === undefined ? name : `${name} (${code})`;
}
