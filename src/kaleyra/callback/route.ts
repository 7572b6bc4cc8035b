import { createHash, timingSafeEqual } from 'node:crypto';
import type { Route } from '../../flow/ports/http.ts';
import type { HandleCallback } from '../../flow/reports/handle-callback.ts';
import { CALLBACK_PATH } from './address.ts';

const MAX_BODY_BYTES = 64 * 1024;

interface Needs {
  /** The valid secrets: one, or two while one is being rotated. */
  readonly secrets: readonly string[];
  readonly handleCallback: HandleCallback;
  /** Where it listens; the secret follows. */
  readonly path?: string;
}

/**
 * Takes Kaleyra's callbacks. Its status says whether Kaleyra may send it again: 200 taken or of no use, 404 not ours,
 * 413 too large, 500 (by throwing) please send it again. The secret is checked before a body is read.
 */
export function callbackRoute({ secrets, handleCallback, path: place = CALLBACK_PATH }: Needs): Route {
  const known = secrets.map(fingerprint);

  return {
    methods: ['GET', 'POST'],
    path: place,
    maxBodyBytes: MAX_BODY_BYTES,
    refuse: ({ path }) => (isKnown(path.slice(place.length), known) ? undefined : 404),
    async handle({ query, body, headers }) {
      const [contentType] = [headers['content-type']].flat();
      const taken = await handleCallback({ query, body: body.toString('utf8'), contentType });
      return { status: taken === 'not_ours' ? 404 : 200 };
    },
  };
}

/** Compares every secret in constant time, so that a response's delay tells nothing. */
function isKnown(secret: string, known: readonly Buffer[]): boolean {
  const given = fingerprint(secret);
  return known.filter((one) => timingSafeEqual(one, given)).length > 0;
}

function fingerprint(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
