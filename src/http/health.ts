import type { Readiness } from '../flow/maintenance/readiness.ts';
import type { HttpResponse, Route } from '../flow/ports/http.ts';

const METHODS = ['GET', 'HEAD'];

/** `/healthz` says that the process runs, `/readyz` whether a send would be taken now. */
export function healthRoutes(readiness: () => Promise<Readiness>): readonly Route[] {
  return [
    {
      methods: METHODS,
      path: '/healthz',
      maxBodyBytes: 0,
      handle: () => json(200, { status: 'ok' }),
    },
    {
      methods: METHODS,
      path: '/readyz',
      maxBodyBytes: 0,
      async handle() {
        const { isReady, reasons } = await readiness();
        return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', reasons });
      },
    },
  ];
}

function json(status: number, body: object): HttpResponse {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return { status, headers, body: JSON.stringify(body) };
}
