import { describe, expect, it } from 'vitest';
import { MAX_PARKED_REPORTS } from '../../../src/core/limits.ts';
import { cpuMsOf } from '../../support/cpu-time.ts';
import { memoryLog } from '../../support/slack.ts';
import { accepted, claim, newSend, type Opened, openNew, report } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

const DAY_MS = 24 * 60 * 60_000;
/** `PARKED_ROWS=3000000` for a flood of minutes. */
const PARKED_ROWS = Number(process.env['PARKED_ROWS'] ?? 5_000);
const MAX_PAUSE_MS = 100;
/** Of so many rows one may meet a collection of garbage, which is no pause of the ledger's. */
const ROWS_FOR_A_LONGER_ONE = 1_000_000;

/** Parks so many reports, all of them too old. */
async function parkOldReports({ database }: Opened, count: number): Promise<void> {
  const tens = '(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))';
  for (let done = 0; done < count; done += 100_000) {
    const n = `(${done} + a.column1 + 10 * b.column1 + 100 * c.column1 + 1000 * d.column1 + 10000 * e.column1)`;
    await database.run(`insert into status_events (id, message_id, message_base, status, received_at)
      select 'old' || (${n} % 100000 * 7919 % 100000) || '-' || ${n}, 'm' || ${n} || ':0', 'm' || ${n}, 'sent', 1
      from ${tens} as a, ${tens} as b, ${tens} as c, ${tens} as d, ${tens} as e where ${n} < ${count}`);
  }
}

/** A send to two people that Kaleyra took, so many milliseconds ago. */
async function openAccepted(create: CreateDatabase, agoMs: number) {
  const opened = await openNew(create);
  await opened.ledger.accept(newSend('S1', { sizes: [2] }));
  const batch = await claim(opened.ledger);
  await opened.ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
  await opened.database.run(`update deliveries set changed_at = changed_at - ${agoMs} returning id`);
  return opened;
}

async function overdue({ ledger }: Awaited<ReturnType<typeof openAccepted>>): Promise<(boolean | undefined)[]> {
  return (await ledger.findSend('S1'))?.deliveries.map(({ isReportOverdue }) => isReportOverdue) ?? [];
}

