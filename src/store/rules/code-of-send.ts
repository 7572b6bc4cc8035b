import { createHmac, timingSafeEqual } from 'node:crypto';
import { CODE_DIGITS } from '../../core/rules/number-code.ts';
import type { Engine } from '../engine/engine.ts';
import { openLedgerKey } from './number-key.ts';

/**
 * The code that a send carries: a keyed hash of the send's ID, so that the process which sends it and the one that compares it agree
 * on it, and no code is written down anywhere.
 */
export type CodeOfSend = (sendId: string) => string;

const KEY_NAME = 'codes';
/** Six bytes hold so many values more than there are codes that each is as likely as the others. */
const BYTES = 6;

/** Reads the ledger's key for codes, or makes it. */
export async function openCodes(engine: Engine): Promise<CodeOfSend> {
  const key = await openLedgerKey(engine, KEY_NAME);
  return (sendId) => {
    const number = createHmac('sha256', key).update(sendId).digest().readUIntBE(0, BYTES);
    return String(number % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0');
  };
}

/** Takes as long for a nearly right code as for any other. */
export function isSameCode(code: string, typed: string): boolean {
  const [one, other] = [Buffer.from(code), Buffer.from(typed)];
  return one.length === other.length && timingSafeEqual(one, other);
}
