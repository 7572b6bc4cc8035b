import type { RichTextElement } from '@slack/types';
import { formatCount, formatPeople } from '../../core/format.ts';
import { askingWords } from '../../core/rules/asking.ts';
import {
  ATTENTION_STATUSES,
  type DeliveryStatus,
  PROGRESS_STATUSES,
  STATUSES,
  type StatusCounts,
  totalOf,
} from '../../core/send/delivery/status.ts';
import type { Send } from '../../core/send/send.ts';
import { languageName } from '../../core/template/language-name.ts';
import { languageOfMessage, nameOfMessage } from '../../core/template/message/message.ts';
import { text } from '../blocks/rich-text.ts';
import { untrustedLine, untrustedMrkdwn } from '../blocks/untrusted-text.ts';

const MAX_NAME_LENGTH = 120;

type Headed = Pick<Send, 'actorId' | 'message' | 'approval' | 'change'>;

interface Summary {
  /** What went wrong, where anything did: it comes first. */
  readonly problem: string | undefined;
  readonly progress: string;
  readonly verb: string;
}

/** The card's first line, which is enough to know how the send went. `counts` are of all its deliveries. */
export function headlineElements(send: Headed, counts: StatusCounts): RichTextElement[] {
  const { problem, progress, verb } = summaryOf(send, counts);
  const actor: RichTextElement = { type: 'user', user_id: send.actorId };
  const name = text(untrustedLine(nameOfMessage(send.message), MAX_NAME_LENGTH), { bold: true });
  return problem === undefined
    ? [actor, text(` ${verb} `), name, text(`${behindName(send, counts)} — `), text(progress, { bold: true })]
    : [text(problem, { bold: true }), text(' — '), name, text(`${languagePart(send)}, by `), actor];
}

/** The same line for a notification, in mrkdwn. */
export function headlineText(send: Headed, counts: StatusCounts): string {
  const { problem, progress, verb } = summaryOf(send, counts);
  const what = `${untrustedMrkdwn(nameOfMessage(send.message), MAX_NAME_LENGTH)}${behindName(send, counts, untrustedMrkdwn)}`;
  return problem === undefined
    ? `<@${send.actorId}> ${verb} ${what} — ${progress}`
    : `${problem} — ${what}, by <@${send.actorId}>`;
}

/** The language, and for whom it is while it waits: its progress does not say that yet. */
function behindName(send: Headed, counts: StatusCounts, show = untrustedLine): string {
  const people = askingWords(send) === undefined ? '' : ` to ${formatPeople(totalOf(counts))}`;
  return `${languagePart(send, show)}${people}`;
}

function languagePart({ message }: Headed, show = untrustedLine): string {
  const language = languageOfMessage(message);
  return language === undefined ? '' : ` · ${show(languageName(language), MAX_NAME_LENGTH)}`;
}

function summaryOf(send: Headed, counts: StatusCounts): Summary {
  const asking = askingWords(send);
  if (asking !== undefined) return { problem: undefined, progress: asking.outcome, verb: asking.verb };
  const total = totalOf(counts);
  const problems = ATTENTION_STATUSES.filter((status) => counts[status] > 0).map((status) =>
    problemPart(status, counts[status], total),
  );
  const problem = problems.length === 0 ? undefined : problems.join(', ');
  const isStopped = send.change?.state === 'stopped' || counts.cancelled === total;
  const progress = isStopped ? stoppedPart(counts, total) : progressPart(counts, total);
  return { problem, progress, verb: 'sent' };
}

function problemPart(status: DeliveryStatus, count: number, total: number): string {
  const share = `${formatCount(count)} of ${formatCount(total)}`;
  const { label, mark } = STATUSES[status];
  if (status === 'unknown') return `${share} unknown ${mark} (may have been sent)`;
  return `${share} ${label} ${mark}`;
}

/** What counts of a send that ended before everything left. */
function stoppedPart(counts: StatusCounts, total: number): string {
  if (counts.cancelled === 0) return progressPart(counts, total);
  const notLeft = counts.cancelled + counts.queued;
  const left = total - notLeft - counts.sending;
  if (left === 0) return part('cancelled', counts.cancelled, total);
  return `${formatCount(left)} of ${formatCount(total)} had left, ${formatCount(notLeft)} did not`;
}

/** How far the send has come, and how many of it never leave, such as those who opted out. */
function progressPart(counts: StatusCounts, total: number): string {
  const { label, mark } = STATUSES.cancelled;
  const cancelled = counts.cancelled === 0 ? '' : `, ${formatCount(counts.cancelled)} ${label} ${mark}`;
  return `${furthestPart(counts, total)}${cancelled}`;
}

/** What was read and what was delivered side by side, and otherwise the furthest status. */
function furthestPart(counts: StatusCounts, total: number): string {
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
