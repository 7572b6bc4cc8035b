import { createHash, timingSafeEqual } from 'node:crypto';
import type { HandleCallback } from '../flow/reports/handle-callback.ts';
import { readBody } from './read-body.ts';
import { answer, type Route } from './server.ts';

/** Followed by the secret; what `callback_url` is made of. */
export const STATUS_PATH = '/kaleyra/status/';
const LIMIT_BYTES = 64 * 1024;

interface Needs {
  /** The valid secrets: one, or two while one is being rotated. */
  readonly secrets: readonly string[];
  readonly handleCallback: HandleCallback;
}

/**
 * Takes Kaleyra's delivery reports. The answer says whether it is wanted again: 200 taken or of no use, 404 not ours,
 * 413 too large, 500 (by throwing) please send again.
 */
export function statusRoute({ secrets, handleCallback }: Needs): Route {
  const known = secrets.map(fingerprint);

  return {
    methods: ['GET', 'POST'],
    path: STATUS_PATH,
    async handle(request, response) {
      const url = URL.parse(request.url ?? '', 'http://localhost');
      if (url === null || !isKnown(url.pathname.slice(STATUS_PATH.length), known)) return answer(response, 404);
      const body = await readBody(request, LIMIT_BYTES);
      if (!body.ok) return answer(response.setHeader('connection', 'close'), 413);
      const result = await handleCallback({
        query: url.searchParams,
        body: body.value.toString('utf8'),
        contentType: request.headers['content-type'],
      });
      answer(response, result === 'not_ours' ? 404 : 200);
    },
  };
}

/** Compares every secret in constant time, so that an answer's delay tells nothing. */
function isKnown(secret: string, known: readonly Buffer[]): boolean {
  const given = fingerprint(secret);
  return known.filter((one) => timingSafeEqual(one, given)).length > 0;
}

function fingerprint(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
