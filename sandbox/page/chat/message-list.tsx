import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ChatMessage } from '../../protocol.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { Thread } from '../state/threads.ts';
import { dateOf, MessageRow } from './message-row.tsx';
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
  useOwnInView(threads.at(-1)?.message, toEnd);
  const hidden = useWindow(threads.length, box, edge);
  const shown = threads.slice(hidden);
  return (
    <div class="messages-frame">
      <div ref={box} class="messages" role="log" aria-label={label}>
        <div ref={content} class="messages-content">
          <div ref={edge} class="messages-edge" />
          {hidden > 0 ? <p class="messages-more">{`${hidden} earlier messages`}</p> : children}
          {shown.map((thread, index) => (
            <ThreadRow
              key={thread.message.ts}
              before={shown[index - 1]?.message.ts}
              message={thread.message}
              replies={thread.replies}
              onReply={onReply}
            />
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

/** Who writes wants to see what they wrote, wherever they were reading. */
function useOwnInView(last: ChatMessage | undefined, toEnd: () => void) {
  const { memberId } = useSandbox();
  const ownTs = last?.author === memberId ? last.ts : undefined;
  useEffect(() => {
    if (ownTs !== undefined) toEnd();
  }, [ownTs, toEnd]);
}

function ThreadRow({
  before,
  message,
  replies,
  onReply,
}: {
  /** The message above this one; undefined for the first. */
  before: string | undefined;
  message: ChatMessage;
  replies: readonly ChatMessage[];
  onReply: (ts: string) => void;
}) {
  return useMemo(
    () => (
      <div class="thread">
        <DayLine ts={message.ts} before={before} />
        <MessageRow
          message={message}
          onReply={message.ephemeralFor === undefined ? () => onReply(message.ts) : undefined}
        />
        {replies.length > 0 ? (
          <div class="replies">
            <p class="replies-count">{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</p>
            {replies.map((reply) => (
              <MessageRow key={reply.ts} message={reply} onReply={undefined} />
            ))}
          </div>
        ) : undefined}
      </div>
    ),
    [before, message, onReply, ...replies],
  );
}

const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' });

function DayLine({ ts, before }: { readonly ts: string; readonly before: string | undefined }) {
  const day = DAY.format(dateOf(ts));
  if (before !== undefined && DAY.format(dateOf(before)) === day) return undefined;
  return (
    <div class="day">
      <span>{day === DAY.format(new Date()) ? 'Today' : day}</span>
    </div>
  );
}
