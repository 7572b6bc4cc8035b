import type { RichTextElement, RichTextSection } from '@slack/types';
import { type Approval, type ApprovalOnCard, hasAnswered, missingApprovals } from '../../../core/rules/approval.ts';
import type { ApprovalNeed } from '../../../core/rules/policy/decide.ts';
import type { Send } from '../../../core/send/send.ts';
import type { HoldReason } from '../../../core/send/send-state.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';
import { untrustedLine } from '../../blocks/untrusted-text.ts';
import { byAt } from '../notes/by-at.ts';
import { peopleElements, rolesText } from './people.ts';

const MAX_REASON_LENGTH = 500;
const ASKED_AGAIN: HoldReason = 'asked_again';
const HOUR_MS = 3_600_000;

/** Who has to approve a send, or what they said; empty where no one has to. */
export function approvalNotes({ approval, change }: Pick<Send, 'approval' | 'change'>): RichTextSection[] {
  if (approval === undefined) return [];
  const { approvals, state } = approval;
  switch (state) {
    case 'waiting':
      return [...askedAgainNote(approval, change), ...waitingNotes(approval), untilNote(approval)];
    case 'approved':
      return saidNotes('Approved', approvals, 'approved');
    case 'declined':
      return approvals
        .filter(({ decision }) => decision === 'declined')
        .map((declined) => declinedNote(declined, approval));
    case 'expired':
      return [section(text(expiredWords(approval), { bold: true }))];
    case 'withdrawn':
      return [
        section(
          text('Withdrawn', { bold: true }),
          ...byAt(change?.by, change?.at),
          text(`: ${nothingSent(approval)}.`),
        ),
      ];
    case 'to_review':
      return [unapprovedNote(approval), notReviewedNote(approval)];
    case 'reviewed':
      return [unapprovedNote(approval), ...saidNotes('Reviewed', approvals, 'reviewed')];
  }
}

/** `Not approved in 8 h: nothing was sent` */
function expiredWords(approval: ApprovalOnCard): string {
  const hours = Math.round((approval.expiresAt.getTime() - approval.askedAt.getTime()) / HOUR_MS);
  return `Not approved in ${hours} h: ${nothingSent(approval)}.`;
}

function nothingSent({ hasLeft }: Pick<ApprovalOnCard, 'hasLeft'>): string {
  return hasLeft === true ? 'the rest was not sent' : 'nothing was sent';
}

function askedAgainNote({ hasLeft }: Pick<ApprovalOnCard, 'hasLeft'>, change: Send['change']): RichTextSection[] {
  if (change?.reason !== ASKED_AGAIN) return [];
  const waits = hasLeft === true ? 'What had left stays left, and the rest waits.' : 'Nothing has left, and it waits.';
  return [section(text('The rules have changed since this was confirmed. ', { bold: true }), text(waits))];
}

/** One line for each need that is not met: who has to, and why. */
function waitingNotes(approval: ApprovalOnCard): RichTextSection[] {
  const { approvals, needs } = approval;
  const missing = missingApprovals(needs, approvals);
  const people = needs.length === 1 ? stillAsked(approval) : [];
  return [
    ...needs.flatMap((need, place) => {
      const more = missing[place] ?? 0;
      return more === 0 ? [] : [section(...whoElements(need, more, people), text(`: ${need.because}.`))];
    }),
    ...saidNotes(
      'Approved',
      approvals.filter(({ meets }) => meets.length > 0),
      'approved',
    ),
  ];
}

/** Who has to approve: people where they are few, and else their role. */
function whoElements({ by }: Pick<ApprovalNeed, 'by'>, missing: number, people: readonly string[]): RichTextElement[] {
  const named = peopleElements(people, missing === 1 ? 'or' : 'and');
  const roles = rolesText(by);
  const has = missing === 1 ? ' has to approve this' : ' have to approve this';
  if (named === undefined)
    return [text(`${missing === 1 ? 'Someone' : `${missing} people`} with the role ${roles}${has}`)];
  if (missing === 1) return [...named, text(has)];
  return missing === people.length ? [...named, text(has)] : [text(`${missing} of `), ...named, text(has)];
}

function stillAsked({ approvals, approvers, state }: ApprovalOnCard): readonly string[] {
  return approvers.filter((person) => !hasAnswered({ approvals, state }, person));
}

function untilNote({ expiresAt, hasLeft }: ApprovalOnCard): RichTextSection {
  return section(
    text('Until '),
    dateElement(expiresAt, '{date_short_pretty}, {time}'),
    text(`. If it is not approved by then, ${hasLeft === true ? 'the rest is not' : 'nothing is'} sent.`),
  );
}

function saidNotes(word: string, approvals: readonly Approval[], decision: Approval['decision']): RichTextSection[] {
  return approvals
    .filter((approval) => approval.decision === decision)
    .map(({ at, personId }) => section(text(word, { bold: true }), ...byAt(personId, at), text('.')));
}

function declinedNote({ personId, reason }: Approval, approval: ApprovalOnCard): RichTextSection {
  return section(
    text('Declined', { bold: true }),
    ...byAt(personId, undefined),
    text(`: ${untrustedLine(reason ?? '', MAX_REASON_LENGTH)}. `.replace(/([.!?…])\. $/, '$1 ')),
    text(approval.hasLeft === true ? 'The rest was not sent.' : 'Nothing was sent.'),
  );
}

function unapprovedNote({ breakGlassReason = '' }: ApprovalOnCard): RichTextSection {
  return section(
    text('Sent without waiting for approval: ', { bold: true }),
    text(`“${untrustedLine(breakGlassReason, MAX_REASON_LENGTH)}”`),
  );
}

function notReviewedNote({ approvers, needs }: ApprovalOnCard): RichTextSection {
  const people = peopleElements(approvers, 'or') ?? [text(rolesText([...new Set(needs.flatMap(({ by }) => by))]))];
  return section(text('Not reviewed yet', { bold: true }), text(': '), ...people, text(' has to look at it.'));
}
