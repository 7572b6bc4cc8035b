import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { Mode } from '../../../../core/rules/mode.ts';
import type { ConfirmedSend } from '../../../../core/rules/policy/judge.ts';
import type { HoldReason } from '../../../../core/send/send-state.ts';

/** A send that was confirmed under another policy than the one in force. */
export interface JudgedSend extends ConfirmedSend {
  readonly sendId: string;
  readonly teamId: string;
  /** Whether its recipient waits for it: an answer, or a code. Such a message keeps no quiet hours. */
  readonly isAwaited: boolean;
}

/**
 * What the ledger asks before anything leaves, in the transaction that claims it. All of it answers at once, from what is in
 * memory.
 */
export interface ClaimRules {
  readonly mode: Mode;
  /** The only numbers that are reached in the mode `team`, beside those that people have proved to be theirs. */
  readonly teamNumbers: readonly PhoneNumber[];
  /** The policy in force; undefined where there is none. */
  policyHash(): string | undefined;
  /** Why a send that was confirmed under another policy is held under the one in force; undefined for one that leaves. */
  judge(send: JudgedSend): HoldReason | undefined;
  /** Whether a send that was confirmed under another policy keeps the quiet hours of the one in force. */
  keepsQuietHours(send: Pick<JudgedSend, 'template' | 'category' | 'isAwaited'>): boolean;
  /**
   * Until when messages to a country wait because it is night there; undefined while they may leave.
   *
   * @param region ISO 3166; undefined for recipients of no single country
   * @param now by the database's clock
   */
  quietUntil(region: string | undefined, now: Date): Date | undefined;
}
