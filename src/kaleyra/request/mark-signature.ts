import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { IsMarkSigned, SignMark } from '../../core/replies/payload-mark.ts';

const CODE_LENGTH = 8;

/** Signs the marks of buttons, and tells our own from made-up ones. */
export interface MarkSignature {
  readonly sign: SignMark;
  readonly isSigned: IsMarkSigned;
}

/**
 * @param secrets those of the callback address: marks are signed with the first, and those that another one signed still count
 * while it is being replaced
 */
export function createMarkSignature(secrets: readonly string[]): MarkSignature {
  const keys = secrets.map(keyOf);
  const newestKey = keys[0] ?? keyOf('');
  return {
    sign: (text) => codeOf(newestKey, text),
    isSigned: (text, code) => keys.some((key) => isSame(codeOf(key, text), code)),
  };
}

/** The key is of this use alone: a code tells nothing of the callback address. */
function keyOf(secret: string) {
  return createSecretKey(createHmac('sha256', secret).update('whatsapp-send/payload-mark/1').digest());
}

function codeOf(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, CODE_LENGTH);
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
