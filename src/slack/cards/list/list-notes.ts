import type { RichTextElement, RichTextSection } from '@slack/types';
import type { Explanations } from '../../../core/explanations/explanation.ts';
import { capitalized, formatCount, formatNoun } from '../../../core/format.ts';
import { askingWords, isWaiting } from '../../../core/rules/asking.ts';
import { cutText } from '../../../core/text.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { dateElement } from '../../blocks/slack-date.ts';
import { untrustedText } from '../../blocks/untrusted-text.ts';
import { approvalNotes } from '../approval/approval-notes.ts';
import { byAt } from '../notes/by-at.ts';
import { stopNotes } from '../notes/cancel-notes.ts';
import { holdText } from '../notes/hold-notes.ts';
import { reportsMayCome } from '../notes/report-notes.ts';
import { type ListSend, leftCount, nothingLeft, stateOf } from './list-words.ts';

const MAX_REASON_LENGTH = 300;

/** What holds a list up, and the commonest reasons why rows did not arrive. */
export function listNotes(send: ListSend, explanations: Explanations): RichTextSection[] {
  return [
    ...approvalNotes(send),
    ...stateNotes(send, explanations),
    ...reasonNotes(send, explanations),
    ...leftOutNote(send),
  ];
}

function stateNotes(send: ListSend, explanations: Explanations): RichTextSection[] {
  const { change, list } = send;
  // That it waits, and how it ended without leaving, the notes about its approval say.
  if (isWaiting(send)) return onceApprovedNotes(send);
  if (askingWords(send) !== undefined) return [];
  switch (stateOf(send)) {
    case 'scheduled':
      return list.dueAt === undefined ? [] : [dueNote(list.dueAt)];
    case 'held':
      return [heldNote(send)];
    case 'paused':
      return [pausedNote(send, explanations)];
    case 'stopped':
      return stopNotes(change, list.counts);
    case 'trial':
      return [trialNote(send)];
    default:
      return [];
  }
}

/** When a list leaves that waits for approval, and how many rows first. */
export function onceApprovedNotes({ list: { dueAt, trialRows } }: ListSend): RichTextSection[] {
  return [
    ...(dueAt === undefined ? [] : [dueNote(dueAt)]),
    ...(trialRows === 0
      ? []
      : [section(text(`The first ${formatNoun(trialRows, 'row')} first, once it is approved.`))]),
  ];
}

function dueNote(at: Date): RichTextSection {
  return section(text('Leaves on ', { bold: true }), ...bothZones(at));
}

function trialNote({ list }: ListSend): RichTextSection {
  const { counts, isAskingForRest, rows, trialRows } = list;
  const first = `The first ${formatNoun(trialRows, 'row')}`;
  if (!isAskingForRest)
    return section(text(`${first} ${trialRows === 1 ? 'leaves' : 'leave'} first; the others wait for your yes.`));
  const others = formatCount(rows - trialRows);
  const left = leftCount(counts);
  // Whoever said no gets nothing, nor does anybody whom the mode keeps messages from.
  if (left === 0)
    return section(
      text(`Nothing of the first ${formatNoun(trialRows, 'row')} left. The other ${others} wait for your yes.`, {
        bold: true,
      }),
    );
  const arrived = counts.delivered + counts.read;
  const some = left < trialRows ? `${formatCount(left)} of the first ${formatNoun(trialRows, 'row')}` : first;
  const words =
    arrived >= trialRows
      ? `${first} ${trialRows === 1 ? 'is' : 'are'} delivered.`
      : `${some} left, and ${formatCount(arrived)} ${arrived === 1 ? 'is' : 'are'} delivered so far.`;
  return section(text(`${words} Look at a phone before the other ${others} leave.`, { bold: true }));
}

function heldNote(send: ListSend): RichTextSection {
  const { change, list } = send;
  const { dueAt } = list;
  const held = text(nothingLeft(send) ? 'Held, nothing has left: ' : 'Held, the rest has not left: ', { bold: true });
  const { step, why } = holdText(change?.reason);
  const next = step === undefined ? [] : [text(` ${step}`)];
  if (dueAt === undefined) return section(held, text(`${capitalized(why)}.`), ...next);
  const due = [text('it was due at '), dateElement(dueAt, '{time}')];
  if (change?.reason !== 'late') return section(held, ...due, text(`, and ${why}.`), ...next);
  return section(
    held,
    ...due,
    text(', and it is '),
    dateElement(change.at, '{time}'),
    text(': the bot was not running.'),
    ...next,
  );
}

function pausedNote({ change }: ListSend, explanations: Explanations): RichTextSection {
  if (change?.by !== undefined)
    return section(text('Paused', { bold: true }), ...byAt(change.by, change.at), text('.'));
  const code = change?.reason;
  const { meaning } = explanations.ofFailure({ reason: 'reported', code, text: undefined });
  return section(
    text('Paused by itself: ', { bold: true }),
    text(
      `too many of the last rows ended for one reason that is not the recipients’: ${meaning}${code === undefined ? '' : ` (${code})`}. Press Resume once that is put right: nothing that has left is sent again.`,
    ),
  );
}

/** The reader's own time, and the one that is the same for everybody. */
function bothZones(at: Date): RichTextElement[] {
  const utc = at.toISOString().slice(0, 16).replace('T', ' ');
  return [dateElement(at, '{date_short_pretty}, {time}'), text(` your time · ${utc} UTC`)];
}

function leftOutNote({ actorId, list: { rowsLeftOut: rows } }: ListSend): RichTextSection[] {
  if (rows === 0) return [];
  const words = `${formatNoun(rows, 'row')} ${rows === 1 ? 'was' : 'were'} left out by `;
  return [section(text(words), { type: 'user', user_id: actorId }, text('.'))];
}

/** The commonest reasons why rows did not arrive, each with how many rows it has. */
export function reasonNotes(send: ListSend, explanations: Explanations): RichTextSection[] {
  const reportsExpected = reportsMayCome(send);
  return send.list.topReasons.map(({ failure, rows }) => {
    const { meaning } = explanations.ofFailure(failure, reportsExpected);
    const code = failure.code === undefined ? '' : ` (${failure.code})`;
    return section(
      text(`${formatNoun(rows, 'row')}: `, { bold: true }),
      text(cutText(untrustedText(`${meaning}${code}`), MAX_REASON_LENGTH)),
    );
  });
}
