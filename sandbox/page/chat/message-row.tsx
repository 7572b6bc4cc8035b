import { useMemo, useState } from 'preact/hooks';
import type { ChatMessage, ViewState } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { type BlockPlace, BlockPlaceContext } from '../kit/block-place.ts';
import { Blocks } from '../kit/blocks.tsx';
import { FileLink } from '../kit/file-link.tsx';
import { Mrkdwn } from '../kit/passages.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { withInput } from '../state/view-inputs.ts';
import { Avatar } from './avatar.tsx';
import { ShortcutButtons } from './shortcut-buttons.tsx';

interface MessageRowProps {
  readonly message: ChatMessage;
  /** Undefined where no thread can begin. */
  readonly onReply: (() => void) | undefined;
}

/** One message; it is drawn again only when it changed. */
export function MessageRow({ message, onReply }: MessageRowProps) {
  const { directory } = useSandbox();
  const isApp = message.author === 'bot';
  const member = directory.members.find(({ id }) => id === message.author);
  const name = isApp ? directory.botName : (member?.name ?? message.author);
  const content = useMemo(() => <MessageContent message={message} />, [message]);
  return (
    <article
      class={message.ephemeralFor === undefined ? 'message' : 'message message-ephemeral'}
      aria-label={`${name}, ${timeOf(message.ts)}`}
      data-ts={message.ts}
      data-author={message.author}
    >
      <Avatar id={message.author} name={member?.realName ?? name} isApp={isApp} />
      <div class="message-main">
        {message.ephemeralFor === undefined ? undefined : <p class="message-private">Only visible to you</p>}
        <header class="message-header">
          <strong class="message-author">{name}</strong>
          {isApp ? <span class="badge">APP</span> : undefined}
          <Time ts={message.ts} />
          {message.editedAt === undefined ? undefined : <span class="message-edited">(edited)</span>}
        </header>
        {content}
      </div>
      {onReply === undefined ? undefined : (
        <div class="message-tools">
          <ShortcutButtons type="message" message={message} />
          <button
            type="button"
            class="button button-icon"
            aria-label="Reply in thread"
            title="Reply in thread"
            onClick={onReply}
          >
            <Icon name="reply" />
          </button>
        </div>
      )}
    </article>
  );
}

function MessageContent({ message }: { readonly message: ChatMessage }) {
  const place = useMessagePlace(message);
  return (
    <BlockPlaceContext.Provider value={place}>
      {message.blocks.length > 0 ? <Blocks blocks={message.blocks} /> : <Mrkdwn text={message.text} />}
      {message.files?.map((file) => (
        <FileLink key={file.id} file={file} />
      ))}
    </BlockPlaceContext.Provider>
  );
}

function useMessagePlace({ channelId, ts }: ChatMessage): BlockPlace {
  const { memberId, act } = useSandbox();
  const [values, setValues] = useState<ViewState>({});
  return {
    values,
    errors: {},
    viewId: undefined,
    setInput: (blockId, actionId, input) => setValues((before) => withInput(before, blockId, actionId, input)),
    dispatch: (blockId, actionId, element) =>
      act('action', { memberId, container: { channelId, ts }, blockId, actionId, element }),
  };
}

function Time({ ts }: { readonly ts: string }) {
  const date = dateOf(ts);
  return (
    <time class="message-time" dateTime={date.toISOString()} title={date.toLocaleString()}>
      {timeOf(ts)}
    </time>
  );
}

/** @param ts Slack's message ID, which begins with the second it was posted in */
export function dateOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

function timeOf(ts: string): string {
  return CLOCK.format(dateOf(ts));
}
