import type { Arm } from './kill-points.ts';
import type { MutantName } from './mutants.ts';

export interface BotStart {
  readonly kind: 'start';
  readonly environment: Readonly<Record<string, string>>;
  readonly leaseMs: number;
  readonly slackTimeoutMs: number;
  readonly mutant: MutantName | undefined;
}

/** What a bot process is told. */
export type BotOrder = BotStart | { readonly kind: 'arm'; readonly arm: Arm };

/** What it tells. */
export type BotReport = { readonly kind: 'warm' } | { readonly kind: 'ready'; readonly port: number };
