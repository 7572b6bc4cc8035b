import type { DeliveryFailure } from '../../src/core/explanations/failure.ts';
import { type PhoneNumber, parsePhoneNumber } from '../../src/core/recipients/phone-number.ts';
import type { Delivery } from '../../src/core/send/delivery/delivery.ts';
import { countsOf, type DeliveryStatus } from '../../src/core/send/delivery/status.ts';
import type { ListProgress } from '../../src/core/send/list-progress.ts';
import type { Send, SendOrder } from '../../src/core/send/send.ts';
import type { SendStateChange } from '../../src/core/send/send-state.ts';
import type { TemplateMessage } from '../../src/core/template/message/message.ts';
import type { Template } from '../../src/core/template/template.ts';

const CREATED_AT = new Date('2026-11-22T14:01:00Z');

export const BOOKING: Template = {
  name: 'booking_confirm',
  language: 'en',
  category: 'UTILITY',
  status: 'APPROVED',
  header: undefined,
  body: {
    text: 'Hello {{1}}, your booking *{{2}}* is confirmed.',
    parameters: [
      { name: '1', label: 'Guest', example: 'Asha' },
      { name: '2', label: 'Booking number', example: 'BK-77' },
    ],
  },
  footer: 'Thank you',
  buttons: [
    { kind: 'url', label: 'View', url: 'https://example.com/login/{{1}}', example: undefined },
    { kind: 'quick_reply', label: 'Stop' },
  ],
};

/** {@link BOOKING}, filled in. */
export const BOOKING_MESSAGE: TemplateMessage = {
  template: 'booking_confirm',
  language: 'en',
  kind: 'rich',
  headerText: undefined,
  media: undefined,
  parameters: ['Asha', 'BK-77'],
  urlSuffixes: ['abc'],
  coupon: undefined,
  payloads: [],
};

export function phone(text: string): PhoneNumber {
  const parsed = parsePhoneNumber(text);
  if (!parsed.ok) throw new Error(`not a number: ${text}`);
  return parsed.value;
}

/** A delivery at `position`, to a number that ends in 1111, 2222 … */
export function deliveryAt(position: number, change: Partial<Delivery> = {}): Delivery {
  const status: DeliveryStatus = change.status ?? 'delivered';
  return {
    id: `D${position}`,
    position,
    recipient: phone(`+9198765${String((1111 * (position + 1)) % 100_000).padStart(5, '0')}`),
    status,
    messageId: `9a54b0c1-1111-48b9-88f7-0123456789ab:${position}`,
    failure: undefined,
    changedAt: new Date('2026-11-22T14:02:00Z'),
    ...change,
  };
}

export function failure(change: Partial<DeliveryFailure> = {}): DeliveryFailure {
  return { reason: 'reported', code: '131026', text: undefined, ...change };
}

export type TemplateSend = Send & SendOrder;

/** A send of {@link BOOKING} by U1 in C1, to two recipients unless told otherwise. */
export function sendOf(change: Partial<TemplateSend> = {}): TemplateSend {
  const deliveries = change.deliveries ?? [deliveryAt(0), deliveryAt(1)];
  return {
    id: '01JD0000000000000000000000',
    teamId: 'T1',
    channelId: 'C1',
    actorId: 'U1',
    template: BOOKING,
    message: BOOKING_MESSAGE,
    sender: phone('+919800000000'),
    recipients: deliveries.map(({ recipient }) => recipient),
    parentId: undefined,
    createdAt: CREATED_AT,
    version: 3,
    warning: undefined,
    reportsExpected: true,
    deliveries,
    ...change,
  };
}

/** A list of {@link BOOKING} by U1 in C1, with so many rows of each status. */
export function listOf(
  counts: Parameters<typeof countsOf>[0],
  more: Partial<ListProgress> = {},
  change?: SendStateChange,
) {
  const full = countsOf(counts);
  const rows = Object.values(full).reduce((sum, count) => sum + count, 0);
  const list: ListProgress = {
    rows,
    counts: full,
    topReasons: [],
    dueAt: undefined,
    trialRows: 0,
    rowsLeftOut: 0,
    isAskingForRest: false,
    ...more,
  };
  return { ...sendOf(), deliveries: [], list, ...(change && { change }) };
}
