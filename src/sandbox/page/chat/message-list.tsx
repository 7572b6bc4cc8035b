import { type ComponentChildren, Fragment } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { ChatMessage } from '../../protocol.ts';
import type { Thread } from '../state/threads.ts';
import { MessageRow, momentOf } from './message-row.tsx';
import { useLatestInView } from './use-latest-in-view.ts';
import { useWindow } from './use-window.ts';

interface MessageListProps {
  readonly threads: readonly Thread[];
  readonly label: string;
  readonly onReply: (ts: string) => void;
  /** What stands before the first message. */
  readonly children: ComponentChildren;
}

export function MessageList({ threads, label, onReply, children }: MessageListProps) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const edge = useRef<HTMLDivElement>(null);
  const { isAtEnd, toEnd } = useLatestInView(box, content);
  const hidden = useWindow(threads.length, box, edge);
  const shown = threads.slice(hidden);
  return (
    <div class="messages-frame">
      <div ref={box} class="messages" role="log" aria-label={label}>
        <div ref={content} class="messages-content">
          <div ref={edge} class="messages-edge" />
          {hidden > 0 ? <p class="messages-more">{`${hidden} earlier messages`}</p> : children}
          {shown.map((thread, index) => (
            <Fragment key={thread.message.ts}>
              <DayLine ts={thread.message.ts} before={shown[index - 1]?.message.ts} />
              <ThreadRow message={thread.message} replies={thread.replies} onReply={onReply} />
            </Fragment>
          ))}
        </div>
      </div>
      {isAtEnd ? undefined : (
        <button type="button" class="to-end button" onClick={toEnd}>
          Newest messages ↓
        </button>
      )}
    </div>
  );
}

function ThreadRow({
  message,
  replies,
  onReply,
}: {
  message: ChatMessage;
  replies: readonly ChatMessage[];
  onReply: (ts: string) => void;
}) {
  return useMemo(
    () => (
      <div class="thread">
        <MessageRow
          message={message}
          onReply={message.ephemeralFor === undefined ? () => onReply(message.ts) : undefined}
        />
        {replies.length > 0 ? (
          <section class="replies" aria-label="Thread">
            <p class="replies-count">{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</p>
            {replies.map((reply) => (
              <MessageRow key={reply.ts} message={reply} onReply={undefined} />
            ))}
          </section>
        ) : undefined}
      </div>
    ),
    [message, onReply, ...replies],
  );
}

const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' });

function DayLine({ ts, before }: { readonly ts: string; readonly before: string | undefined }) {
  const day = DAY.format(momentOf(ts));
  if (before !== undefined && DAY.format(momentOf(before)) === day) return undefined;
  return (
    <div class="day">
      <span>{day === DAY.format(new Date()) ? 'Today' : day}</span>
    </div>
  );
}
