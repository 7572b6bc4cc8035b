import type { KnownBlock, SectionBlock } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import { maskPhoneNumber } from '../../core/recipients/phone-number.ts';
import { type DeliveryStatus, STATUSES } from '../../core/send/delivery/status.ts';
import { languageName } from '../../core/template/language-name.ts';
import type { SendPage, SendQuery, SendSummary } from '../../flow/ports/store/lookup.ts';
import { button } from '../blocks/basic-blocks.ts';
import { dateMrkdwn } from '../blocks/slack-date.ts';
import { untrustedMrkdwn } from '../blocks/untrusted-text.ts';
import { countsLine } from '../cards/status-counts.ts';
import { DETAILS_BUTTON, SEND_COMMAND, SHOW_MORE } from '../ids.ts';
import { writeNextPage } from './more-value.ts';
import type { Reply } from './status-reply.ts';

const MAX_NAME_LENGTH = 80;
const MAX_WORD_LENGTH = 60;
const MAX_WORDS = 5;
/** Messages on one page. */
export const PAGE_SIZE = 10;

/** How to ask, one example a line. */
const EXAMPLES = [
  `• \`${SEND_COMMAND} status +91 98765 43210\` or its last digits, \`${SEND_COMMAND} status 3210\`: what went to a number`,
  `• \`${SEND_COMMAND} status ID\`: one message, by the ID on its card or its message ID`,
  `• \`${SEND_COMMAND} recent failed\`, \`recent @ben\`, \`recent booking_confirm\`, \`recent yesterday\`, \`recent 2026-11-20\`, \`recent 50\`, or several together: \`recent failed @ben monday\``,
].join('\n');

interface Shown {
  readonly page: SendPage;
  readonly query: SendQuery;
  /** How many messages were still to be listed before this page. */
  readonly count: number | undefined;
  readonly isFirst: boolean;
  /** The workspace's address with a slash at its end, for links to cards. */
  readonly workspaceUrl: string | undefined;
  /** Said where days are not those of the person's own zone. */
  readonly zoneNote: string | undefined;
}

/** A page of messages: a line, a link and a button for each, the latest first. */
export function searchReply(shown: Shown): Reply {
  const { count, page, workspaceUrl, zoneNote } = shown;
  const left = count === undefined ? undefined : count - page.summaries.length;
  const hasMore = page.next !== undefined && (left === undefined || left > 0);
  const title = titleOf(shown);
  const notes = [
    ...(page.stoppedAfter === undefined
      ? []
      : [`I looked at ${formatCount(page.stoppedAfter)} messages for this page. *More* looks at earlier ones.`]),
    ...(zoneNote === undefined ? [] : [zoneNote]),
  ];
  return {
    text: title,
    blocks: [
      mrkdwn(page.summaries.length === 0 ? title : `*${title}*`),
      ...page.summaries.map((summary) => summaryBlock(summary, workspaceUrl)),
      ...(notes.length === 0 ? [] : [mrkdwn(notes.join(' '))]),
      ...(hasMore && page.next !== undefined ? [moreBlock(writeNextPage({ ...page.next, count: left }))] : []),
    ],
  };
}

/** Says what was not understood, or that nothing was asked, with examples. */
export function examplesReply(notUnderstood: readonly string[]): Reply {
  const words = notUnderstood.slice(0, MAX_WORDS).map((word) => quoted(word));
  const more = notUnderstood.length > words.length ? ' and more' : '';
  const sentence =
    words.length === 0
      ? 'What do you want to look up?'
      : `I do not understand ${words.join(', ')}${more} here. Nothing was sent.`;
  const text = `${sentence} You can ask:\n${EXAMPLES}`;
  return { text, blocks: [mrkdwn(text)] };
}

function quoted(word: string): string {
  return /^<@\w+>$/.test(word) ? `a second person (${word})` : `“${untrustedMrkdwn(word, MAX_WORD_LENGTH)}”`;
}

function titleOf({ isFirst, page, query }: Shown): string {
  const asked = descriptionOf(query, page);
  const suffix = asked === '' ? '' : ` ${asked}`;
  if (page.summaries.length > 0) {
    return `${isFirst ? 'Latest messages' : 'Earlier messages'}${suffix} from this channel and from you:`;
  }
  if (page.next !== undefined) return `No message${suffix} so far.`;
  if (!isFirst) return `There are no earlier messages${suffix} from this channel or from you.`;
  if (asked === '') return 'Nothing has been sent from this channel or by you yet.';
  return `There is no message${suffix} from this channel or from you. Ask in the channel where it was sent.`;
}

/** What was asked for, in mrkdwn. A whole number is shown as its last digits. */
function descriptionOf({ actorId, from, recipient, statuses, template }: SendQuery, { summaries }: SendPage): string {
  const known = summaries[0]?.matches[0]?.recipient;
  const number = recipient?.kind === 'number' ? recipient.number : known;
  const masked =
    recipient?.kind === 'ending' ? `•••• ${recipient.digits.slice(-4)}` : number && maskPhoneNumber(number);
  return [
    ...(template === undefined ? [] : [`“${untrustedMrkdwn(template, MAX_NAME_LENGTH)}”`]),
    ...(recipient === undefined ? [] : [masked === undefined ? 'to this number' : `to ${masked}`]),
    ...(statuses === undefined
      ? []
      : [`that are ${[...new Set(statuses)].map((status) => STATUSES[status].label).join(' or ')}`]),
    ...(actorId === undefined ? [] : [`by <@${actorId.replace(/\W/g, '')}>`]),
    ...(from === undefined ? [] : [`of ${dateMrkdwn(from, '{date_long}')}`]),
  ].join(' ');
}

/** A section, because only there a button can stand beside the text. Its text is markup, so untrusted parts are escaped. */
function summaryBlock(summary: SendSummary, workspaceUrl: string | undefined): SectionBlock {
  const { id, actorId, card, channelId, counts, createdAt, language, matches, template } = summary;
  const what = [
    `*${untrustedMrkdwn(template, MAX_NAME_LENGTH)}*`,
    ...(language === undefined ? [] : [languageName(language)]),
  ];
  const status = matches.length === 0 ? countsLine(counts) : matches.slice(0, MAX_WORDS).map(matchText).join(', ');
  const where = [
    dateMrkdwn(createdAt, '{date_short_pretty} {time}'),
    `by <@${actorId}>`,
    channelId.startsWith('D') ? 'in a direct message' : `in <#${channelId}>`,
    ...(card === undefined || workspaceUrl === undefined ? [] : [`<${cardUrl(workspaceUrl, card)}|Open the card>`]),
    `\`${id}\``,
  ];
  return {
    type: 'section',
    block_id: `recent:${id}`,
    text: { type: 'mrkdwn', text: `${what.join(' · ')} — ${status}\n${where.join(' · ')}` },
    accessory: button(DETAILS_BUTTON, 'Details', id),
  };
}

function matchText({
  recipient,
  status,
}: {
  recipient: SendSummary['matches'][number]['recipient'];
  status: DeliveryStatus;
}) {
  return `${maskPhoneNumber(recipient)} ${STATUSES[status].label} ${STATUSES[status].mark}`;
}

/** The address that Slack's "Copy link" gives, and `chat.getPermalink`. */
function cardUrl(workspaceUrl: string, { channelId, ts }: NonNullable<SendSummary['card']>): string {
  return `${workspaceUrl}archives/${channelId}/p${ts.replace('.', '')}`;
}

function moreBlock(value: string): KnownBlock {
  return { type: 'actions', block_id: 'more', elements: [button(SHOW_MORE, 'More', value)] };
}

function mrkdwn(text: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}
