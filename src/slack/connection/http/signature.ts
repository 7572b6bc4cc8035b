import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { HttpHeaders } from '../../../flow/ports/http.ts';

/** How far Slack's clock and ours may differ. An older request may be a replay. */
const MAX_CLOCK_SKEW_S = 5 * 60;
const SECONDS = /^\d{1,12}$/;
const SIGNATURE = /^v0=([0-9a-f]{64})$/;

/** Whether Slack signed this body, and did so just now. */
type IsSigned = (headers: HttpHeaders, body: Buffer) => boolean;

/**
 * Checks Slack's signature, which covers `v0:`, the timestamp, `:` and the body.
 *
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 * @throws when the secret is empty: then anybody could sign.
 */
export function createIsSigned(signingSecret: string): IsSigned {
  if (signingSecret.trim() === '') throw new Error('Slack’s signing secret is empty: requests cannot be verified.');
  const key = createSecretKey(signingSecret, 'utf8');
  return (headers, body) => {
    const signature = readSignature(headers);
    if (signature === undefined) return false;
    const { seconds, hmac } = signature;
    const expected = createHmac('sha256', key).update(`v0:${seconds}:`).update(body).digest();
    return timingSafeEqual(expected, Buffer.from(hmac, 'hex'));
  };
}

/** Whether there is a signature of today's form, from just now. Only the body shows whether it is Slack's. */
export function hasFreshSignature(headers: HttpHeaders): boolean {
  return readSignature(headers) !== undefined;
}

function readSignature(headers: HttpHeaders): { readonly seconds: string; readonly hmac: string } | undefined {
  const seconds = SECONDS.exec(String(headers['x-slack-request-timestamp']))?.[0];
  const hmac = SIGNATURE.exec(String(headers['x-slack-signature']))?.[1];
  if (seconds === undefined || hmac === undefined) return undefined;
  return Math.abs(Date.now() / 1000 - Number(seconds)) > MAX_CLOCK_SKEW_S ? undefined : { seconds, hmac };
}
