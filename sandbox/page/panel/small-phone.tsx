import { useMemo } from 'preact/hooks';
import type { Phone } from '../../protocol.ts';
import { Avatar } from '../chat/avatar.tsx';
import { readableNumber } from './phone-numbers.ts';
import { useVibration } from './use-vibration.ts';

interface SmallPhoneProps {
  readonly phone: Phone;
  readonly isOpen: boolean;
  /** Whether the Tab key leads to it; the arrow keys lead to the others. */
  readonly isCurrent: boolean;
  readonly onPress: (number: string) => void;
}

/** One phone of the wall. Only those that change are drawn again: a list makes hundreds of them ring within seconds. */
export function SmallPhone({ phone, isOpen, isCurrent, onPress }: SmallPhoneProps) {
  return useMemo(
    () => (
      <li data-number={phone.number}>
        <SmallPhoneButton phone={phone} isOpen={isOpen} isCurrent={isCurrent} onPress={onPress} />
      </li>
    ),
    [phone, isOpen, isCurrent, onPress],
  );
}

type State = 'off' | 'empty' | 'sent' | 'delivered' | 'read';

const WORDS: Readonly<Record<State, string>> = {
  off: 'takes no messages',
  empty: 'no messages',
  sent: 'message sent',
  delivered: 'unread message',
  read: 'read',
};

const TICKS: Readonly<Record<State, string>> = { off: '✕', empty: '', sent: '✓', delivered: '✓✓', read: '✓✓' };

function stateOf({ isOnWhatsApp, hasBlockedSender, messages }: Phone): State {
  const last = messages.at(-1)?.state;
  if (last !== undefined && last !== 'failed') return last;
  return isOnWhatsApp && !hasBlockedSender ? 'empty' : 'off';
}

function SmallPhoneButton({ phone, isOpen, isCurrent, onPress }: SmallPhoneProps) {
  const { number, owner, messages, replies = [], isOnBlocklist = false } = phone;
  const state = stateOf(phone);
  const isRinging = useVibration(messages);
  const wrote = replies.length > 0 ? ', wrote back' : '';
  const listed = isOnBlocklist ? ', on Kaleyra’s blocklist' : '';
  const about = `${owner}, ${readableNumber(number)}: ${WORDS[state]}${wrote}${listed}`;
  return (
    <button
      type="button"
      class={`small-phone small-phone-${state}${isRinging ? ' ringing' : ''}`}
      aria-expanded={isOpen}
      title={about}
      tabIndex={isCurrent ? 0 : -1}
      onClick={() => onPress(number)}
    >
      <span class="sr-only">{about}</span>
      <Avatar id={number} name={owner} />
      {messages.length === 0 ? undefined : <span class="small-bubble" />}
      {replies.length === 0 ? undefined : <span class="small-reply" />}
      <span class="small-ticks" aria-hidden="true">
        {TICKS[state]}
      </span>
    </button>
  );
}
