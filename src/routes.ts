import type { Config } from './config/config.ts';
import type { EarlyStore } from './early-store.ts';
import { createReadiness } from './flow/maintenance/readiness.ts';
import { createHandleCallback } from './flow/reports/handle-callback.ts';
import { createSaveReports } from './flow/reports/save-reports.ts';
import { healthRoutes } from './http/health-routes.ts';
import type { Metrics } from './http/metrics.ts';
import type { Route } from './http/server.ts';
import { statusRoute } from './http/status-route.ts';
import { readCallback } from './kaleyra/callback/callback.ts';
import type { Logging } from './logging/logger.ts';
import type { Templates } from './open-templates.ts';
import type { Slack } from './slack/connection/slack-app.ts';

interface Needs {
  readonly catalogue: Pick<Templates, 'applyStatusChange'>;
  readonly metrics: Pick<Metrics, 'route'>;
  readonly slack: Slack;
  readonly store: EarlyStore;
  /** A delivery changed: a card may be behind. */
  readonly wakeCards: () => void;
}

/** Everything that our port answers. */
export function createRoutes(
  { callback }: Config,
  { log }: Logging,
  { catalogue, metrics, slack, store, wakeCards }: Needs,
): readonly Route[] {
  const { account, ledger } = store;
  const handleCallback = createHandleCallback({
    readCallback: readCallback,
    applyTemplateStatus: catalogue.applyStatusChange,
    saveReports: createSaveReports({ ledger, wakeCards, log }),
    log,
  });
  const slackEvents: Route = { methods: ['POST'], path: '/slack/events', handle: slack.requestListener };
  return [
    ...(slack.mode === 'http' ? [slackEvents] : []),
    ...(callback === undefined ? [] : [statusRoute({ secrets: callback.secrets, handleCallback })]),
    ...healthRoutes(createReadiness({ ledger, account, databaseTime: store.time, now: () => new Date() })),
    metrics.route,
  ];
}
