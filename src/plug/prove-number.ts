import type { Config } from '../config/config.ts';
import type { Numbering } from '../core/recipients/recipient.ts';
import type { RequestEncoder } from '../flow/ports/provider.ts';
import type { NumberCodes } from '../flow/ports/store/rules/number-codes.ts';
import type { TemplateFinder } from '../flow/ports/templates.ts';
import type { AskRules } from '../flow/rules/ask-rules.ts';
import { createProveNumber } from '../flow/team/prove-number.ts';
import type { Logging } from '../logging/logger.ts';
import type { OptOutParts } from './opt-outs.ts';
import { SEND_IDS } from './send-ids.ts';

interface Base extends Pick<OptOutParts, 'findOptedOut' | 'findOutsideTeam' | 'mode'> {
  readonly config: Config;
  readonly logging: Logging;
  readonly numberCodes: NumberCodes;
  readonly catalogue: TemplateFinder;
  readonly provider: RequestEncoder;
  readonly rules: { readonly askRules: AskRules };
  readonly loadNumbering: () => Promise<Numbering>;
  /** The ledger has new work. */
  readonly wake: { readonly all: () => void };
}

/** Plugs how people prove a number of their own in team mode. */
export function plugProveNumber({ config, logging: { log, scrubber }, rules, wake, ...base }: Base) {
  const { senders, values } = config;
  return createProveNumber({
    ...base,
    codeTemplate: values.TEAM_CODE_TEMPLATE,
    askRules: rules.askRules,
    senders: senders.map(({ number }) => number),
    reportsExpected: config.reportsExpected,
    auditChannel: values.AUDIT_CHANNEL,
    ...SEND_IDS,
    wakeAll: wake.all,
    concealment: scrubber,
    log,
  });
}
