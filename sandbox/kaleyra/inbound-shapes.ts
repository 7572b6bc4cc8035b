/** What a phone's owner wrote or tapped, as WhatsApp hands it to Kaleyra. */
export interface Inbound {
  readonly id: string;
  /** Digits. */
  readonly from: string;
  readonly name: string;
  /** The business number, digits. */
  readonly to: string;
  readonly kind: 'text' | 'button' | 'reaction' | 'image';
  /** What was written, tapped, or given as a reaction; a photo's caption. */
  readonly text: string;
  readonly payload: string | undefined;
  readonly mediaUrl: string | undefined;
  /** Kaleyra's ID of the message that it answers, where the person answered one. */
  readonly about: string | undefined;
  readonly references: Readonly<Record<string, string>>;
  readonly at: Date;
}

const PHOTO_TYPE = 'image/png';

/** V1: the placeholders of Kaleyra's page, in the query of a GET. Those that have nothing stay empty. */
export function flatFields(inbound: Inbound): Readonly<Record<string, string>> {
  const { from, name, to, kind, text, payload, mediaUrl, about, at } = inbound;
  return {
    from,
    name,
    wanumber: to,
    type: kind,
    body: kind === 'button' ? JSON.stringify({ text, payload }) : text,
    mime_type: mediaUrl === undefined ? '' : PHOTO_TYPE,
    media_url: mediaUrl ?? '',
    created_at: String(Math.floor(at.getTime() / 1000)),
    reply_to: about ?? '',
  };
}

/** V2: Meta's message in Kaleyra's wrapping, posted as JSON. */
export function wrappedMessage(inbound: Inbound): object {
  const { id, from, name, to, kind, about, mediaUrl, references, at } = inbound;
  const message = {
    ...(about !== undefined && kind !== 'reaction' && { context: { from: to, id: about } }),
    from,
    id,
    timestamp: String(Math.floor(at.getTime() / 1000)),
    type: kind,
    ...contentOf(inbound),
  };
  return {
    meta_object: {
      value: {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: to, phone_number_id: '104000000000001' },
        contacts: [{ profile: { name }, wa_id: from }],
        messages: [message],
      },
      field: 'messages',
    },
    extra_info: {
      trace_id: id,
      waba_id: '1000000000000001',
      ...references,
      ...(about !== undefined && { reply_to: about }),
      ...(mediaUrl !== undefined && { media_url: mediaUrl }),
    },
  };
}

function contentOf({ kind, text, payload, about }: Inbound): object {
  switch (kind) {
    case 'text':
      return { text: { body: text } };
    case 'button':
      return { button: { payload: payload ?? text, text } };
    case 'reaction':
      return { reaction: { message_id: about, emoji: text } };
    case 'image':
      return { image: { mime_type: PHOTO_TYPE, sha256: 'made-up', id: '1', caption: text } };
  }
}
