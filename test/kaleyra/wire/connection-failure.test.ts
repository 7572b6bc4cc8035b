import { describe, expect, it } from 'vitest';
import { errorCodeOf, lostUnderway, neverSent } from '../../../src/kaleyra/wire/connection-failure.ts';

describe('the code of an error', () => {
  it.each([
    ['Node’s or undici’s', Object.assign(new Error('to 10.0.0.1'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['its name where there is none', new TypeError('x'), 'TypeError'],
    ['its name where the code is a number', Object.assign(new Error('x'), { code: 7 }), 'Error'],
    ['unknown of a text', 'away', 'UNKNOWN'],
    ['unknown of nothing', null, 'UNKNOWN'],
    ['unknown of what has no name', { name: 5 }, 'UNKNOWN'],
    ['TIMEOUT of a head that did not come', Object.assign(new Error(), { code: 'UND_ERR_HEADERS_TIMEOUT' }), 'TIMEOUT'],
    ['TIMEOUT of a body that did not come', Object.assign(new Error(), { code: 'UND_ERR_BODY_TIMEOUT' }), 'TIMEOUT'],
    ['TIMEOUT of a deadline', Object.assign(new Error(), { name: 'TimeoutError' }), 'TIMEOUT'],
  ])('is %s', (_, error, code) => {
    expect(errorCodeOf(error)).toBe(code);
  });
});

describe('a request of which nothing left', () => {
  it.each([
    ['ECONNREFUSED', true],
    ['ENOTFOUND', true],
    ['UND_ERR_CONNECT_TIMEOUT', true],
    ['UND_ERR_INVALID_ARG', false],
    ['UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', false],
    ['ERR_INVALID_URL', false],
    ['CERT_HAS_EXPIRED', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', false],
  ])('may be made again unless it would fail the same way: %s', (code, mayRetry) => {
    expect(neverSent(code)).toEqual({
      kind: 'never_sent',
      code,
      text: undefined,
      mayRetry,
      retryAfterMs: undefined,
    });
  });
});

describe('a request that may have left', () => {
  it.each([
    ['TIMEOUT', 'no_answer'],
    ['ECONNRESET', 'connection_lost'],
    ['UND_ERR_SOCKET', 'connection_lost'],
    ['HPE_INVALID_CONSTANT', 'unclear_answer'],
    ['HTTPParserError', 'unclear_answer'],
    ['UND_ERR_HEADERS_OVERFLOW', 'unclear_answer'],
    ['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'unclear_answer'],
    ['TOO_MANY_1XX', 'unclear_answer'],
  ])('is unknown, for the reason that the code tells: %s', (code, reason) => {
    expect(lostUnderway(code)).toEqual({ kind: 'unknown', reason, code, text: undefined });
  });
});
