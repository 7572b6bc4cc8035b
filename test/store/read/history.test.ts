import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { KyselyPlugin } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import type { Lookup, SendQuery } from '../../../src/flow/ports/store/lookup.ts';
import type { Engine } from '../../../src/store/engine/engine.ts';
import { openSqlite } from '../../../src/store/engine/sqlite/engine.ts';
import type { Ledger } from '../../../src/store/ledger.ts';
import { createLedger } from '../../../src/store/ledger.ts';
import { createLists, type Lists } from '../../../src/store/lists/lists.ts';
import { createLookup } from '../../../src/store/lookup.ts';
import { createLedgerMaintenance } from '../../../src/store/maintenance/ledger-maintenance.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { openCodes } from '../../../src/store/rules/code-of-send.ts';
import { openNumberKeys } from '../../../src/store/rules/number-key.ts';
import { phone } from '../../support/sends.ts';
import { confirmationOf, planOf } from '../lists/plans.ts';
import { accepted, claim, newSend, report, SILENT, saveReport, these } from '../opened-ledger.ts';

/** Tables that grow with every send, or with every person who says no. */
const HISTORY = /\b(sends|batches|deliveries|status_events|status_changes|manual_reports|cards|lists|opt_outs)\b/;
/** Indexes that hold only what is not finished. */
const OPEN_ONLY =
  /\b(batches_queued|batches_sending|batches_open|cards_behind|cards_claimed|sends_by_state|status_events_parked(?:_since)?)\b/;
/** A search in it finds every delivery that ever came so far. */
const ALL_OF_A_STATUS = /\bdeliveries_by_status\b/;
/** A search in one of these by the team alone finds every send of it. */
const ALL_OF_A_TEAM = /\bsends_by_(?:channel|actor) \(team_id=\?\)/;

/** One of each kind of search. */
const SEARCHES: readonly SendQuery[] = [
  { recipient: { kind: 'number', number: phone('+919870000000') } },
  { recipient: { kind: 'as_in', deliveryId: 'S1.0' } },
  { recipient: { kind: 'ending', digits: '0000' } },
  { actorId: 'U1', statuses: ['failed'], template: 'booking_confirm', from: new Date(0), until: new Date() },
];

it('the ledger never scans finished sends to find the next one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  const path = join(folder, 'ledger.db');
  const engine = await openSqlite(path, SILENT);
  onTestFinished(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });
  await migrate(engine);
  const keyOf = await openNumberKeys(engine);
  const codeOf = await openCodes(engine);
  const statements = new Set<string>();

  const recorded = recording(engine, statements);
  const ledger = createLedger({ engine: recorded, messagesPerSecond: 1000, leaseMs: 0, log: SILENT, keyOf, codeOf });
  await liveThrough(ledger);
  await ledger.findRepeats({ ...newSend('S1').order, parentId: 'S1' }, 600_000);
  await ledger.accept(newSend('S1', { repeatGuard: { withinMs: 600_000, seenUntil: undefined } }));
  await lookUp(createLookup(recorded, ledger.findSend));
  await createLedgerMaintenance(recorded).markOverdue();
  await createLedgerMaintenance(recorded).dropParked();

  await liveThroughLists(createLists(recorded, keyOf), ledger);

  const plans = explain(path, [...statements]);
  const walks = plans.filter(
    (step) =>
      ALL_OF_A_STATUS.test(step) ||
      ALL_OF_A_TEAM.test(step) ||
      (/^SCAN/.test(step) && HISTORY.test(step) && !OPEN_ONLY.test(step)),
  );
  const finds = plans.filter((step) => /^SEARCH/.test(step) && HISTORY.test(step));
  expect(walks).toEqual([]);
  expect(finds.length).toBeGreaterThan(20);
  expect(plans.join('\n')).toContain('deliveries_by_recipient (recipient=? AND send_id<?)');
  // A repeat is looked for among what went to its recipients lately, however many others got the same words.
  expect(plans.join('\n')).toContain('deliveries_by_recipient (recipient=? AND send_id>?)');
  // Answers of many recipients are settled together.
  expect(plans.join('\n')).toContain('SEARCH settlement USING AUTOMATIC COVERING INDEX (id=? AND batch_id=?)');
  // A claim asks for each recipient whether that person said no.
  expect(plans.join('\n')).toContain('SEARCH opt_outs USING INDEX sqlite_autoindex_opt_outs_1 (number_key=?)');
});

