import type { Phone } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';
import { BubbleReactions } from './bubble-reactions.tsx';
import { OwnBubble } from './own-bubble.tsx';
import { PhoneBubble } from './phone-bubble.tsx';
import { PhoneComposer } from './phone-composer.tsx';
import { readableNumber } from './phone-numbers.ts';

/** The phone itself: the conversation with the business, and what its owner can do. */
export function PhoneScreen({ phone }: { readonly phone: Phone }) {
  const { messages, replies = [] } = phone;
  const last = messages.at(-1);
  const lines = linesOf(phone);
  return (
    <div class="device">
      <div class="device-bar">
        <span class="device-contact">
          {last?.fromName ?? (last === undefined ? phone.owner : readableNumber(last.from))}
        </span>
        <span class="device-note">{last === undefined ? 'no messages yet' : 'business account'}</span>
      </div>
      <div class="device-screen" role="log" aria-label={`Messages on ${phone.owner}’s phone`}>
        {messages.length === 0 && replies.length === 0 ? <p class="device-empty">{emptyLine(phone)}</p> : undefined}
        {lines}
      </div>
      {phone.isOnWhatsApp && !phone.hasBlockedSender ? <PhoneComposer phone={phone} /> : undefined}
      <PhoneControls phone={phone} />
    </div>
  );
}

/** Both sides of the conversation in the order of time. A reaction stands at the message that it is given to. */
function linesOf({ number, messages, replies = [] }: Phone) {
  const reactions = replies.filter(({ kind }) => kind === 'reaction');
  const received = messages.map((message) => ({
    at: message.at,
    line: (
      <div key={message.messageId} class="bubble-place">
        <PhoneBubble number={number} message={message} />
        <BubbleReactions
          number={number}
          messageId={message.messageId}
          given={reactions.filter(({ about }) => about === message.messageId)}
        />
      </div>
    ),
  }));
  const written = replies
    .filter(({ kind }) => kind !== 'reaction')
    .map((reply) => ({ at: reply.at, line: <OwnBubble key={reply.id} reply={reply} /> }));
  return [...received, ...written].sort((one, other) => one.at.localeCompare(other.at)).map(({ line }) => line);
}

function emptyLine({ isOnWhatsApp, hasBlockedSender }: Phone): string {
  if (!isOnWhatsApp) return 'This number is not on WhatsApp: messages to it fail.';
  return hasBlockedSender
    ? 'The owner has blocked the business: messages are not delivered.'
    : 'Nothing has arrived yet.';
}

function PhoneControls({ phone }: { readonly phone: Phone }) {
  const { act } = useSandbox();
  const { number, isOnWhatsApp, hasBlockedSender, isOnBlocklist = false } = phone;
  return (
    <div class="device-controls">
      {isOnBlocklist ? (
        <p class="device-note device-listed">On Kaleyra’s blocklist: messages to it are refused.</p>
      ) : undefined}
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
