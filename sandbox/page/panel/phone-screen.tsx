import type { Phone } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';
import { PhoneBubble } from './phone-bubble.tsx';
import { readableNumber } from './phone-numbers.ts';

/** The phone itself: the conversation with the business, and what its owner can do. */
export function PhoneScreen({ phone }: { readonly phone: Phone }) {
  const { number, messages } = phone;
  const last = messages.at(-1);
  return (
    <div class="device">
      <div class="device-bar">
        <span class="device-contact">
          {last?.fromName ?? (last === undefined ? phone.owner : readableNumber(last.from))}
        </span>
        <span class="device-note">{last === undefined ? 'no messages yet' : 'business account'}</span>
      </div>
      <div class="device-screen" role="log" aria-label={`Messages on ${phone.owner}’s phone`}>
        {messages.length === 0 ? <p class="device-empty">{emptyLine(phone)}</p> : undefined}
        {messages.map((message) => (
          <PhoneBubble key={message.messageId} number={number} message={message} />
        ))}
      </div>
      <PhoneControls phone={phone} />
    </div>
  );
}

function emptyLine({ isOnWhatsApp, hasBlockedSender }: Phone): string {
  if (!isOnWhatsApp) return 'This number is not on WhatsApp: messages to it fail.';
  return hasBlockedSender
    ? 'The owner has blocked the business: messages are not delivered.'
    : 'Nothing has arrived yet.';
}

function PhoneControls({ phone }: { readonly phone: Phone }) {
  const { act } = useSandbox();
  const { number, isOnWhatsApp, hasBlockedSender } = phone;
  return (
    <div class="device-controls">
      <Switch
        label="Not on WhatsApp"
        isOn={!isOnWhatsApp}
        onChange={(isOn) => act('phone', { number, do: isOn ? 'leave_whatsapp' : 'join_whatsapp' })}
      />
      <Switch
        label="Blocks the business"
        isOn={hasBlockedSender}
        onChange={(isOn) => act('phone', { number, do: isOn ? 'block' : 'unblock' })}
      />
    </div>
  );
}

function Switch({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <label class="switch-line">
      <input
        type="checkbox"
        role="switch"
        class="switch"
        checked={isOn}
        aria-checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
