import type { Arm } from '../kills/kill-points.ts';
import type { AnyMutant } from '../mutants.ts';

export interface BotStart {
  readonly kind: 'start';
  readonly environment: Readonly<Record<string, string>>;
  readonly leaseMs: number;
  readonly slackTimeoutMs: number;
  readonly mutant: AnyMutant | undefined;
}

/** What the harness orders a bot process to do. */
export type BotOrder = BotStart | { readonly kind: 'arm'; readonly arm: Arm };

/** What a bot process reports. */
export type BotReport = { readonly kind: 'warm' } | { readonly kind: 'ready'; readonly port: number };
