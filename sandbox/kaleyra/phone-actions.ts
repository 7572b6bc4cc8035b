import type { Done, SandboxRequests } from '../requests.ts';
import type { Carrier } from './carry-message.ts';
import type { Phones } from './phones.ts';

type Body = SandboxRequests['phone']['body'];

/** What the owner of a phone does with it. */
export function createPhoneActions(phones: Phones, carrier: Carrier): (body: Body) => Promise<Done> {
  const ACTIONS: Readonly<Record<Body['do'], (body: Body) => boolean>> = {
    read: ({ number, messageId }) => readAll(number, messageId),
    // A tapped quick reply is an inbound message, which the bot takes no part in; it has been read, though.
    tap: ({ number, messageId }) => readAll(number, messageId),
    leave_whatsapp: ({ number }) => change(number, { isOnWhatsApp: false }),
    join_whatsapp: ({ number }) => change(number, { isOnWhatsApp: true }),
    block: ({ number }) => change(number, { hasBlockedSender: true }),
    unblock: ({ number }) => change(number, { hasBlockedSender: false }),
  };

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

  return async (body) => (ACTIONS[body.do](body) ? {} : { problem: 'That message is not on this phone.' });
}