/** Everything that happens over and over. */
async function liveThrough(ledger: Ledger): Promise<void> {
  await ledger.accept(newSend('S1', { sizes: [1, 1, 1] }));
  await ledger.accept(newSend('S1'));
  const first = await claim(ledger);
  await saveReport(ledger, report('m:0', 'sent'));
  await ledger.settleBatch(first, accepted(first, 'm'), { kind: 'other', text: 'note' });
  await saveReport(ledger, report('m', 'read', { batchToken: first.token }));
  await expect.poll(() => ledger.untilNextBatch()).toBe(0);
  await ledger.requeueBatch(await claim(ledger), 0);
  await expect.poll(() => ledger.claimBatch('worker')).toBeDefined();
  await ledger.renewLeases(['worker']);
  await expect.poll(() => ledger.expireLeases()).toBe(1);
  await ledger.untilNextCard();
  for (const kind of ['later', 'refused', 'shown'] as const) {
    const card = await ledger.claimCard('worker');
    if (card === undefined) throw new Error('no card is behind');
    if (kind === 'later') await ledger.saveCard(card, { kind, afterMs: 0 });
    if (kind === 'shown') await ledger.saveCard(card, { kind, version: 1, message: undefined });
    if (kind === 'refused') await ledger.saveCard(card, { kind, next: [{ role: 'dm', destination: 'U1' }] });
  }
}

/** Everything that becomes of lists, and of what people and the clock do to them. */
async function liveThroughLists({ control, outcomes, plans, results, timed }: Lists, ledger: Ledger): Promise<void> {
  const asker = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
  for (const id of ['P1', 'P2', 'P3', 'P4']) {
    const digest = await plans.save(planOf(id, 3, { trialRows: 1 }));
    await plans.findRepeats(id, 600_000);
    const dueAt = id === 'P2' || id === 'P3' ? new Date(0) : undefined;
    const repeatGuard = { withinMs: 600_000, seenUntil: new Date(Date.now() + 600_000) };
    if (id !== 'P4') await plans.confirm(confirmationOf(id, digest, { dueAt, trial: id === 'P1', repeatGuard }));
  }
  await plans.discard('P4');
  await timed.findDue();
  await timed.startDue('P2');
  await timed.hold('P3', 'late');
  await control.sendHeldNow('P3', 'U1');
  await ledger.settleBatch(await claim(ledger), [], undefined);
  await timed.askForRest();
  await control.releaseRest('P1', 'U1');
  for (const id of await outcomes.leavingLists()) await outcomes.recentOutcomes(id, 50);
  await ledger.findSend('P1');
  await control.pause('P1', 'U1');
  await control.resume('P1', 'U1');
  await control.stop('P1', 'U1');
  await timed.clearRows();
  await results.results('P1', asker, 0);
  await results.restOf('P1', asker);
}

/** Everything that people ask, and what they add. */
async function lookUp(lookup: Lookup): Promise<void> {
  const asker = { teamId: 'T1', channelId: 'C1', actorId: 'U9' };
  await lookup.findSend('S1', asker);
  await lookup.findSendOfMessage('m', asker);
  for (const query of [{}, ...SEARCHES]) {
    await lookup.searchSends(asker, query, { limit: 10 });
    await lookup.searchSends(asker, query, { limit: 10, after: { at: new Date(), id: 'S9' } });
  }
  await lookup.findHead('S1', asker);
  for (const scope of ['all', 'attention', 'with_message_id'] as const)
    await lookup.deliveriesOf('S1', { scope, page: 1, size: 1 });
  await lookup.historyOf(['S1.0', 'S1.1']);
  await lookup.addManualReports({
    sendId: 'S1',
    about: { kind: 'all_unknown', asOf: new Date(0) },
    said: 'arrived',
    actorId: 'U1',
  });
  await lookup.addManualReports({ sendId: 'S1', about: these('S1.1'), said: 'arrived', actorId: 'U1' });
}

function recording(engine: Engine, statements: Set<string>): Engine {
  const executor = engine.db.getExecutor();
  const recorder: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      statements.add(executor.compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const db = engine.db.withPlugin(recorder);
  return { ...engine, db, transact: (work) => db.transaction().execute(work) };
}

/** The steps that SQLite takes for each statement. */
function explain(path: string, statements: readonly string[]): string[] {
  const database = new DatabaseSync(path);
  const steps = statements.flatMap((statement) => database.prepare(`explain query plan ${statement}`).all());
  database.close();
  return steps.map((step) => String(step['detail']));
}