export function maintenanceContract(create: CreateDatabase): void {
  describe('a delivery that nothing is heard of', () => {
    it('is marked after a day, once, and its card has that to show', async () => {
      const opened = await openAccepted(create, DAY_MS);
      await opened.ledger.saveReport(report('m:1', 'sent'));
      const before = (await opened.ledger.findSend('S1'))?.version ?? 0;
      const other = await opened.openAgain();

      const marked = await Promise.all([opened.maintenance.markOverdue(), other.maintenance.markOverdue()]);

      expect(Math.max(...marked)).toBe(1);
      expect(await overdue(opened)).toEqual([true, undefined]);
      expect((await opened.ledger.findSend('S1'))?.version).toBe(before + 1);
      expect(await opened.maintenance.markOverdue()).toBe(0);
    });

    it('is left alone before that', async () => {
      const opened = await openAccepted(create, DAY_MS - 60_000);

      expect(await opened.maintenance.markOverdue()).toBe(0);
      expect(await overdue(opened)).toEqual([undefined, undefined]);
    });

    it('is no longer overdue when its report comes after all', async () => {
      const opened = await openAccepted(create, DAY_MS);
      await opened.maintenance.markOverdue();

      await opened.ledger.saveReport(report('m:0', 'delivered'));

      expect(await overdue(opened)).toEqual([undefined, true]);
    });
  });

  describe('a report of a message that is not known', () => {
    it('is kept for three days and then forgotten; one that found its delivery stays', async () => {
      const { ledger, maintenance, database } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
      await ledger.saveReport(report('m:0', 'sent'));
      await ledger.saveReport(report('strange:0', 'sent'));
      const early = await maintenance.dropParked();

      await database.run(`update status_events set received_at = received_at - ${3 * DAY_MS} returning id`);

      expect(early).toBe(0);
      expect(await maintenance.dropParked()).toBe(1);
      const left = await database.run('select message_id from status_events');
      expect(left.map((row) => row['message_id'])).toEqual(['m:0']);
    });

    it('is forgotten in short pieces, so that a flood of them holds up nothing else', {
      timeout: 60_000 + PARKED_ROWS * 2,
    }, async ({ annotate }) => {
      const opened = await openNew(create);
      await parkOldReports(opened, PARKED_ROWS);
      let answered = 0;
      let longestMs = 0;
      let longestCpuMs = 0;
      let tooLong = 0;
      const done = new AbortController();
      async function workOn(): Promise<void> {
        while (!done.signal.aborted) {
          const askedAt = performance.now();
          const cpuMs = await cpuMsOf(() => opened.ledger.ping());
          longestMs = Math.max(longestMs, performance.now() - askedAt);
          longestCpuMs = Math.max(longestCpuMs, cpuMs);
          tooLong += cpuMs > MAX_PAUSE_MS ? 1 : 0;
          answered += 1;
        }
      }

      const startedAt = performance.now();
      const working = workOn();
      const dropped = await opened.maintenance.dropParked();
      const tookMs = performance.now() - startedAt;
      done.abort();
      await working;

      expect(dropped).toBe(PARKED_ROWS);
      expect(await opened.database.run('select id from status_events')).toEqual([]);
      expect(answered).toBeGreaterThan(PARKED_ROWS / 1_000);
      const [pauseMs, cpuMs] = [longestMs, longestCpuMs].map(Math.round);
      const said = `${PARKED_ROWS} rows in ${Math.round(tookMs / 1_000)} s, ${answered} questions answered meanwhile`;
      await annotate(
        `${said}; the longest pause ${pauseMs} ms, at most ${cpuMs} ms of the processor, ${tooLong} too long`,
      );
      // What other programs keep the processor and the disk busy with is no pause of ours.
      expect(tooLong).toBeLessThanOrEqual(Math.floor(PARKED_ROWS / ROWS_FOR_A_LONGER_ONE));
    });

    it('is not kept beyond a limit when it carries no token, and the log says so once', {
      timeout: 60_000,
    }, async () => {
      const log = memoryLog();
      const opened = await openNew(create, { log });
      await opened.ledger.accept(newSend('S1'));
      const batch = await claim(opened.ledger);
      await parkOldReports(opened, MAX_PARKED_REPORTS - 1);

      const outcomes: string[] = [];
      for (const id of ['x1', 'x2', 'x3']) outcomes.push(await opened.ledger.saveReport(report(`${id}:0`, 'sent')));
      const ours = await opened.ledger.saveReport(report('m:0', 'delivered', { batchToken: batch.token }));

      expect(outcomes).toEqual(['parked', 'not_kept', 'not_kept']);
      expect(ours).toBe('advanced');
      const kept = await opened.database.run(`select message_id from status_events where message_id like 'x%'`);
      expect(kept).toEqual([{ message_id: 'x1:0' }]);
      const warnings = log.lines.filter(({ level }) => level === 'warn');
      expect(warnings.map(({ message }) => message)).toEqual([
        'reports of unknown messages are not kept: there are too many',
      ]);
    });

    it('is left for the next time when the process stops', async () => {
      const opened = await openNew(create);
      await parkOldReports(opened, 3_000);
      const stopping = new AbortController();

      const dropping = opened.maintenance.dropParked(stopping.signal);
      stopping.abort();
      const first = await dropping;

      expect(first).toBeGreaterThan(0);
      expect(first).toBeLessThan(1_000);
      expect(await opened.maintenance.dropParked()).toBe(3_000 - first);
    });

    it('is not believed at all with a token that belongs to no batch', async () => {
      const { ledger, database, statuses } = await openNew(create);
      await ledger.accept(newSend('S1'));
      const batch = await claim(ledger);
      await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);

      const forged = await ledger.saveReport(report('m:0', 'read', { batchToken: 'made-up' }));

      expect(forged).toBe('not_ours');
      expect(await statuses('S1')).toEqual(['accepted']);
      expect(await database.run('select id from status_events')).toEqual([]);
      expect(await ledger.saveReport(report('m:0', 'read', { batchToken: batch.token }))).toBe('advanced');
    });
  });
}
