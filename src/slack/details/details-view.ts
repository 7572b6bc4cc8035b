import type { ActionsBlock, ModalView, PlainTextOption, SectionBlock } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { formatCount } from '../../core/format.ts';
import type { HistoryEntry } from '../../core/send/delivery/history.ts';
import { ATTENTION_STATUSES, totalOf } from '../../core/send/delivery/status.ts';
import type { ShowNumber } from '../../core/send/number-shown.ts';
import type { SendHead } from '../../core/send/send.ts';
import type { DeliveryPage } from '../../flow/ports/store/lookup.ts';
import { plainText } from '../blocks/basic-blocks.ts';
import { modal } from '../blocks/modal.ts';
import { richText, section } from '../blocks/rich-text.ts';
import { headlineElements } from '../cards/headline.ts';
import { stopNotes } from '../cards/notes/cancel-notes.ts';
import { allFailureNotes } from '../cards/notes/failure-notes.ts';
import { originLine } from '../cards/origin-line.ts';
import type { NamedSenders } from '../cards/sender-text.ts';
import { DETAILS_VIEW, SCOPE_SELECT } from '../ids.ts';
import { MAX_OPTION_LENGTH, MAX_TEXT_LENGTH, MAX_TITLE_LENGTH, MAX_VIEW_BLOCKS } from '../limits.ts';
import { pageButtons, pagerBelow, placeLine } from './pager.ts';
import { recipientBlocks } from './recipient-blocks.ts';
import { writeSendMetadata } from './send-metadata.ts';
import { settleBlocks } from './settle-unknown.ts';

/** A recipient takes two blocks at most, and the view has a few more. */
export const DETAILS_PAGE_SIZE = Math.floor((MAX_VIEW_BLOCKS - 20) / 2);

/** Which recipients the details list. */
export type DetailsScope = 'all' | 'attention';

/** Everything that the view shows. */
export interface Details {
  readonly send: SendHead;
  readonly page: DeliveryPage;
  readonly scope: DetailsScope;
  readonly history: ReadonlyMap<string, readonly HistoryEntry[]>;
  readonly show: ShowNumber;
  /** Where the view was opened: presses in it may concern only what can be looked up there. */
  readonly channelId: string;
  readonly explanations: Explanations;
  readonly senders: NamedSenders;
  /** What came of the last press. */
  readonly note?: string | undefined;
}

export function detailsView({ send, page, scope, channelId, explanations, note, ...details }: Details): ModalView {
  const { deliveries, asOf } = page;
  const reading = String(asOf.getTime());
  const reasons = [
    ...stopNotes(send.change, page.counts),
    ...allFailureNotes(send, explanations, { deliveries, show: details.show }),
  ];
  const settle = settleBlocks(page, reading);
  return {
    ...modal('Details'),
    ...(settle.length === 0 ? {} : { submit: plainText('Save', MAX_TITLE_LENGTH) }),
    callback_id: DETAILS_VIEW,
    private_metadata: writeSendMetadata({
      sendId: send.id,
      channelId,
      page: page.page,
      scope,
      asOf: asOf.getTime(),
    }),
    blocks: [
      ...(note === undefined ? [] : [noteBlock(note)]),
      richText(section(...headlineElements(send, page.counts))),
      originLine(send, details.senders),
      ...(reasons.length === 0 ? [] : [richText(...reasons)]),
      ...settle,
      ...listControls(page, scope),
      ...placeLine(page, DETAILS_PAGE_SIZE),
      ...recipientBlocks(deliveries, { ...details, since: send.createdAt, reading }),
      ...pagerBelow(page, DETAILS_PAGE_SIZE),
    ],
  };
}

function noteBlock(sentence: string): SectionBlock {
  return { type: 'section', block_id: 'note', text: plainText(sentence, MAX_TEXT_LENGTH) };
}

/** Which recipients are listed, and the pages; empty where everybody is on one page. */
function listControls(page: DeliveryPage, scope: DetailsScope): ActionsBlock[] {
  const all = totalOf(page.counts);
  if (all <= DETAILS_PAGE_SIZE) return [];
  const attention = ATTENTION_STATUSES.reduce((sum, status) => sum + page.counts[status], 0);
  const options: PlainTextOption[] = [
    option('all', `All ${formatCount(all)} recipients`),
    option('attention', `Not delivered or unknown (${formatCount(attention)})`),
  ];
  const initial = options.find(({ value }) => value === scope);
  return [
    {
      type: 'actions',
      // Slack keeps a choice in a block with the same ID.
      block_id: `list:${scope}:${attention}`,
      elements: [
        {
          type: 'static_select',
          action_id: SCOPE_SELECT,
          options,
          ...(initial === undefined ? {} : { initial_option: initial }),
        },
        ...pageButtons(page, DETAILS_PAGE_SIZE),
      ],
    },
  ];
}

function option(value: DetailsScope, label: string): PlainTextOption {
  return { text: plainText(label, MAX_OPTION_LENGTH), value };
}
