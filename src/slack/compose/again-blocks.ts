import type { InputBlock, KnownBlock, RadioButtons } from '@slack/types';
import { z } from 'zod';
import { formatCount } from '../../core/format.ts';
import { type AgainCounts, type AgainScope, againScopes, safeScope } from '../../core/send/send-again.ts';
import { plainText, warningBlock } from '../blocks/basic-blocks.ts';
import { inputBlock } from '../blocks/inputs.ts';
import { AGAIN_SCOPE_INPUT } from '../ids.ts';
import { MAX_OPTION_LENGTH, MAX_TEXT_LENGTH } from '../limits.ts';

/** What a compose view carries that sends a message again. */
export const AGAIN = z.object({
  /** Left out until the person chooses. */
  scope: z.enum(['missed', 'missed_and_unknown', 'all_missed', 'all']).optional(),
  missed: z.number(),
  useless: z.number().default(0),
  unknown: z.number(),
  all: z.number(),
  warning: z.string().optional(),
  /** Set for a colleague, who reads no whole number: how many people get it again, and the first of them, masked. */
  hidden: z.object({ count: z.number(), shown: z.array(z.string()) }).optional(),
});

export type Again = z.infer<typeof AGAIN>;

/**
 * Who gets it again, and a warning. The question is asked when there is a choice, and when the only one is not safe, so that
 * it is never made without being seen.
 */
export function againBlocks(again: Again): KnownBlock[] {
  const warning = again.warning === undefined ? [] : [warningBlock('again_warning', again.warning)];
  const scopes = againScopes(again);
  const isSafe = scopes.length < 2 && safeScope(again) !== undefined;
  return isSafe ? warning : [question(again, scopes), ...warning];
}

/** Stands in place of the recipients' field. Which people they are, the ledger says when the form is reviewed. */
export function hiddenRecipients({ count, shown }: NonNullable<Again['hidden']>): KnownBlock {
  const more = count > shown.length ? ` and ${formatCount(count - shown.length)} more` : '';
  const people = count === 0 ? 'nobody yet: choose who gets it again' : `${shown.join(', ')}${more}`;
  return {
    type: 'section',
    block_id: 'hidden_recipients',
    text: plainText(
      `Recipients: ${people}. Only the person who entered the numbers sees all of their digits.`,
      MAX_TEXT_LENGTH,
    ),
  };
}

interface ViewState {
  readonly values: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly selected_option?: { readonly value?: string } | null }>> | undefined
    >
  >;
}

export function isAgainScope(value: string | undefined): value is AgainScope {
  return value !== undefined && AGAIN.shape.scope.safeParse(value).success;
}

/** What is chosen in the form as it is shown; undefined where it asks nothing, or nothing is chosen. */
export function shownScope({ values }: ViewState): string | undefined {
  return values[AGAIN_SCOPE_INPUT]?.[AGAIN_SCOPE_INPUT]?.selected_option?.value;
}

function question(again: Again, scopes: readonly AgainScope[]): InputBlock {
  const options = scopes.map((scope) => ({ text: plainText(label(scope, again), MAX_OPTION_LENGTH), value: scope }));
  const initial = options.find(({ value }) => value === again.scope);
  const element: RadioButtons = { type: 'radio_buttons', action_id: AGAIN_SCOPE_INPUT, options };
  if (initial !== undefined) element.initial_option = initial;
  return { ...inputBlock(AGAIN_SCOPE_INPUT, 'Who gets it again?', element), dispatch_action: true };
}

function label(scope: AgainScope, { missed, useless, unknown, all }: AgainCounts): string {
  switch (scope) {
    case 'missed':
      return `Those who did not get it (${formatCount(missed)})`;
    case 'missed_and_unknown':
      return missed === 0
        ? `Those who may not have got it (${formatCount(unknown)})`
        : `Not delivered or unknown (${formatCount(missed + unknown)})`;
    case 'all_missed':
      return missed === 0
        ? `Those who did not get it, though it will not help (${formatCount(useless)})`
        : `Those, and those whom it will not help (${formatCount(missed + useless)})`;
    case 'all':
      return `Everybody (${formatCount(all)})`;
  }
}
