import type { Checkboxes, InputBlock, KnownBlock, ModalView } from '@slack/types';
import { capitalized, formatCount, formatDuration, formatNoun, formatPeople } from '../../core/format.ts';
import { previewOf } from '../../core/template/message/preview.ts';
import { cutText } from '../../core/text.ts';
import { unusedSentence } from '../../flow/list/list-review.ts';
import type { ListReview } from '../../flow/ports/store/lists/list-drafts.ts';
import { bannerBlock } from '../blocks/banner.ts';
import { button, contextBlock, plainText, warningBlock } from '../blocks/basic-blocks.ts';
import { inputBlock, textInput } from '../blocks/inputs.ts';
import { modal } from '../blocks/modal.ts';
import { previewBlocks } from '../blocks/preview-blocks.ts';
import { quietLines } from '../blocks/quiet-waits.ts';
import { richText, section, text } from '../blocks/rich-text.ts';
import { untrustedText } from '../blocks/untrusted-text.ts';
import { type Sender, senderName } from '../compose/fixed-inputs.ts';
import {
  CHANGE_LIST,
  CONVERSATION_ID,
  GROUP_NAME_INPUT,
  LIST_REVIEW_VIEW,
  SEND_AT_INPUT,
  SEND_PROBLEMS,
  SHOW_SAMPLE,
  TRIAL_INPUT,
} from '../ids.ts';
import { MAX_HINT_LENGTH, MAX_OPTION_LENGTH, MAX_TITLE_LENGTH } from '../limits.ts';
import { approvalBlocks, askLabel, breakGlassInputs } from '../rules/review-blocks.ts';
import { type ListMetadata, writeListMetadata } from './list-metadata.ts';
import { problemBlocks } from './problem-blocks.ts';
import { MAX_GROUP_NAME_LENGTH, NOTHING_CHOSEN, type ReviewInputs } from './review-inputs.ts';
import { sameListBlocks } from './same-list-blocks.ts';

interface Shown {
  readonly metadata: ListMetadata;
  readonly senders: readonly Sender[];
  readonly inputs?: ReviewInputs;
  /** Which of the sample messages is drawn. */
  readonly sample?: number;
  readonly banner?: string | undefined;
}

const MAX_PREVIEW_LENGTH = 4_000;

/** What will be sent to whom, what is wrong, and when it leaves. Its button says how many messages it sends. */
export function listReviewView(review: ListReview, shown: Shown): ModalView {
  const { inputs = NOTHING_CHOSEN, metadata } = shown;
  const { draftId, planId } = review;
  const submit = submitOf(review, inputs);
  return {
    ...modal('Review the list', 'Cancel'),
    callback_id: LIST_REVIEW_VIEW,
    private_metadata: writeListMetadata({ ...metadata, draftId, planId }),
    ...(submit && { submit }),
    // Slack refuses a view that has an input and no button.
    blocks: blocksOf(review, shown, inputs).filter(({ type }) => type !== 'input' || submit !== undefined),
  };
}

function blocksOf(review: ListReview, { banner, sample = 0, senders }: Shown, inputs: ReviewInputs): KnownBlock[] {
  const mayBeSent = leavingCount(review) > 0;
  return [
    ...(banner === undefined ? [] : [bannerBlock(banner)]),
    ...(review.obstacle === undefined ? [] : [warningBlock('list_obstacle', review.obstacle)]),
    ...approvalBlocks(review.said),
    ...sameListBlocks(review, inputs),
    ...problemBlocks(review, inputs),
    ...summaryBlocks(review),
    ...review.notes.map((note, at) => warningBlock(`list_note_${at}`, note)),
    ...sampleBlocks(review, sample),
    ...(mayBeSent ? timingInputs(review, inputs) : []),
    ...(mayBeSent ? breakGlassInputs(review.said, inputs.unapproved) : []),
    contextBlock(`From ${senderOf(review, senders)}`),
    resultPlace(review.channelId),
    ...changeButton(review),
  ];
}

/** How many messages leave: those for people who said no do not, nor those that the mode keeps back. */
function leavingCount({ counts, optedOut, outsideTeam = 0 }: ListReview): number {
  return counts.messages - (optedOut?.count ?? 0) - outsideTeam;
}

/**
 * Nothing is offered that the rules or a quota would refuse. Where no row can be sent, but may once a question is answered, it
 * reads the rows again.
 */
function submitOf(review: ListReview, { unapproved }: ReviewInputs): ModalView['submit'] {
  const { obstacle, problems, said } = review;
  const messages = leavingCount(review);
  const isAsked = said !== undefined && said.approval.length > 0;
  if (messages > 0 && obstacle === undefined) {
    const label = isAsked ? askLabel(unapproved) : `Send ${formatNoun(messages, 'message')}`;
    return plainText(label, MAX_TITLE_LENGTH);
  }
  return problems.mayBeSeveral || problems.mayRise ? plainText('Read again', MAX_TITLE_LENGTH) : undefined;
}

