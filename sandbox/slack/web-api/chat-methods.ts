import { z } from 'zod';
import type { Block, Channel, ChatMessage } from '../../protocol.ts';
import type { AppIdentity } from '../app-identity.ts';
import { checkBlocks, problemLine } from '../validate/check.ts';
import type { Workspace } from '../workspace.ts';
import { textLength, withIds } from './block-ids.ts';
import type { Arguments, Method } from './method.ts';
import { need, SlackError } from './slack-error.ts';

const MAX_TEXT_LENGTH = 40_000;
const MAX_UPDATED_TEXT_LENGTH = 4_000;
/** Not documented; measured on real workspaces. */
export const MAX_BLOCK_TEXT_LENGTH = 13_200;
/** Not published either: what a careful app stays under. */
const MAX_METADATA_LENGTH = 8_000;

/** `chat.*`. With `chat:write.public` the bot may post in public channels where it is not. */
export function createChatMethods(workspace: Workspace, app: AppIdentity): Readonly<Record<string, Method>> {
  function ownMessage(args: Arguments, code: string): ChatMessage {
    const channel = findChannel(workspace, args);
    const found = workspace.message(channel.id, args.text('ts') ?? '');
    if (found === undefined || found.message.ephemeralFor !== undefined) throw new SlackError('message_not_found');
    if (found.message.author !== 'bot') throw new SlackError(code);
    return found.message;
  }

  return {
    'chat.postMessage'(args) {
      const channel = writableChannel(workspace, args, app);
      const content = readContent(args, MAX_TEXT_LENGTH);
      const threadTs = args.text('thread_ts');
      if (threadTs !== undefined) need(workspace.message(channel.id, threadTs), 'thread_not_found');
      const metadata = readMetadata(args);
      const message = workspace.post({ channelId: channel.id, author: 'bot', ...content, threadTs, metadata });
      return { channel: channel.id, ts: message.ts, message: messagePayload(message, app, metadata) };
    },

    'chat.update'(args) {
      const old = ownMessage(args, 'cant_update_message');
      const content = readContent(args, MAX_UPDATED_TEXT_LENGTH);
      const metadata = readMetadata(args);
      const isTextEdit = content.blocks.length === 0 && content.text !== old.text;
      const editedAt = isTextEdit ? new Date().toISOString() : old.editedAt;
      workspace.edit(old.channelId, old.ts, { ...content, metadata, editedAt });
      const message = { ...old, ...content };
      return {
        channel: old.channelId,
        ts: old.ts,
        text: content.text,
        message: messagePayload(message, app, metadata),
      };
    },

    'chat.delete'(args) {
      const { channelId, ts } = ownMessage(args, 'cant_delete_message');
      workspace.remove(channelId, ts);
      return { channel: channelId, ts };
    },

    'chat.postEphemeral'(args) {
      const channel = writableChannel(workspace, args, app);
      const memberId = args.text('user') ?? '';
      if (!channel.memberIds.includes(memberId)) throw new SlackError('user_not_in_channel');
      const content = readContent(args, MAX_TEXT_LENGTH);
      const threadTs = args.text('thread_ts');
      const draft = { channelId: channel.id, author: 'bot', ...content, threadTs, ephemeralFor: memberId };
      return { message_ts: workspace.post(draft).ts };
    },

    'chat.getPermalink'(args) {
      const channel = findChannel(workspace, args);
      const ts = args.text('message_ts') ?? '';
      need(workspace.message(channel.id, ts), 'message_not_found');
      const permalink = `https://${app.teamDomain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
      return { channel: channel.id, permalink };
    },
  };
}

/** The channel, as far as the bot may know of it: private ones without the bot do not exist for it. */
function findChannel(workspace: Workspace, args: Arguments): Channel {
  const id = need(args.text('channel'), 'invalid_arguments').replace(/^#/, '');
  const channel =
    workspace.channel(id) ??
    workspace.directChannel(id) ??
    workspace.channels().find((one) => one.name === id && one.kind !== 'dm');
  if (channel === undefined || (channel.kind !== 'public' && !channel.hasBot))
    throw new SlackError('channel_not_found');
  return channel;
}

function writableChannel(workspace: Workspace, args: Arguments, app: AppIdentity): Channel {
  const channel = findChannel(workspace, args);
  if (channel.isArchived) throw new SlackError('is_archived');
  const mayJoinIn = channel.kind === 'public' && app.scopes.includes('chat:write.public');
  if (!(channel.hasBot || mayJoinIn)) throw new SlackError('not_in_channel');
  return channel;
}

function readContent(args: Arguments, maxLength: number): { text: string; blocks: readonly Block[] } {
  const text = args.text('text') ?? '';
  if (text.length > maxLength) throw new SlackError('msg_too_long');
  const blocks = readBlocks(args.json('blocks', 'invalid_blocks_format'));
  if (text === '' && blocks.length === 0) throw new SlackError('no_text');
  return { text, blocks };
}

/** @throws SlackError `invalid_blocks` with Slack's lines. */
export function readBlocks(blocks: unknown): readonly Block[] {
  if (blocks === undefined) return [];
  const problems = checkBlocks(blocks);
  if (problems.length > 0) throw new SlackError('invalid_blocks', problems.map(problemLine));
  if (textLength(blocks) > MAX_BLOCK_TEXT_LENGTH) throw new SlackError('msg_blocks_too_long');
  return withIds(blocks);
}

const Metadata = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

function readMetadata(args: Arguments): unknown {
  const metadata = args.json('metadata', 'invalid_metadata_format');
  if (metadata === undefined) return undefined;
  if (!Metadata.safeParse(metadata).success) throw new SlackError('invalid_metadata_format');
  if (JSON.stringify(metadata).length > MAX_METADATA_LENGTH) throw new SlackError('metadata_too_large');
  return metadata;
}

/** A message as Slack describes it to the bot. */
export function messagePayload(message: ChatMessage, app: AppIdentity, metadata?: unknown): Record<string, unknown> {
  const isBot = message.author === 'bot';
  return {
    type: 'message',
    user: isBot ? app.botUserId : message.author,
    ts: message.ts,
    ...(isBot && { bot_id: app.botId, app_id: app.appId }),
    text: message.text,
    team: app.teamId,
    ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
    ...(message.blocks.length > 0 && { blocks: message.blocks }),
    ...(metadata !== undefined && { metadata }),
  };
}
