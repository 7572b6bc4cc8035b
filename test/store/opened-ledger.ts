import { onTestFinished } from 'vitest';
import type { PhoneNumber } from '../../src/core/recipients/phone-number.ts';
import type { DeliverySettlement } from '../../src/core/send/delivery/settlement.ts';
import type { DeliveryStatus } from '../../src/core/send/delivery/status.ts';
import type { StatusUpdate } from '../../src/core/send/delivery/status-update.ts';
import type { SendOrder } from '../../src/core/send/send.ts';
import type { Log } from '../../src/flow/ports/log.ts';
import type { NewSend } from '../../src/flow/ports/store/accept-send.ts';
import type { ClaimedBatch } from '../../src/flow/ports/store/deliver-batch.ts';
import type { ReportedDeliveries } from '../../src/flow/ports/store/lookup.ts';
import type { ReportOutcome } from '../../src/flow/ports/store/save-reports.ts';
import type { ClaimedCard } from '../../src/flow/ports/store/show-cards.ts';
import type { Ledger } from '../../src/store/ledger.ts';
import { openStore, type Store, type StoreOptions } from '../../src/store/open-store.ts';
import { phone, sendOf } from '../support/sends.ts';
import type { CreateDatabase, TestDatabase } from './test-database.ts';

const nothing = (): void => undefined;
export const SILENT: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** With a way to tell it one report as a callback of its own. */
export interface TestLedger extends Ledger {
  saveReport(update: StatusUpdate): Promise<ReportOutcome>;
}

interface TestStore extends Store {
  readonly ledger: TestLedger;
  statuses(sendId: string): Promise<readonly DeliveryStatus[]>;
}

export interface Opened extends TestStore {
  readonly database: TestDatabase;
  /** The same database as another process opens it. */
  openAgain(options?: Partial<StoreOptions>): Promise<TestStore>;
}

/** A store on a new database; both are gone when the test is. */
export async function openNew(create: CreateDatabase, options: Partial<StoreOptions> = {}): Promise<Opened> {
  const database = await create();
  const stores: Store[] = [];
  onTestFinished(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await database.remove();
  });
  async function openAgain(changed: Partial<StoreOptions> = {}): Promise<TestStore> {
    const store = await openStore({
      url: database.url,
      messagesPerSecond: Number.POSITIVE_INFINITY,
      leaseMs: 60_000,
      log: SILENT,
      ...options,
      ...changed,
    });
    stores.push(store);
    return {
      ...store,
      ledger: testLedger(store.ledger),
      async statuses(sendId) {
        const send = await store.ledger.findSend(sendId);
        return (send?.deliveries ?? []).map(({ status }) => status);
      },
    };
  }
  return { ...(await openAgain()), database, openAgain };
}

function testLedger(ledger: Ledger): TestLedger {
  return { ...ledger, saveReport: (update) => saveReport(ledger, update) };
}

/** Names the deliveries that a manual report is about. */
export function these(...deliveryIds: string[]): ReportedDeliveries {
  return { kind: 'these', deliveryIds };
}

/** Tells one report as a callback of its own. */
export async function saveReport(ledger: Ledger, update: StatusUpdate): Promise<ReportOutcome> {
  const [outcome] = await ledger.saveReports([update]);
  if (outcome === undefined) throw new Error('a report without an outcome');
  return outcome;
}

export function recipients(count: number): readonly PhoneNumber[] {
  return Array.from({ length: count }, (_, index) => phone(`+9198${String(70_000_000 + index)}`));
}

export interface SendChange extends Partial<Omit<NewSend, 'order'>> {
  readonly order?: Partial<SendOrder>;
  /** Recipients of each batch, in order. */
  readonly sizes?: readonly number[];
}

type TemplateNewSend = NewSend & { readonly order: SendOrder };

/** A send of one batch to one recipient with a card in its channel, unless told otherwise. */
export function newSend(id: string, { order, sizes = [1], ...change }: SendChange = {}): TemplateNewSend {
  const all = recipients(sizes.reduce((sum, size) => sum + size, 0));
  const { template, message, sender, teamId, channelId, actorId } = sendOf();
  let taken = 0;
  const batches = sizes.map((size, index) => {
    taken += size;
    return { token: `${id}-token-${index}`, recipients: all.slice(taken - size, taken) };
  });
  return {
    id,
    dedupeKey: `T1:${id}`,
    order: { teamId, channelId, actorId, template, message, sender, recipients: all, parentId: undefined, ...order },
    batches,
    reportsExpected: true,
    cards: [{ role: 'channel', destination: channelId }],
    responseUrl: undefined,
    ...change,
  };
}

/** Claims a card that must be behind. */
export async function claimCard(ledger: Ledger): Promise<ClaimedCard> {
  const card = await ledger.claimCard('worker');
  if (card === undefined) throw new Error('no card is behind');
  return card;
}

/** Claims a batch that must be there. */
export async function claim(ledger: Ledger, worker = 'worker'): Promise<ClaimedBatch> {
  const batch = await ledger.claimBatch(worker);
  if (batch === undefined) throw new Error('nothing to claim');
  return batch;
}

/** Kaleyra took the whole batch: message IDs `base:0`, `base:1` … */
export function accepted(batch: ClaimedBatch, base: string): readonly DeliverySettlement[] {
  return batch.deliveryIds.map((deliveryId, index) => ({
    deliveryId,
    status: 'accepted',
    messageId: `${base}:${index}`,
    failure: undefined,
  }));
}

export function rejected(batch: ClaimedBatch, code = 'E424'): readonly DeliverySettlement[] {
  const failure = { reason: 'refused', code, text: 'Template not found' } as const;
  return batch.deliveryIds.map((deliveryId) => ({ deliveryId, status: 'rejected', messageId: undefined, failure }));
}

export function unanswered(batch: ClaimedBatch): readonly DeliverySettlement[] {
  const failure = { reason: 'no_answer', code: undefined, text: undefined } as const;
  return batch.deliveryIds.map((deliveryId) => ({ deliveryId, status: 'unknown', messageId: undefined, failure }));
}

export function report(
  messageId: string,
  status: StatusUpdate['status'],
  change: Partial<StatusUpdate> = {},
): StatusUpdate {
  return {
    messageId,
    status,
    code: status === 'failed' ? '131026' : undefined,
    text: undefined,
    batchToken: undefined,
    recipientDigits: undefined,
    reportedAt: undefined,
    ...change,
  };
}
