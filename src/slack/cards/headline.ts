import type { RichTextElement } from '@slack/types';
import { formatCount } from '../../core/format.ts';
import type { Send } from '../../core/send/send.ts';
import {
  ATTENTION_STATUSES,
  type DeliveryStatus,
  PROGRESS_STATUSES,
  STATUSES,
  type StatusCounts,
} from '../../core/send/status.ts';
import { languageName } from '../../core/template/language-name.ts';
import { languageOfMessage, nameOfMessage } from '../../core/template/message/message.ts';
import { text } from '../blocks/rich-text.ts';
import { untrustedLine, untrustedMrkdwn } from '../blocks/untrusted-text.ts';

const MAX_NAME_LENGTH = 120;

type Headed = Pick<Send, 'actorId' | 'message'>;

interface Summary {
  /** What went wrong, where anything did: it comes first. */
  readonly problem: string | undefined;
  readonly progress: string;
}

/** The card's first line, which is enough to know how the send went. `counts` are of all its deliveries. */
export function headlineElements(send: Headed, counts: StatusCounts): RichTextElement[] {
  const { problem, progress } = summaryOf(counts);
  const actor: RichTextElement = { type: 'user', user_id: send.actorId };
  const name = text(untrustedLine(nameOfMessage(send.message), MAX_NAME_LENGTH), { bold: true });
  return problem === undefined
    ? [actor, text(' sent '), name, text(`${languagePart(send)} — `), text(progress, { bold: true })]
    : [text(problem, { bold: true }), text(' — '), name, text(`${languagePart(send)}, by `), actor];
}

/** The same line for a notification, in mrkdwn. */
export function headlineText(send: Headed, counts: StatusCounts): string {
  const { problem, progress } = summaryOf(counts);
  const what = `${untrustedMrkdwn(nameOfMessage(send.message), MAX_NAME_LENGTH)}${languagePart(send, untrustedMrkdwn)}`;
  return problem === undefined
    ? `<@${send.actorId}> sent ${what} — ${progress}`
    : `${problem} — ${what}, by <@${send.actorId}>`;
}

function languagePart({ message }: Headed, show = untrustedLine): string {
  const language = languageOfMessage(message);
  return language === undefined ? '' : ` · ${show(languageName(language), MAX_NAME_LENGTH)}`;
}

function summaryOf(counts: StatusCounts): Summary {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const problems = ATTENTION_STATUSES.filter((status) => counts[status] > 0).map((status) =>
    problemPart(status, counts[status], total),
  );
  const problem = problems.length === 0 ? undefined : problems.join(', ');
  return { problem, progress: progressPart(counts, total) };
}

function problemPart(status: DeliveryStatus, count: number, total: number): string {
  const share = `${formatCount(count)} of ${formatCount(total)}`;
  const { label, mark } = STATUSES[status];
  if (status === 'unknown') return `${share} unknown ${mark} (may have been sent)`;
  return `${share} ${label} ${mark}`;
}

/** How far the send has come: what was read and what was delivered side by side, and otherwise the furthest status. */
function progressPart(counts: StatusCounts, total: number): string {
  if (counts.cancelled > 0) return part('cancelled', counts.cancelled, total);
  const furthest = PROGRESS_STATUSES.find((status) => counts[status] > 0) ?? 'queued';
  if (furthest === 'read' && counts.delivered > 0) {
    const [read, delivered] = [STATUSES.read, STATUSES.delivered];
    return `${formatCount(counts.read)} ${read.label} ${read.mark}, ${formatCount(counts.delivered)} ${delivered.label} ${delivered.mark} of ${formatCount(total)}`;
  }
  return part(furthest, counts[furthest], total);
}

function part(status: DeliveryStatus, count: number, total: number): string {
  const { label, mark } = STATUSES[status];
  return `${formatCount(count)} of ${formatCount(total)} ${label} ${mark}`;
}
