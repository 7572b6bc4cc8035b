import type { Readiness } from '../flow/maintenance/readiness.ts';
import { answerJson, type Route } from './server.ts';

/** `/healthz` says that the process runs, `/readyz` whether a send would be taken now. */
export function healthRoutes(readiness: () => Promise<Readiness>): readonly Route[] {
  return [
    {
      methods: ['GET', 'HEAD'],
      path: '/healthz',
      handle: (_, response) => answerJson(response, 200, { status: 'ok' }),
    },
    {
      methods: ['GET', 'HEAD'],
      path: '/readyz',
      async handle(_, response) {
        const { isReady, reasons } = await readiness();
        answerJson(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', reasons });
      },
    },
  ];
}
