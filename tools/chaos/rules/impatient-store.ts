import { openStore, type Store } from '../../../src/store/open-store.ts';

/** Claims end soon after their process, so that what was under way is decided within the run. */
export const LEASE_MS = 400;
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The ledger without a bot around it. */
export function openImpatientStore(url: string): Promise<Store> {
  return openStore({ url, messagesPerSecond: 100_000, leaseMs: LEASE_MS, log: SILENT });
}
