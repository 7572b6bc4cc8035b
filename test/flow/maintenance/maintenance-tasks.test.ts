import { describe, expect, it } from 'vitest';
import { createPauseOnRefusal } from '../../../src/flow/account/pause-on-refusal.ts';
import { createMaintenanceTasks } from '../../../src/flow/maintenance/maintenance-tasks.ts';
import { meaningOf } from '../../../src/kaleyra/codes/code-meanings.ts';
import { accepted, claim, newSend, openNew, report, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { roleFinderOf, ruleBookOf } from '../../support/role-finder.ts';
import { NO_POLICY } from '../../support/rules.ts';

const NO_RULES = ruleBookOf(undefined);
const DAY_MS = 24 * 60 * 60_000;
/** `/readyz` says within this time that the ledger cannot be written. */
const READINESS_MS = 15_000;

/** What a process runs beside its workers, on a ledger of its own. */
async function openTasks() {
  const opened = await openNew(createSqliteDatabase);
  const woken: string[] = [];
  const tasks = createMaintenanceTasks({
    account: opened.account,
    maintenance: opened.maintenance,
    ledgerHealth: opened.ledgerHealth,
    probe: async () => 'accepted',
    lists: opened.lists,
    rules: opened.rules,
    remindApprover: async () => undefined,
    askRules: NO_POLICY,
    roles: roleFinderOf(NO_RULES),
    ruleBook: NO_RULES,
    templates: { find: () => undefined },
    senders: [],
    meaningOf,
    wakeCards: () => void woken.push('cards'),
    wakeAll: () => void woken.push('all'),
    log: SILENT,
  });
  function taskOf(name: string) {
    const task = tasks.find((one) => one.name === name);
    if (task === undefined) throw new Error(`no task ${name}`);
    return task;
  }
  const run = (name: string, stopped = new AbortController().signal) => taskOf(name).run(stopped);
  return { ...opened, woken, run, everyMs: (name: string) => taskOf(name).everyMs };
}

describe('what a process does beside its workers', () => {
  it('has cards say that a report is overdue, at once, and wakes nobody when none is', async () => {
    const { database, ledger, run, woken } = await openTasks();
    await ledger.accept(newSend('S1'));
    const batch = await claim(ledger);
    await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
    await run('mark overdue reports');
    const wokenEarly = [...woken];
    await database.run(`update deliveries set changed_at = changed_at - ${DAY_MS}`);

    await run('mark overdue reports');

    expect(wokenEarly).toEqual([]);
    expect(woken).toEqual(['cards']);
  });

  it('forgets reports that found no message in three days, and none once the process stops', async () => {
    const { database, ledger, run } = await openTasks();
    await ledger.saveReport(report('strange:0', 'sent'));
    await database.run(`update status_events set received_at = received_at - ${3 * DAY_MS}`);
    const left = () => database.run('select id from status_events');

    await run('drop parked reports', AbortSignal.abort());
    const leftWhileStopping = await left();
    await run('drop parked reports');

    expect(leftWhileStopping).toHaveLength(1);
    expect(await left()).toEqual([]);
  });

  it('lets sending go on when the account is accepted again, within half a minute of its probe being due', async () => {
    const { account, database, everyMs, ledger, run, woken } = await openTasks();
    await ledger.accept(newSend('S1'));
    const refuse = createPauseOnRefusal({ account, auditChannel: 'CAUDIT', meaningOf, log: SILENT });
    const outcome = { kind: 'rejected', code: 'RBC001', text: undefined } as const;
    await refuse({ sendId: 'S1', outcome, waitMs: undefined });
    await database.run('update pauses set probe_at = 1');

    await run('probe the account');

    expect(woken).toEqual(['all']);
    expect(await account.current()).toBeUndefined();
    expect(everyMs('probe the account')).toBeLessThanOrEqual(30_000);
  });

  it('writes into the ledger often enough for /readyz to know soon that it cannot', async () => {
    const { database, everyMs, ledgerHealth, run } = await openTasks();
    await database.run("create trigger broken before update on heartbeats begin select raise(abort, 'no'); end");
    await database.run("create trigger broken2 before insert on heartbeats begin select raise(abort, 'no'); end");

    await run('check the ledger');

    expect(await ledgerHealth.lastProblem()).toBeDefined();
    expect(everyMs('check the ledger')).toBeLessThan(READINESS_MS);
  });
});
