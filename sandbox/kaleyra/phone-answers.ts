import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultId } from '../faults/fault-catalogue.ts';
import type { Faults } from '../faults/faults.ts';
import type { PhoneReply } from '../protocol.ts';
import type { Carrier } from './carry-message.ts';
import { flatFields, type Inbound, wrappedMessage } from './inbound-shapes.ts';
import type { Phones } from './phones.ts';
import { drawPhoto } from './photo.ts';
import type { Reports } from './reports.ts';

/** What the owner of a phone answers, on its way to the bot. */
export interface PhoneAnswers {
  /**
   * @param hoursAgo how long ago it was written; the bot is told only now
   * @returns false when nothing can be written from that phone
   */
  write(number: string, text: string, hoursAgo: number): boolean;
  /** @param button its place among all buttons of the message. False when that is no quick reply of a message on that phone. */
  tap(number: string, messageId: string, button: number): boolean;
  react(number: string, messageId: string, emoji: string): boolean;
  sendPhoto(number: string, caption: string): boolean;
  /** Whether the request was for a photo that somebody sent, and so is answered. */
  answerMedia(request: IncomingMessage, response: ServerResponse): boolean;
}

interface Needs {
  readonly phones: Phones;
  readonly carrier: Carrier;
  readonly reports: Reports;
  readonly faults: Faults<FaultId>;
  /** The business number that a person writes to who got no message yet. */
  readonly sender: () => string;
  /** Where the bot takes replies; undefined while no bot runs. */
  readonly incomingUrl: () => string | undefined;
  /** This Kaleyra's own address, where photos lie. */
  readonly origin: () => string;
}

type Written = Pick<Inbound, 'kind' | 'text'> & Partial<Pick<Inbound, 'payload' | 'about' | 'mediaUrl' | 'at'>>;

const HOUR_MS = 60 * 60 * 1_000;

const MEDIA_PATH = /^\/media\/(\d{1,6})\.png$/;

/** Takes what phones write, shows it on them, and tells the bot as Kaleyra does: once, in the shape of V1 or of V2. */
export function createPhoneAnswers(needs: Needs): PhoneAnswers {
  const { phones, carrier, reports, faults } = needs;
  let photos = 0;

  function send(number: string, written: Written): boolean {
    const phone = phones.of(number);
    if (!phone.isOnWhatsApp || phone.hasBlockedSender) return false;
    const answered = carrier.find(written.about ?? phone.messages.at(-1)?.messageId);
    const inbound: Inbound = {
      id: `wamid.${randomUUID().replaceAll('-', '')}`,
      from: number,
      name: phone.owner,
      to: answered?.message.from ?? needs.sender(),
      payload: undefined,
      mediaUrl: undefined,
      about: undefined,
      references: written.about === undefined ? {} : (answered?.message.references ?? {}),
      at: new Date(),
      ...written,
    };
    const reply = { id: inbound.id, at: inbound.at.toISOString(), kind: inbound.kind, text: inbound.text } as const;
    phones.write(number, {
      ...reply,
      ...(inbound.about !== undefined && { about: inbound.about }),
      ...(inbound.mediaUrl !== undefined && { mediaUrl: inbound.mediaUrl }),
      state: 'on_its_way',
    });
    void tell(inbound).then((state) => phones.markReply(number, inbound.id, state));
    return true;
  }

  async function tell(inbound: Inbound): Promise<PhoneReply['state']> {
    const url = URL.parse(needs.incomingUrl() ?? '');
    if (url === null) return 'lost';
    const times = faults.happens('replies_twice') ? 2 : 1;
    const asV2 = faults.happens('replies_as_v2');
    const told = Array.from({ length: times }, () =>
      asV2 ? reports.tell(url, wrappedMessage(inbound)) : reports.tell(withFields(url, flatFields(inbound)), undefined),
    );
    const statuses = await Promise.all(told);
    return statuses.includes(200) ? 'taken' : 'lost';
  }

  return {
    write: (number, text, hoursAgo) => send(number, { kind: 'text', text, at: before(hoursAgo) }),
    tap(number, messageId, button) {
      const found = carrier.find(messageId);
      const message = phones.of(number).messages.find((one) => one.messageId === messageId);
      const tapped = message?.buttons[button];
      if (found === undefined || tapped?.kind !== 'quick_reply') return false;
      const place = message?.buttons.slice(0, button).filter(({ kind }) => kind === 'quick_reply').length ?? 0;
      const payload = found.message.payloads[place];
      return send(number, { kind: 'button', text: tapped.label, payload, about: messageId });
    },
    react: (number, messageId, emoji) =>
      carrier.find(messageId) !== undefined && send(number, { kind: 'reaction', text: emoji, about: messageId }),
    sendPhoto(number, caption) {
      photos += 1;
      return send(number, { kind: 'image', text: caption, mediaUrl: `${needs.origin()}/media/${photos}.png` });
    },
    answerMedia(request, response) {
      const [, photo] = MEDIA_PATH.exec(request.url ?? '') ?? [];
      if (request.method !== 'GET' || photo === undefined) return false;
      const bytes = drawPhoto(Number(photo));
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': bytes.length });
      response.end(bytes);
      return true;
    },
  };
}

function before(hours: number): Date {
  return new Date(Date.now() - hours * HOUR_MS);
}

function withFields(url: URL, fields: Readonly<Record<string, string>>): URL {
  const address = new URL(url);
  for (const [name, value] of Object.entries(fields)) address.searchParams.append(name, value);
  return address;
}
