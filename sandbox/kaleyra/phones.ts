import type { Feed } from '../feed.ts';
import type { Phone, PhoneMessage, PhoneReply } from '../protocol.ts';

/** The phones of the seed data, the newest message of each last. */
export interface Phones {
  /** The phone of that number; an unknown number gets a phone. */
  of(number: string): Phone;
  list(): readonly Phone[];
  receive(number: string, message: PhoneMessage): void;
  /** False when that message is not on that phone. */
  mark(number: string, messageId: string, state: PhoneMessage['state']): boolean;
  /** Its owner wrote or tapped something. */
  write(number: string, reply: PhoneReply): void;
  markReply(number: string, replyId: string, state: PhoneReply['state']): void;
  change(number: string, change: Partial<Pick<Phone, 'isOnWhatsApp' | 'hasBlockedSender' | 'isOnBlocklist'>>): void;
}

const RANK = { failed: 0, sent: 1, delivered: 2, read: 3 } as const satisfies Record<PhoneMessage['state'], number>;

/** @param ownerOf the name of whoever has a number that is not among the seed, where it is known */
export function createPhones(
  seed: readonly Phone[],
  feed: Feed,
  ownerOf: (number: string) => string | undefined,
): Phones {
  const byNumber = new Map(seed.map((phone) => [phone.number, phone]));

  function of(number: string): Phone {
    const known = byNumber.get(number);
    if (known !== undefined) return known;
    return save({
      number,
      owner: ownerOf(number) ?? 'New phone',
      isOnWhatsApp: true,
      hasBlockedSender: false,
      messages: [],
    });
  }

  function save(phone: Phone): Phone {
    byNumber.set(phone.number, phone);
    feed.publish({ type: 'phone', phone });
    return phone;
  }

  return {
    of,
    list: () => [...byNumber.values()],
    receive(number, message) {
      const phone = of(number);
      save({ ...phone, messages: [...phone.messages, message] });
    },
    mark(number, messageId, state) {
      const phone = byNumber.get(number);
      const held = phone?.messages.find((message) => message.messageId === messageId);
      if (phone === undefined || held === undefined) return false;
      if (RANK[state] <= RANK[held.state]) return true;
      const messages = phone.messages.map((message) => (message === held ? { ...held, state } : message));
      save({ ...phone, messages });
      return true;
    },
    write(number, reply) {
      const phone = of(number);
      save({ ...phone, replies: [...(phone.replies ?? []), reply] });
    },
    markReply(number, replyId, state) {
      const phone = of(number);
      const replies = (phone.replies ?? []).map((reply) => (reply.id === replyId ? { ...reply, state } : reply));
      save({ ...phone, replies });
    },
    change(number, change) {
      save({ ...of(number), ...change });
    },
  };
}
