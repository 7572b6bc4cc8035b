import { useCallback, useMemo, useState } from 'preact/hooks';
import type { Channel, SandboxState } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { threadsOf } from '../state/threads.ts';
import { AppHome } from './app-home.tsx';
import { CHANNEL_ICONS, channelLabel } from './channel-name.ts';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

interface ConversationProps {
  readonly sandbox: SandboxState;
  readonly channel: Channel;
  readonly onMenu: () => void;
}

export function Conversation({ sandbox, channel, onMenu }: ConversationProps) {
  const { memberId, act } = useSandbox();
  const [text, setText] = useState('');
  const [isHome, setHome] = useState(false);
  const [threadTs, setThreadTs] = useState<string | undefined>();
  const threads = useMemo(
    () => threadsOf(sandbox.messages, channel.id, memberId),
    [sandbox.messages, channel.id, memberId],
  );
  const reply = useCallback((ts: string) => setThreadTs(ts), []);
  const parent = threads.find(({ message }) => message.ts === threadTs)?.message;
  const send = (typed: string) => {
    act('type', {
      memberId,
      channelId: channel.id,
      text: typed,
      ...(parent === undefined ? {} : { threadTs: parent.ts }),
    });
    setText('');
  };
  const name = channel.kind === 'dm' ? channel.name : `#${channel.name}`;
  if (isHome) {
    return (
      <div class="conversation">
        <ConversationHeader channel={channel} onMenu={onMenu} />
        <HomeTabs isHome onHome={setHome} />
        <AppHome home={sandbox.homes.find((home) => home.memberId === memberId)} />
      </div>
    );
  }
  return (
    <div class="conversation" data-open={channel.id}>
      <ConversationHeader channel={channel} onMenu={onMenu} />
      {sandbox.hasHome && channel.kind === 'dm' ? <HomeTabs isHome={false} onHome={setHome} /> : undefined}
      <MessageList threads={threads} label={`Messages in ${channelLabel(channel)}`} onReply={reply}>
        <Beginning channel={channel} command={sandbox.commands[0]?.command} onCommand={setText} />
      </MessageList>
      {channel.isArchived ? (
        <p class="archived">This channel is archived. No one can post here.</p>
      ) : (
        <Composer
          placeholder={`Message ${name}`}
          commands={parent === undefined ? sandbox.commands : []}
          text={text}
          onText={setText}
          onSend={send}
          replyingTo={parent && authorName(sandbox, parent.author)}
          onNoReply={() => setThreadTs(undefined)}
        />
      )}
    </div>
  );
}

function authorName({ members, botName }: SandboxState, author: string): string {
  return members.find(({ id }) => id === author)?.name ?? botName;
}

function HomeTabs({ isHome, onHome }: { readonly isHome: boolean; readonly onHome: (isHome: boolean) => void }) {
  const tab = (title: string, isItHome: boolean) => (
    <button type="button" class="tab" aria-pressed={isHome === isItHome} onClick={() => onHome(isItHome)}>
      {title}
    </button>
  );
  return (
    <div class="home-tabs">
      {tab('Home', true)}
      {tab('Messages', false)}
    </div>
  );
}

function ConversationHeader({ channel, onMenu }: { readonly channel: Channel; readonly onMenu: () => void }) {
  return (
    <header class="conversation-header">
      <button type="button" class="menu-button button button-icon" aria-label="Channels and people" onClick={onMenu}>
        <Icon name="menu" />
      </button>
      <div class="conversation-title">
        <h2>
          <Icon name={CHANNEL_ICONS[channel.kind]} />
          {channel.name}
        </h2>
        <p>{channel.topic}</p>
      </div>
      {channel.hasBot || channel.kind === 'dm' ? undefined : (
        <span class="badge badge-quiet" title="The bot is not a member of this channel">
          bot is not here
        </span>
      )}
    </header>
  );
}

function Beginning({
  channel,
  command,
  onCommand,
}: {
  channel: Channel;
  command: string | undefined;
  onCommand: (text: string) => void;
}) {
  const name = channel.kind === 'dm' ? channel.name : `#${channel.name}`;
  return (
    <div class="beginning">
      <h3>{`This is the very beginning of ${name}`}</h3>
      {channel.isArchived || command === undefined ? undefined : (
        <p>
          Type{' '}
          <button type="button" class="chip" onClick={() => onCommand(`${command} `)}>
            {command}
          </button>{' '}
          and press Enter to send a WhatsApp template. Its recipients’ phones are in the panel beside this conversation.
        </p>
      )}
    </div>
  );
}
