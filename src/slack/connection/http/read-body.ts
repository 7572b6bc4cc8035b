import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../../../core/result.ts';

export type BodyProblem = 'too_large' | 'too_slow' | 'broken_off';

/** Reads a request's body. Stops at the size limit and at the timeout; the rest of the body is then dropped. Never rejects. */
export function readBody(
  request: IncomingMessage,
  limits: { readonly limitBytes: number; readonly timeoutMs: number },
): Promise<Result<Buffer, BodyProblem>> {
  if (Number(request.headers['content-length']) > limits.limitBytes) {
    request.resume();
    return Promise.resolve(fail('too_large'));
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (result: Result<Buffer, BodyProblem>) => {
      clearTimeout(timer);
      request.off('data', add).off('end', end).off('close', close).resume();
      resolve(result);
    };
    const add = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.limitBytes) settle(fail('too_large'));
      else chunks.push(chunk);
    };
    const end = () => settle(ok(Buffer.concat(chunks)));
    const close = () => settle(fail('broken_off'));
    const timer = setTimeout(() => settle(fail('too_slow')), limits.timeoutMs);
    request.on('data', add).on('end', end).on('close', close).on('error', close);
  });
}