function summaryBlocks(review: ListReview): KnownBlock[] {
  const { counts, countries, repaired, repeatedPeople, seconds, source, template } = review;
  const places = countries.map(({ country, messages }) => `${country ?? 'no single country'} ${formatCount(messages)}`);
  const waits = quietLines((review.quietWaits ?? []).map((wait) => ({ ...wait, until: new Date(wait.until) })));
  const countryLine = places.length === 0 ? [] : [section(text(places.join(' · ')))];
  const lines = [
    ...(counts.doubled > 0
      ? [
          `${formatNoun(counts.doubled, 'row')} say${counts.doubled === 1 ? 's' : ''} the same to the same number as one before: sent once`,
        ]
      : []),
    ...(repaired > 0 ? [`${formatNoun(repaired, 'cell')} repaired without losing anything, such as a leading '`] : []),
    ...(repeatedPeople > 0
      ? [`${formatPeople(repeatedPeople)} of these got ${template?.name ?? 'this template'} in the last 7 days`]
      : []),
    ...(counts.messages > 0 ? [`${capitalized(formatDuration(seconds))} at this sender’s pace`] : []),
  ].map((line) => section(text(line)));
  const remarks = [review.readAs, unusedSentence(review.unused)].filter((sentence) => sentence !== undefined);
  return [
    richText(
      section(
        text(cutText(untrustedText(source), 200), { bold: true }),
        text(': '),
        text(`${formatNoun(counts.rows, 'row')} → ${formatNoun(counts.messages, 'message')}`, { bold: true }),
      ),
      { type: 'rich_text_list', style: 'bullet', elements: [...countryLine, ...waits, ...lines] },
    ),
    ...remarks.map((sentence) => contextBlock(sentence)),
  ];
}

function sampleBlocks({ samples, template }: ListReview, at: number): KnownBlock[] {
  const shown = samples[at] ?? samples[0];
  if (shown === undefined) return [];
  const { international, country } = shown.recipient;
  const place = country === undefined ? international : `${international} · ${country}`;
  const label = `Row ${shown.row}, ${shown.which}: to ${place}`;
  const last = samples.length - 1;
  const turn = (to: number, words: string) => button(SHOW_SAMPLE, words, String(to));
  return [
    { type: 'rich_text', block_id: 'sample_place', elements: [section(text(label, { bold: true }))] },
    ...previewBlocks(previewOf(template, shown.message), { maxCharacters: MAX_PREVIEW_LENGTH }),
    ...(last === 0
      ? []
      : [
          {
            type: 'actions' as const,
            block_id: 'sample_pages',
            elements: [
              { ...turn(at === 0 ? last : at - 1, '‹ Previous row'), action_id: `${SHOW_SAMPLE}:previous` },
              { ...turn(at === last ? 0 : at + 1, 'Next row ›'), action_id: `${SHOW_SAMPLE}:next` },
            ],
          },
        ]),
  ];
}

function timingInputs({ isRest, trialRows, counts }: ListReview, inputs: ReviewInputs): InputBlock[] {
  return [
    ...(trialRows > 0 ? [trialInput(trialRows, counts.messages, inputs.trial)] : []),
    {
      ...inputBlock(SEND_AT_INPUT, 'When', {
        type: 'datetimepicker',
        action_id: SEND_AT_INPUT,
        ...(inputs.sendAt === undefined ? {} : { initial_date_time: inputs.sendAt }),
      }),
      hint: plainText(
        'Leave it empty to send now. A time is in your own time zone, from 5 minutes to 30 days ahead; everything is checked again then.',
        MAX_HINT_LENGTH,
      ),
      optional: true,
    },
    ...(isRest
      ? []
      : [
          textInput({
            blockId: GROUP_NAME_INPUT,
            actionId: GROUP_NAME_INPUT,
            label: 'Save these people as a group',
            value: inputs.groupName,
            example: 'Its name, such as Guests of May',
            hint: 'With their columns, for 90 days, for everybody of this workspace. Leave it empty to save nothing.',
            isOptional: true,
            maxLength: MAX_GROUP_NAME_LENGTH,
          }),
        ]),
  ];
}

function trialInput(rows: number, total: number, isTicked: boolean): InputBlock {
  const option = { text: plainText(`The first ${rows} rows first`, MAX_OPTION_LENGTH), value: 'trial' };
  const element: Checkboxes = { type: 'checkboxes', action_id: TRIAL_INPUT, options: [option] };
  if (isTicked) element.initial_options = [option];
  return {
    ...inputBlock(TRIAL_INPUT, 'Careful start', element),
    hint: plainText(
      `The card asks you once they are delivered, before the other ${formatCount(total - rows)} leave.`,
      MAX_HINT_LENGTH,
    ),
    optional: true,
  };
}

/** Slack shows the channel's name for its ID. The ID is checked, because this text is markup. */
function resultPlace(channelId: string): KnownBlock {
  const place = CONVERSATION_ID.test(channelId) && !channelId.startsWith('D') ? `<#${channelId}>` : 'this conversation';
  return { type: 'context', elements: [{ type: 'mrkdwn', text: `The result is posted in ${place}.` }] };
}

function changeButton({ draftId, isRest, problems }: ListReview): KnownBlock[] {
  const elements = [
    ...(isRest ? [] : [button(CHANGE_LIST, 'Change the rows…', draftId)]),
    ...(problems.count > 0 ? [button(SEND_PROBLEMS, 'Send me all problems (CSV)', draftId)] : []),
  ];
  return elements.length === 0 ? [] : [{ type: 'actions', block_id: 'list_steps', elements }];
}

function senderOf({ sender }: ListReview, senders: readonly Sender[]): string {
  return senderName(senders.find(({ number }) => number === sender) ?? { number: sender, name: undefined });
}
