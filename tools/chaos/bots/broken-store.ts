import type { Ledger } from '../../../src/store/ledger.ts';
import type { Store } from '../../../src/store/open-store.ts';
import { sqlOf } from '../behind-the-ledger.ts';
import type { BrokenEdges } from './deadly-edges.ts';

/** What a mutant is made from. */
export interface Whole {
  readonly edges: BrokenEdges;
  /** Of the SQLite file. */
  readonly path: string;
  readonly databaseUrl: string;
  readonly callbackSecret: string;
}

/** Gives the edges of a bot that is broken in one way. */
export type Break = (whole: Whole) => BrokenEdges;

/** What is queued again has to be in line again, or nothing claims it. */
export const JOIN_LINE = `insert into queued_sends (send_id, sender, share, not_before, waiting_since)
  select send_id, min(sends.sender), 0, min(not_before), min(queued_at) from batches join sends on sends.id = send_id
  where batches.state = 'queued' and sends.state = 'sending' group by send_id on conflict do nothing`;

/** A lease that ends is a batch to send again. */
export const reclaimLeases: Break = (whole) =>
  withLedger(whole, (ledger) => ({
    ...ledger,
    expireLeases: async () =>
      sqlOf(whole)(`update deliveries set status = 'queued' where status = 'sending' and batch_id in (
            select id from batches where state = 'sending' and lease_until <= unixepoch('subsec') * 1000);
          update batches set state = 'queued', worker = null, lease_until = null
            where state = 'sending' and lease_until <= unixepoch('subsec') * 1000; ${JOIN_LINE}`),
  }));

export function withLedger(whole: Whole, change: (ledger: Ledger) => Ledger): BrokenEdges {
  return withStore(whole, (store) => ({ ...store, ledger: change(store.ledger) }));
}

export function withStore({ edges }: Whole, change: (store: Store) => Store): BrokenEdges {
  return { ...edges, openStore: async (options) => change(await edges.openStore(options)) };
}
