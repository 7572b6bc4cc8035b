import type { Done, SandboxRequests } from '../requests.ts';
import type { Carrier } from './carry-message.ts';
import type { PhoneAnswers } from './phone-answers.ts';
import type { Phones } from './phones.ts';

type Body = SandboxRequests['phone']['body'];

const NOT_THERE = 'That message is not on this phone.';
const CANNOT_WRITE = 'Nothing can be written from this phone: it is not on WhatsApp, or blocks the business.';
const PROBLEMS: Readonly<Partial<Record<Body['do'], string>>> = { write: CANNOT_WRITE, photo: CANNOT_WRITE };

/** What the owner of a phone does with it. */
export function createPhoneActions(
  phones: Phones,
  carrier: Carrier,
  answers: PhoneAnswers,
): (body: Body) => Promise<Done> {
  const ACTIONS: Readonly<Record<Body['do'], (body: Body) => boolean>> = {
    read: ({ number, messageId }) => readAll(number, messageId),
    tap,
    write: ({ number, text = '', hoursAgo = 0 }) =>
      text.trim() !== '' && readAll(number, undefined) && answers.write(number, text.trim(), hoursAgo),
    react({ number, messageId = newestOn(number), text = '👍' }) {
      return messageId !== undefined && readAll(number, messageId) && answers.react(number, messageId, text);
    },
    photo: ({ number, text = '' }) => readAll(number, undefined) && answers.sendPhoto(number, text),
    leave_whatsapp: ({ number }) => change(number, { isOnWhatsApp: false }),
    join_whatsapp: ({ number }) => change(number, { isOnWhatsApp: true }),
    block: ({ number }) => change(number, { hasBlockedSender: true }),
    unblock: ({ number }) => change(number, { hasBlockedSender: false }),
  };

  /** A tap on a link or a code does nothing here but that the message was read. */
  function tap({ number, messageId = newestOn(number), button }: Body): boolean {
    if (messageId === undefined || !readAll(number, messageId)) return false;
    const buttons = phones.of(number).messages.find((message) => message.messageId === messageId)?.buttons ?? [];
    const place = button ?? buttons.findIndex(({ kind }) => kind === 'quick_reply');
    return buttons[place]?.kind !== 'quick_reply' || answers.tap(number, messageId, place);
  }

  function newestOn(number: string): string | undefined {
    return phones.of(number).messages.at(-1)?.messageId;
  }

  function change(number: string, what: Parameters<Phones['change']>[1]): boolean {
    phones.change(number, what);
    return true;
  }

  /** One message, or all that are unread when none is named. */
  function readAll(number: string, messageId: string | undefined): boolean {
    if (messageId !== undefined) return carrier.read(number, messageId);
    const unread = phones.of(number).messages.filter(({ state }) => state !== 'read');
    for (const message of unread) carrier.read(number, message.messageId);
    return true;
  }

  return async (body) => (ACTIONS[body.do](body) ? {} : { problem: PROBLEMS[body.do] ?? NOT_THERE });
}
