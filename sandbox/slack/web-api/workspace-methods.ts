import type { Channel, Member } from '../../protocol.ts';
import type { AppIdentity } from '../app-identity.ts';
import { type BlockProblem, checkBlocks, checkView } from '../validate/check.ts';
import type { Workspace } from '../workspace.ts';
import { textLength } from './block-ids.ts';
import { MAX_BLOCK_TEXT_LENGTH } from './chat-methods.ts';
import type { Arguments, Method } from './method.ts';
import { need, SlackError } from './slack-error.ts';

/** What the bot may ask about the workspace, its people and itself. */
export function createWorkspaceMethods(workspace: Workspace, app: AppIdentity): Readonly<Record<string, Method>> {
  function visible(args: Arguments): Channel {
    const channel = need(workspace.channel(need(args.text('channel'), 'invalid_arguments')), 'channel_not_found');
    if (channel.kind !== 'public' && !channel.hasBot) throw new SlackError('channel_not_found');
    return channel;
  }

  return {
    'auth.test': () => ({
      url: `https://${app.teamDomain}.slack.com/`,
      team: app.teamName,
      user: app.botName,
      team_id: app.teamId,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    }),

    'conversations.info': (args) => ({ channel: channelPayload(visible(args), app) }),

    'conversations.list': () => ({
      channels: workspace
        .channels()
        .filter((channel) => channel.kind === 'public' || (channel.kind === 'private' && channel.hasBot))
        .map((channel) => channelPayload(channel, app)),
      response_metadata: { next_cursor: '' },
    }),

    'conversations.members'(args) {
      const channel = visible(args);
      const members = channel.hasBot ? [...channel.memberIds, app.botUserId] : channel.memberIds;
      return { members, response_metadata: { next_cursor: '' } };
    },

    'conversations.open'(args) {
      const [memberId = '', ...others] = (args.text('users') ?? '').split(',');
      if (others.length > 0) throw new SlackError('missing_scope');
      need(workspace.member(memberId), 'user_not_found');
      const channel = need(workspace.directChannel(memberId), 'channel_not_found');
      return { channel: { id: channel.id } };
    },

    'usergroups.users.list': (args) => ({
      users: need(workspace.userGroup(args.text('usergroup') ?? ''), 'no_such_subteam'),
    }),

    'users.info': (args) => ({
      user: userPayload(need(workspace.member(args.text('user') ?? ''), 'user_not_found'), app),
    }),

    'blocks.validate': (args) => ({ errors: validate(args) }),
  };
}

function validate(args: Arguments): readonly BlockProblem[] {
  const given = ['blocks', 'message', 'view'].filter((name) => args.has(name));
  if (given.length !== 1) throw new SlackError('invalid_arguments');
  if (given[0] === 'view') return checkView(args.json('view', 'invalid_arguments'));
  if (given[0] === 'blocks') return sized(args.json('blocks', 'invalid_blocks_format'));
  const message = args.json('message', 'invalid_arguments');
  return sized(typeof message === 'object' && message !== null && 'blocks' in message ? message.blocks : []);
}

function sized(blocks: unknown): readonly BlockProblem[] {
  const problems = checkBlocks(blocks);
  if (problems.length > 0 || textLength(blocks) <= MAX_BLOCK_TEXT_LENGTH) return problems;
  return [
    { pointer: '/blocks', code: 'msg_blocks_too_long', message: 'text is too long', constraint: MAX_BLOCK_TEXT_LENGTH },
  ];
}

function channelPayload(channel: Channel, app: AppIdentity): Record<string, unknown> {
  if (channel.kind === 'dm') return { id: channel.id, is_im: true, is_archived: false, user: channel.memberIds[0] };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_archived: channel.isArchived,
    is_member: channel.hasBot,
    num_members: channel.memberIds.length,
    topic: { value: channel.topic },
    context_team_id: app.teamId,
  };
}

function userPayload(member: Member, app: AppIdentity): Record<string, unknown> {
  return {
    id: member.id,
    team_id: member.team?.id ?? app.teamId,
    name: member.name,
    real_name: member.realName,
    deleted: false,
    is_bot: false,
    is_restricted: member.isGuest ?? false,
    is_ultra_restricted: false,
    is_stranger: member.team !== undefined,
    tz: 'Asia/Kolkata',
    locale: 'en-US',
    profile: { real_name: member.realName, display_name: member.name },
  };
}
