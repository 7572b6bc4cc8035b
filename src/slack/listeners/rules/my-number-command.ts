import type { KnownBlock } from '@slack/types';
import { formatCount } from '../../../core/format.ts';
import { MAX_CODES_AN_HOUR, MAX_CODES_OF_NUMBER_A_DAY } from '../../../core/limits.ts';
import { maskPhoneNumber } from '../../../core/recipients/phone-number.ts';
import type { CodeAsked, ProveNumber } from '../../../flow/team/prove-number.ts';
import type { IsGuest } from '../../access/guests.ts';
import { dateMrkdwn } from '../../blocks/slack-date.ts';
import { untrustedMrkdwn } from '../../blocks/untrusted-text.ts';
import { SEND_COMMAND } from '../../ids.ts';
import { enterCodeButton } from '../../rules/code-view.ts';

interface Needs {
  readonly proveNumber: ProveNumber;
  readonly isGuest: IsGuest;
}

interface Reply {
  readonly text: string;
  readonly blocks?: KnownBlock[];
}

const USAGE = `Which number is yours? \`${SEND_COMMAND} my-number +91 98765 43210\` sends a code to it by WhatsApp; whoever types it here has proved that the phone is theirs, and messages reach it from then on.`;
const GUEST = 'Guests cannot prove a number. Ask a colleague who is a member of this workspace.';
const NOT_KNOWN = 'No code was sent: Slack did not say who you are just now. Try again in a moment.';
const MAX_SENTENCE_LENGTH = 1_000;

/** Why there are too many, by whose limit it is. */
const TOO_MANY: Readonly<Record<Extract<CodeAsked, { kind: 'too_many' }>['because'], string>> = {
  person_hour: `No code was sent: you have had ${formatCount(MAX_CODES_AN_HOUR)} within an hour.`,
  number_hour: `No code was sent: ${formatCount(MAX_CODES_AN_HOUR)} went to this number within an hour.`,
  number_day: `No code was sent: ${formatCount(MAX_CODES_OF_NUMBER_A_DAY)} went to this number within a day.`,
};

/** The reply to `/whatsapp-send my-number …`. @param asked with the number as it was typed */
export async function myNumberReply(
  { isGuest, proveNumber }: Needs,
  asked: Parameters<ProveNumber['ask']>[0],
): Promise<Reply> {
  if (asked.number === '') return { text: USAGE };
  const isStranger = await isGuest(asked.actorId).catch(() => undefined);
  if (isStranger !== false) return { text: isStranger === undefined ? NOT_KNOWN : GUEST };
  const answer = await proveNumber.ask(asked);
  switch (answer.kind) {
    case 'refused':
      return { text: untrustedMrkdwn(answer.sentence, MAX_SENTENCE_LENGTH) };
    case 'too_many': {
      const next = dateMrkdwn(new Date(Date.now() + answer.waitMs), '{date_short_pretty} {time}');
      return { text: `${TOO_MANY[answer.because]} The next one may be sent ${next}.` };
    }
    case 'sent': {
      const text = `A code is on its way to ${maskPhoneNumber(answer.number)} by WhatsApp. It counts for ten minutes.`;
      return {
        text,
        blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }, enterCodeButton(answer.sendId)],
      };
    }
  }
}
