import type { Channel, Member, Phone } from './protocol.ts';
import type { MessageDraft } from './slack/workspace.ts';

/** Acme Travel on an ordinary morning: where the sandbox begins. */

export const BUSINESS_NAME = 'Acme Travel';

/** The business's number, as the variable `KALEYRA_FROM` gives it. */
export const KALEYRA_FROM = '919800000000=Support';

const ASHA: Member = { id: 'U0ASHA0001', name: 'asha', realName: 'Asha Rao · Support' };
const BEN: Member = { id: 'U0BEN00001', name: 'ben', realName: 'Ben Okafor · On-call' };
const CARLA: Member = { id: 'U0CARLA001', name: 'carla', realName: 'Carla Bruni · Team lead' };

const GITA: Member = { id: 'U0GITA0001', name: 'gita', realName: 'Gita Menon · Guest', isGuest: true };
const NOOR: Member = {
  id: 'U0NOOR0001',
  name: 'noor',
  realName: 'Noor Haddad · Lakeside Hotels',
  team: { id: 'T0LAKESIDE', domain: 'lakeside-hotels' },
};

const COLLEAGUES = [ASHA, BEN, CARLA];
export const MEMBERS: readonly Member[] = [...COLLEAGUES, GITA, NOOR];

/** User groups of the workspace, which the sandbox's policy gives roles. */
export const USER_GROUPS = { S0LEADS001: [CARLA.id] } as const;

const EVERYBODY = COLLEAGUES.map(({ id }) => id);

function channel(id: string, name: string, topic: string, more: Partial<Channel>): Channel {
  return { id, name, topic, kind: 'public', isArchived: false, hasBot: true, memberIds: EVERYBODY, ...more };
}

function directMessages(member: Member): Channel {
  return channel(`D0${member.id.slice(2)}`, 'whatsapp-send', 'What the bot says to you alone', {
    kind: 'dm',
    memberIds: [member.id],
  });
}

export const CHANNELS: readonly Channel[] = [
  channel('C0BOOKINGS', 'bookings', 'Confirmations and changes', {}),
  channel('C0WARROOM1', 'war-room', 'When something is on fire', { hasBot: false }),
  channel('C0VIPDESK1', 'vip-desk', 'Guests who are called by name', { kind: 'private' }),
  channel('C0FINANCE1', 'finance-private', 'Refunds', {
    kind: 'private',
    hasBot: false,
    memberIds: [ASHA.id, CARLA.id],
  }),
  channel('C0OLDCAMP1', 'old-campaign', 'Monsoon sale, finished', { isArchived: true }),
  channel('C0LAKESIDE', 'lakeside-hotels', 'Shared with Lakeside Hotels', {
    memberIds: [ASHA.id, CARLA.id, GITA.id, NOOR.id],
  }),
  ...[...COLLEAGUES, GITA].map(directMessages),
];

export const MESSAGES: readonly MessageDraft[] = [
  { channelId: 'C0BOOKINGS', author: CARLA.id, text: 'Morning! The Udaipur group is confirmed, BK-77 to BK-80.' },
  { channelId: 'C0BOOKINGS', author: BEN.id, text: 'Priya wants it on WhatsApp. Asha, can you send it?' },
  { channelId: 'C0WARROOM1', author: BEN.id, text: 'Flight 6E-204 is late by three hours. Who tells the guests?' },
  { channelId: 'C0VIPDESK1', author: CARLA.id, text: 'Mr Mehta lands at nine. Please no calls before noon.' },
  { channelId: 'C0FINANCE1', author: CARLA.id, text: 'Refunds for the cancelled tour go out on Friday.' },
  { channelId: 'C0LAKESIDE', author: NOOR.id, text: 'The lake rooms are ready. Do our guests know when to come?' },
  { channelId: 'C0OLDCAMP1', author: ASHA.id, text: 'That was the last one. Thanks, everybody.' },
];

function phone(number: string, owner: string, isOnWhatsApp = true): Phone {
  return { number, owner, isOnWhatsApp, hasBlockedSender: false, messages: [] };
}

export const PHONES: readonly Phone[] = [
  phone('919876543210', 'Priya Nair'),
  phone('919845012345', 'Rahul Mehta'),
  phone('393471234567', 'Giulia Rossi'),
  phone('14155552671', 'Dan Whitaker', false),
];
