import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { Mode } from '../../../../core/rules/mode.ts';
import type { TemplateCategory } from '../../../../core/template/template.ts';

/** A send whose batches are about to leave, and that was confirmed under another policy than the one in force. */
export interface JudgedSend {
  readonly sendId: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly actorId: string;
  readonly template: string;
  /** As it was when the send was confirmed; undefined for a template that was not in the catalogue. */
  readonly category: TemplateCategory | undefined;
  readonly recipients: number;
  /** The policy that it was confirmed under; undefined where there was none. */
  readonly policyHash: string | undefined;
  /** Whether the people who had to agree did. */
  readonly isApproved: boolean;
  /** Whether it left before it was approved, for an incident. */
  readonly isBreakGlass: boolean;
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
  /** Whether a send that was confirmed under another policy may leave under the one in force, or is held for a person. */
  judge(send: JudgedSend): 'leaves' | 'held';
  /**
   * Until when messages to a country wait because it is night there; undefined while they may leave.
   *
   * @param region ISO 3166; undefined for recipients of no single country
   * @param now by the database's clock
   */
  quietUntil(region: string | undefined, now: Date): Date | undefined;
}
