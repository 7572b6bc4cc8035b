import { Pool } from 'undici';
import { monotonicMs } from './clock.ts';
import type { SignedRequest } from './slack-requests.ts';

interface Call {
  readonly startedAt: number;
  readonly ms: number;
}

/** Makes requests and takes their times. What it costs itself is in all figures alike. */
export interface Load {
  /** Posts one request and expects a 200. */
  post(request: SignedRequest): Promise<Call>;
  get(path: string): Promise<Call>;
  /** Everything at once. */
  burst(requests: readonly SignedRequest[]): Promise<readonly Call[]>;
  /** Keeps `width` calls under way until all are made. @returns how many a second. */
  stream(count: number, width: number, call: (index: number) => Promise<unknown>): Promise<number>;
  close(): Promise<void>;
}

export function createLoad(origin: string, connections: number): Load {
  const pool = new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 60_000 });

  async function ask(
    method: 'GET' | 'POST',
    request: Partial<SignedRequest> & Pick<SignedRequest, 'path'>,
  ): Promise<Call> {
    const startedAt = monotonicMs();
    const { statusCode, body } = await pool.request({
      method,
      path: request.path,
      ...(request.headers && { headers: { ...request.headers } }),
      ...(request.body !== undefined && { body: request.body }),
    });
    const ms = monotonicMs() - startedAt;
    const text = await body.text();
    if (statusCode !== 200 || !text.includes(request.expected ?? ''))
      throw new Error(`${request.path.slice(0, 20)}… answered ${statusCode} ${text.slice(0, 200)}`);
    return { startedAt, ms };
  }

  return {
    post: (request) => ask('POST', request),
    get: (path) => ask('GET', { path }),
    burst: (requests) => Promise.all(requests.map((request) => ask('POST', request))),
    async stream(count, width, call) {
      const startedAt = monotonicMs();
      let next = 0;
      const lane = async () => {
        while (next < count) {
          next += 1;
          await call(next - 1);
        }
      };
      await Promise.all(Array.from({ length: width }, lane));
      return count / ((monotonicMs() - startedAt) / 1000);
    },
    close: () => pool.close(),
  };
}
