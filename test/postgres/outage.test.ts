import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRequestSend } from '../../src/flow/send/request-send.ts';
import { createScrubber } from '../../src/logging/scrub.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { newSend, SILENT } from '../store/opened-ledger.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { NO_POLICY, requested } from '../support/rules.ts';

const SLACK_HANGS_UP_MS = 3_000;
const VIEWS = ['V1', 'V2', 'V3'];
const draftOf = (view: string) => `draft of ${view}`;

let postgres: Postgres;
let store: Store;
let accepted = 0;
beforeAll(async () => {
  postgres = await startPostgres();
  const options = { messagesPerSecond: 1_000, leaseMs: 60_000, log: SILENT };
  store = await openStore({ url: postgres.urlOf('postgres'), ...options });
  for (const view of VIEWS)
    await store.drafts.save(draftOf(view), { order: newSend('S1').order, responseUrl: undefined });
});
afterAll(async () => {
  await store.close();
  await postgres.remove();
});

/** Presses the button of a review; each view has a draft of its own. */
async function press(view: string): Promise<{ kind: string; ms: number }> {
  const requestSend = createRequestSend({
    ledger: store.ledger,
    drafts: store.drafts,
    askRules: NO_POLICY,
    mayExcept: async () => false,
    recipientsPerRequest: 20,
    reportsExpected: true,
    auditChannel: undefined,
    newSendId: () => crypto.randomUUID(),
    newToken: () => crypto.randomUUID(),
    concealment: createScrubber([]),
    onAccepted: () => {
      accepted += 1;
    },
    log: SILENT,
  });
  const startedAt = performance.now();
  const { kind } = await requestSend(requested(draftOf(view), `T1:${view}`, 'U1', new Date(Date.now() + 60_000)));
  return { kind, ms: performance.now() - startedAt };
}

describe('a person who confirms a send while PostgreSQL', () => {
  it('is down is told so in time, and can press again when it is back', async () => {
    await postgres.stop('immediate');

    const whileDown = await press('V1');
    await postgres.start();
    await expect.poll(async () => (await press('V1')).kind, { timeout: 20_000 }).toBe('accepted');

    expect(whileDown.kind).toBe('not_saved');
    expect(whileDown.ms).toBeLessThan(SLACK_HANGS_UP_MS);
    expect((await store.ledger.backlog()).deliveries.queued).toBe(1);
  });

  it('is read-only gets no send that is not written down', async () => {
    const before = accepted;
    await store.ledger.ping();
    await store.cache('x').set('k', 'v');
    const { Client } = await import('pg');
    const admin = new Client({ connectionString: postgres.urlOf('postgres') });
    await admin.connect();
    await admin.query('alter database postgres set default_transaction_read_only = on');
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
    );

    await expect.poll(async () => (await press('V2')).kind).toBe('not_saved');
    const during = accepted;
    await admin.query('set default_transaction_read_only = off');
    await admin.query('alter database postgres reset default_transaction_read_only');
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname is not null',
    );
    await admin.end();

    expect(during).toBe(before);
    await expect.poll(async () => (await press('V2')).kind, { timeout: 20_000 }).toBe('accepted');
  });

  it('holds a lock is answered before Slack hangs up, and the send is still one', async () => {
    const { Client } = await import('pg');
    const other = new Client({ connectionString: postgres.urlOf('postgres') });
    await other.connect();
    await other.query('begin; lock table sends in exclusive mode');

    const whileHeld = await press('V3');
    await other.query('rollback');
    await other.end();

    expect(['uncertain', 'not_saved']).toContain(whileHeld.kind);
    expect(whileHeld.ms).toBeLessThan(SLACK_HANGS_UP_MS);
    await expect.poll(async () => (await press('V3')).kind, { timeout: 20_000 }).toBe('accepted');
    expect((await store.ledger.backlog()).deliveries.queued).toBe(3);
  });
});
