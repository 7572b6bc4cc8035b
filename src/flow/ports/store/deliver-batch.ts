import type { ProviderWarning } from '../../../core/send/delivery/outcome.ts';
import type { DeliverySettlement } from '../../../core/send/delivery/settlement.ts';
import type { OutgoingMessage } from '../../../core/template/message/message.ts';

/** Proof that a worker holds a batch: every later write names it, and a lost one changes nothing. */
export interface BatchClaim {
  readonly batchId: string;
  readonly fence: number;
}

export interface ClaimedBatch extends BatchClaim {
  readonly sendId: string;
  /** Comes back in the callback, so that a report can be tied to this batch before the response is known. */
  readonly token: string;
  /** Which try this is, from 1. */
  readonly attempt: number;
  /** Whether the request asks for delivery reports. */
  readonly reportsExpected: boolean;
  readonly outgoing: OutgoingMessage;
  /** Delivery IDs in the order of `outgoing.recipients`. */
  readonly deliveryIds: readonly string[];
  /** Resolves when the send slot of this batch comes: at once, or milliseconds after the claim. */
  whenDue(): Promise<void>;
}

/** What the ledger does for a worker that sends. */
export interface BatchLedger {
  /**
   * Takes the oldest queued batch whose time has come and whose sender's rate allows it, marks it and its deliveries
   * `sending`, and commits. Undefined when there is none now.
   *
   * @param fullSenders senders of which nothing is taken
   */
  claimBatch(worker: string, fullSenders?: readonly string[]): Promise<ClaimedBatch | undefined>;
  /** Milliseconds until a queued batch of another sender than these may be claimed; undefined when none is queued. */
  untilNextBatch(fullSenders?: readonly string[]): Promise<number | undefined>;
  /** Writes the outcome of a claimed batch. False when the claim was lost and the outcome was known by then. */
  settleBatch(
    claim: BatchClaim,
    settlements: readonly DeliverySettlement[],
    warning: ProviderWarning | undefined,
  ): Promise<boolean>;
  /** Queues a batch again that is proved never to have left. False when the claim was lost. */
  requeueBatch(claim: BatchClaim, afterMs: number): Promise<boolean>;
}
