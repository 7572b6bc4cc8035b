import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../core/result.ts';

/** Reads a body up to a limit in bytes; the time limit is the server's own. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Result<Buffer, 'too_large'>> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed when the limit is passed: the answer still has to leave on this connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) return fail('too_large');
    chunks.push(chunk);
  }
  return ok(Buffer.concat(chunks));
}
