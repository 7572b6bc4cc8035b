import type { Mode } from '../../core/rules/mode.ts';
import { keepsQuietHours, type RuledTemplate } from '../../core/rules/policy/template-kind.ts';
import type { QuietWait } from '../../core/rules/quiet-wait.ts';
import type { RuleBook } from '../ports/rules.ts';
import type { ClaimRules } from '../ports/store/rules/claim-rules.ts';

/**
 * What of a message would wait for the end of quiet hours if it was sent now, as the claim decides it.
 *
 * @param regions of each recipient, as ISO 3166; undefined for a number of no single country
 */
export type FindQuietWaits = (
  template: RuledTemplate,
  regions: readonly (string | undefined)[],
) => readonly QuietWait[];

interface Needs {
  readonly mode: Mode;
  readonly ruleBook: RuleBook;
  readonly claimRules: Pick<ClaimRules, 'quietUntil'>;
  readonly now: () => Date;
}

export function createFindQuietWaits({ claimRules, mode, now, ruleBook }: Needs): FindQuietWaits {
  return (template, regions) => {
    // On trial nothing leaves at all.
    if (mode === 'trial' || !keepsQuietHours(ruleBook.current(), template)) return [];
    const at = now();
    return [...Map.groupBy(regions, (region) => region)].flatMap(([region, { length: messages }]) => {
      const until = claimRules.quietUntil(region, at);
      return until === undefined ? [] : [{ region, messages, until }];
    });
  };
}
