import { createHmac, timingSafeEqual } from 'node:crypto';
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
  const [newest = ''] = secrets;
  return {
    sign: (text) => codeOf(newest, text),
    isSigned: (text, code) => secrets.some((secret) => isSame(codeOf(secret, text), code)),
  };
}

/** The key is of this use alone: a code tells nothing of the callback address. */
function codeOf(secret: string, text: string): string {
  const key = createHmac('sha256', secret).update('whatsapp-send/payload-mark/1').digest();
  return createHmac('sha256', key).update(text).digest('hex').slice(0, CODE_LENGTH);
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
