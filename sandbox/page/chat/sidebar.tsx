import type { ComponentChildren } from 'preact';
import type { Channel, Member } from '../../protocol.ts';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { Avatar } from './avatar.tsx';
import { CHANNEL_ICONS } from './channel-name.ts';

interface SidebarProps {
  readonly workspace: string;
  readonly isLive: boolean;
  readonly channelId: string;
  readonly unread: ReadonlySet<string>;
  readonly onChannel: (channelId: string) => void;
}

export function Sidebar({ workspace, isLive, channelId, unread, onChannel }: SidebarProps) {
  const { directory, memberId } = useSandbox();
  const visible = directory.channels.filter(({ memberIds }) => memberIds.includes(memberId));
  const row = (channel: Channel) => (
    <ChannelRow
      key={channel.id}
      channel={channel}
      isCurrent={channel.id === channelId}
      isUnread={unread.has(channel.id)}
      onOpen={() => onChannel(channel.id)}
    />
  );
  return (
    <nav class="sidebar" aria-label="Workspace">
      <div class="workspace">
        <span class="workspace-mark" aria-hidden="true">
          {workspace.charAt(0)}
        </span>
        <span class="workspace-name">{workspace}</span>
        <span class={isLive ? 'live live-on' : 'live'} role="status">
          {isLive ? 'Live' : 'Connecting…'}
        </span>
      </div>
      <ActingAs members={directory.members} />
      <Section title="Channels">{visible.filter(({ kind }) => kind !== 'dm').map(row)}</Section>
      <Section title="Direct messages">{visible.filter(({ kind }) => kind === 'dm').map(row)}</Section>
      <p class="sidebar-note">Everything here is local. No message leaves this machine.</p>
    </nav>
  );
}

function ActingAs({ members }: { readonly members: readonly Member[] }) {
  const { memberId, change } = useSandbox();
  return (
    <fieldset class="acting">
      <legend>Acting as</legend>
      {members.map(({ id, name, realName }) => (
        <label key={id} class="acting-member" title={realName}>
          <input
            type="radio"
            name="acting"
            checked={id === memberId}
            onChange={() => change({ type: 'member', memberId: id })}
          />
          <Avatar id={id} name={realName} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="places">
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface ChannelRowProps {
  readonly channel: Channel;
  readonly isCurrent: boolean;
  readonly isUnread: boolean;
  readonly onOpen: () => void;
}

function ChannelRow({ channel, isCurrent, isUnread, onOpen }: ChannelRowProps) {
  const look = ['place', isUnread && 'place-unread', channel.isArchived && 'place-archived'].filter(Boolean).join(' ');
  return (
    <li>
      <button
        type="button"
        class={look}
        aria-current={isCurrent ? 'page' : undefined}
        data-channel={channel.id}
        onClick={onOpen}
      >
        <Icon name={CHANNEL_ICONS[channel.kind]} />
        <span class="place-name">{channel.name}</span>
        {channel.kind === 'private' ? <span class="sr-only">private</span> : undefined}
        {channel.isArchived ? <small>archived</small> : undefined}
        {isUnread ? (
          <span class="dot">
            <span class="sr-only">unread</span>
          </span>
        ) : undefined}
      </button>
    </li>
  );
}
