import { TOO_MANY_1XX } from './connection-failure.ts';

/** RFC 9110 §15.2 lets any number of them come before the response; servers send one or two. */
const MAX_INFORMATIONAL = 10;

/** What undici's `request` takes to end a request. */
export interface RequestLimits {
  readonly signal: AbortSignal;
  readonly onInfo: () => void;
}

/**
 * Makes a request and reads its response within a deadline. It ends, too, when informational responses (`103 Early Hints`) go on
 * and on: they cost as much to read as a real one, and none of them says what became of the request.
 *
 * @param deadlineMs for all of it, in milliseconds
 * @param ask rejects with a `TimeoutError`, or with the code `TOO_MANY_1XX`, when it is ended
 */
export async function withinLimits<Value>(
  deadlineMs: number,
  ask: (limits: RequestLimits) => Promise<Value>,
): Promise<Value> {
  const over = new AbortController();
  const timer = setTimeout(() => over.abort(new DOMException('The deadline passed', 'TimeoutError')), deadlineMs);
  let left = MAX_INFORMATIONAL;
  function onInfo(): void {
    left -= 1;
    if (left < 0) over.abort(Object.assign(new Error('too many informational responses'), { code: TOO_MANY_1XX }));
  }
  try {
    return await ask({ signal: over.signal, onInfo });
  } finally {
    clearTimeout(timer);
  }
}
