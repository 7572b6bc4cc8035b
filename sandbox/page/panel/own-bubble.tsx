import type { PhoneReply } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { CLOCK } from './clock.ts';

const STATES = {
  on_its_way: { sign: '✓', word: 'on its way' },
  taken: { sign: '✓✓', word: 'the bot has it' },
  lost: { sign: '✕', word: 'the bot did not take it' },
} as const satisfies Record<PhoneReply['state'], { sign: string; word: string }>;

/** What the owner of the phone wrote, tapped or sent. */
export function OwnBubble({ reply }: { readonly reply: PhoneReply }) {
  const { at, kind, mediaUrl, state, text } = reply;
  return (
    <article class="own-bubble" aria-label={`Written at ${CLOCK.format(new Date(at))}`} data-reply-id={reply.id}>
      {mediaUrl === undefined ? undefined : <img class="own-photo" src={mediaUrl} alt="Sent from this phone" />}
      {text === '' ? undefined : (
        <p class="bubble-body">
          {kind === 'button' ? <Icon name="reply" /> : undefined}
          {text}
        </p>
      )}
      <p class="bubble-meta">
        <time dateTime={at}>{CLOCK.format(new Date(at))}</time>
        <span class={`ticks own-${state}`} role="img" aria-label={STATES[state].word} title={STATES[state].word}>
          {STATES[state].sign}
        </span>
      </p>
    </article>
  );
}
