import type { Phone, PhoneMessage } from '../../protocol.ts';
import { Avatar } from '../chat/avatar.tsx';
import { plainText } from '../text/rich-text.ts';
import { parseWhatsAppText } from '../text/whatsapp-text.ts';
import { readableNumber, unreadOf } from './phone-numbers.ts';
import { useVibration } from './use-vibration.ts';

export function PhoneRow({
  phone,
  isOpen,
  onToggle,
}: {
  readonly phone: Phone;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const unread = unreadOf(phone).length;
  const isVibrating = useVibration(phone.messages);
  const last = phone.messages.at(-1);
  return (
    <button
      type="button"
      class={isVibrating ? 'phone-row vibrating' : 'phone-row'}
      aria-expanded={isOpen}
      onClick={onToggle}
    >
      <Avatar id={phone.number} name={phone.owner} />
      <span class="phone-who">
        <strong class="phone-owner">{phone.owner}</strong>
        <span class="phone-number">{readableNumber(phone.number)}</span>
        <span class="phone-last">{lastLine(phone, last)}</span>
      </span>
      {unread > 0 ? (
        <span class="count">
          <span aria-hidden="true">{unread}</span>
          <span class="sr-only">, {unread} unread</span>
        </span>
      ) : undefined}
      <span class="phone-chevron" aria-hidden="true">
        {isOpen ? '▴' : '▾'}
      </span>
    </button>
  );
}

function lastLine(phone: Phone, last: PhoneMessage | undefined): string {
  if (!phone.isOnWhatsApp) return 'Not on WhatsApp';
  if (phone.hasBlockedSender) return 'Has blocked the business';
  if (phone.isOnBlocklist === true) return 'On Kaleyra’s blocklist';
  const written = phone.replies?.at(-1);
  if (written !== undefined && written.at > (last?.at ?? '')) return `You: ${written.text || 'Photo'}`;
  return last === undefined ? 'No messages' : plainText(parseWhatsAppText(last.body)).replace(/\s+/g, ' ');
}
