import type { InputBlock, KnownBlock } from '@slack/types';
import { formatCount, formatPeople } from '../../core/format.ts';
import type { ManualReport } from '../../core/send/delivery/manual-report.ts';
import type { DeliveryPage, ReportedDeliveries } from '../../flow/ports/store/lookup.ts';
import { contextBlock, plainText } from '../blocks/basic-blocks.ts';
import { inputBlock } from '../blocks/inputs.ts';
import { SAID_INPUT, TICK_ALL, TICK_RECIPIENTS } from '../ids.ts';
import { MAX_HINT_LENGTH, MAX_OPTION_LENGTH } from '../limits.ts';

export const NOT_TICKED = 'Tick the recipients that you know about, or all of them.';
export const NOT_SAVED = 'This could not be saved just now. Press Save again in a moment.';

interface SubmittedView {
  readonly state: {
    readonly values: Readonly<
      Record<
        string,
        Readonly<
          Record<
            string,
            {
              readonly selected_option?: { readonly value: string } | null;
              readonly selected_options?: readonly { readonly value: string }[] | null;
            }
          >
        >
      >
    >;
  };
}

/** What a person said in the details. */
export interface Settled {
  /** The block where a problem of it can be shown. */
  readonly blockId: string;
  readonly said: ManualReport['said'] | undefined;
  readonly about: ReportedDeliveries | undefined;
}

/**
 * Asks what a person knows of the unknown recipients: one answer, for everybody who is ticked. Empty when none is unknown.
 *
 * @param reading part of the blocks' IDs: Slack keeps what was chosen in a block with the same ID.
 */
export function settleBlocks({ counts, deliveries }: DeliveryPage, reading: string): (KnownBlock | InputBlock)[] {
  const { unknown } = counts;
  if (unknown === 0) return [];
  const onPage = deliveries.filter(({ status }) => status === 'unknown').length;
  const said = inputBlock(`${SAID_INPUT}:${reading}`, 'Do you know whether it arrived?', {
    type: 'radio_buttons',
    action_id: SAID_INPUT,
    options: [option('arrived', 'It arrived'), option('not_arrived', 'It did not arrive')],
  });
  const hint =
    'Tick the recipients that you know about, then press Save. Your name is recorded. A later delivery report replaces this. Nothing is sent again.';
  const all = unknown === 1 ? 'The 1 unknown recipient' : `All ${formatCount(unknown)} unknown recipients`;
  return [
    { ...said, hint: plainText(hint, MAX_HINT_LENGTH) },
    {
      type: 'actions',
      block_id: `all_unknown:${reading}`,
      elements: [{ type: 'checkboxes', action_id: TICK_ALL, options: [option('all', all)] }],
    },
    ...(onPage === unknown
      ? []
      : [contextBlock('This box is for all pages. A tick at a recipient counts until you turn the page.')]),
  ];
}

/** Reads the ticks and the answer of a view that {@link settleBlocks} is part of. */
export function readSettled({ state }: SubmittedView, asOf: Date): Settled {
  const blocks = Object.entries(state.values);
  const [blockId = '', answer] = blocks.find(([, block]) => SAID_INPUT in block) ?? [];
  const ticked = (actionId: string) => blocks.flatMap(([, block]) => block[actionId]?.selected_options ?? []);
  const deliveryIds = ticked(TICK_RECIPIENTS).map(({ value }) => value);
  const said = answer?.[SAID_INPUT]?.selected_option?.value;
  return {
    blockId,
    said: said === 'arrived' || said === 'not_arrived' ? said : undefined,
    about: ticked(TICK_ALL).length > 0 ? { kind: 'all_unknown', asOf } : aboutThese(deliveryIds),
  };
}

function aboutThese(deliveryIds: readonly string[]): ReportedDeliveries | undefined {
  return deliveryIds.length === 0 ? undefined : { kind: 'these', deliveryIds };
}

/** What was saved, and of whom it was known before. */
export function savedSentence(said: ManualReport['said'], about: ReportedDeliveries, count: number): string {
  const settled = 'settled before, by a colleague or by a delivery report';
  if (count === 0) return `Nothing was saved: already ${settled}.`;
  const saved = `✓ Saved for ${formatPeople(count)}: it ${said === 'arrived' ? 'arrived' : 'did not arrive'}.`;
  const rest = about.kind === 'these' ? about.deliveryIds.length - count : 0;
  return rest === 0 ? saved : `${saved} ${formatCount(rest)} ${rest === 1 ? 'was' : 'were'} ${settled}.`;
}

function option(value: string, label: string) {
  return { text: plainText(label, MAX_OPTION_LENGTH), value };
}
