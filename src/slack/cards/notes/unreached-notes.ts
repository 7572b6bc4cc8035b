import type { ContextBlock, RichTextSection } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import { maskPhoneNumber } from '../../../core/recipients/phone-number.ts';
import { type Mode, modeSentence } from '../../../core/rules/mode.ts';
import { optedOutSentence } from '../../../core/rules/opt-out.ts';
import { countCancelReasons } from '../../../core/send/delivery/cancel-reason.ts';
import type { Send } from '../../../core/send/send.ts';
import { cutText } from '../../../core/text.ts';
import { contextBlock } from '../../blocks/basic-blocks.ts';
import { section, text } from '../../blocks/rich-text.ts';
import { untrustedText } from '../../blocks/untrusted-text.ts';

const NOTHING_LEFT = 'Trial: no message was sent.';

/** What may leave at all, above a card; empty where everything does. */
export function modeLine({ deliveries, list }: Pick<Send, 'deliveries' | 'list'>, mode: Mode): ContextBlock[] {
  const { trial = 0 } = list?.cancelReasons ?? countCancelReasons(deliveries);
  const sentence = trial > 0 ? NOTHING_LEFT : modeSentence(mode);
  return sentence === undefined ? [] : [contextBlock(sentence)];
}

/** Whom a message did not reach by rule: who said no, and who is not of the team. */
export function unreachedNotes({
  deliveries,
  list,
  optOutException,
}: Pick<Send, 'deliveries' | 'list' | 'optOutException'>): RichTextSection[] {
  const { not_in_team: notInTeam = 0, opted_out: optedOut = 0 } = list?.cancelReasons ?? countCancelReasons(deliveries);
  const saidNo = deliveries.filter(({ cancelReason }) => cancelReason === 'opted_out');
  return [
    ...(optOutException === undefined ? [] : [exceptionNote(optOutException)]),
    ...(optedOut === 0
      ? []
      : [
          section(
            text(
              optedOutSentence(
                optedOut,
                saidNo.map(({ recipient }) => maskPhoneNumber(recipient)),
              ),
            ),
          ),
        ]),
    ...(notInTeam === 0
      ? []
      : [
          section(
            text(
              `Team mode: ${formatCount(notInTeam)} ${notInTeam === 1 ? 'is not one of' : 'are not among'} the team’s numbers, and ${notInTeam === 1 ? 'gets' : 'get'} nothing.`,
            ),
          ),
        ]),
  ];
}

const MAX_REASON_LENGTH = 300;

function exceptionNote(reason: string): RichTextSection {
  return section(
    text('Sent though this person said no: ', { bold: true }),
    text(`“${cutText(untrustedText(reason), MAX_REASON_LENGTH)}”`),
  );
}
