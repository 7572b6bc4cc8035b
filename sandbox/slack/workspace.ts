import type { Feed } from '../feed.ts';
import type { Channel, ChatMessage, Member } from '../protocol.ts';

/** Members, channels and what was said in them. */
export interface Workspace {
  readonly members: readonly Member[];
  member(id: string): Member | undefined;
  /** The people of a user group, by their IDs; undefined when there is none. */
  userGroup(id: string): readonly string[] | undefined;
  channels(): readonly Channel[];
  channel(id: string): Channel | undefined;
  /** The member's direct messages with the bot. */
  directChannel(memberId: string): Channel | undefined;
  messages(): readonly ChatMessage[];
  message(channelId: string, ts: string): StoredMessage | undefined;
  post(draft: MessageDraft): ChatMessage;
  /** Undefined when it is not there. */
  edit(channelId: string, ts: string, change: MessageChange): ChatMessage | undefined;
  remove(channelId: string, ts: string): boolean;
}

interface StoredMessage {
  readonly message: ChatMessage;
  readonly metadata: unknown;
}

export type MessageDraft = Pick<ChatMessage, 'channelId' | 'author' | 'text'> &
  Partial<Pick<ChatMessage, 'blocks' | 'threadTs' | 'ephemeralFor' | 'files'>> & { readonly metadata?: unknown };

type MessageChange = Pick<ChatMessage, 'text' | 'blocks'> & {
  readonly metadata?: unknown;
  readonly editedAt?: string | undefined;
};

interface Seed {
  readonly members: readonly Member[];
  readonly channels: readonly Channel[];
  readonly userGroups?: Readonly<Record<string, readonly string[]>>;
  readonly messages: readonly MessageDraft[];
}

/** What was said before the sandbox began was not said all at once. */
const MINUTES_APART = 4;

export function createWorkspace(seed: Seed, feed: Feed): Workspace {
  const stored = new Map<string, StoredMessage>();
  const nextTs = createClock();
  const key = (channelId: string, ts: string) => `${channelId}/${ts}`;

  function save(message: ChatMessage, metadata: unknown): ChatMessage {
    stored.set(key(message.channelId, message.ts), { message, metadata });
    feed.publish({ type: 'message', message });
    return message;
  }

  function post({ metadata, ...draft }: MessageDraft, at = Date.now()): ChatMessage {
    const ts = nextTs(at);
    return save(
      { threadTs: undefined, ephemeralFor: undefined, editedAt: undefined, ...draft, blocks: draft.blocks ?? [], ts },
      metadata,
    );
  }

  const start = Date.now() - seed.messages.length * MINUTES_APART * 60_000;
  for (const [index, draft] of seed.messages.entries()) post(draft, start + index * MINUTES_APART * 60_000);

  return {
    members: seed.members,
    member: (id) => seed.members.find((member) => member.id === id),
    userGroup: (id) => (Object.hasOwn(seed.userGroups ?? {}, id) ? seed.userGroups?.[id] : undefined),
    channels: () => seed.channels,
    channel: (id) => seed.channels.find((channel) => channel.id === id),
    directChannel: (memberId) =>
      seed.channels.find((channel) => channel.kind === 'dm' && channel.memberIds.includes(memberId)),
    messages: () => [...stored.values()].map(({ message }) => message),
    message: (channelId, ts) => stored.get(key(channelId, ts)),
    post: (draft) => post(draft),
    edit(channelId, ts, { metadata, ...change }) {
      const old = stored.get(key(channelId, ts));
      if (old === undefined) return undefined;
      return save({ ...old.message, ...change }, metadata === undefined ? old.metadata : metadata);
    },
    remove(channelId, ts) {
      if (!stored.delete(key(channelId, ts))) return false;
      feed.publish({ type: 'message_deleted', channelId, ts });
      return true;
    },
  };
}

/** Slack's `ts`: seconds with six decimals, never the same twice and always rising. */
function createClock(): (at: number) => string {
  let last = 0;
  return (at) => {
    last = Math.max(at * 1000, last + 1);
    return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
  };
}
