import type { Feed } from '../../feed.ts';
import type { Channel, CommandHint, Member } from '../../protocol.ts';
import type { Done, SandboxRequests } from '../../requests.ts';
import type { AppIdentity } from '../app-identity.ts';
import type { BotAnswer, Dispatcher } from '../dispatch/dispatcher.ts';
import { commandForm } from '../payloads/interaction-payload.ts';
import type { ResponseTarget, ResponseUrls } from '../web-api/response-urls.ts';
import type { Triggers } from '../web-api/triggers.ts';
import type { Workspace } from '../workspace.ts';
import { escapeCommand } from './escape-command.ts';

export interface AppCommand extends CommandHint {
  readonly shouldEscape: boolean;
}

interface Needs {
  readonly app: AppIdentity;
  readonly commands: readonly AppCommand[];
  readonly workspace: Workspace;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly dispatcher: Dispatcher;
  readonly feed: Feed;
}

/** What a person sends from the composer: a message, or a command that goes to the bot. */
export function createComposer(needs: Needs): (body: SandboxRequests['type']['body']) => Promise<Done> {
  const { app, workspace, triggers, responseUrls, dispatcher, feed } = needs;

  async function run(command: AppCommand, argument: string, member: Member, channel: Channel): Promise<void> {
    const target = { channelId: channel.id, memberId: member.id, threadTs: undefined, originalTs: undefined };
    const answer = await dispatcher.sendForm(
      commandForm({
        app,
        member,
        channel,
        command: command.command,
        text: escapeCommand(argument, workspace, command.shouldEscape),
        triggerId: triggers.issue({ memberId: member.id, viewId: undefined }),
        responseUrl: responseUrls.issue('commands', target),
      }),
    );
    const error = commandError(answer) ?? show(target, answer);
    if (error === undefined) return;
    feed.publish({ type: 'notice', memberId: member.id, text: `${command.command} failed with the error "${error}"` });
  }

  /** A command's answer may itself be a message. */
  function show(target: ResponseTarget, answer: BotAnswer): string | undefined {
    if (answer.kind !== 'answered' || answer.body.trim() === '') return undefined;
    try {
      responseUrls.respond(target, answer.type.includes('json') ? JSON.parse(answer.body) : { text: answer.body });
      return undefined;
    } catch {
      return 'invalid_command_response';
    }
  }

  return async ({ memberId, channelId, threadTs, text }) => {
    const member = workspace.member(memberId);
    const channel = workspace.channel(channelId);
    if (member === undefined || channel === undefined) return { problem: 'There is no such member or channel.' };
    if (!channel.memberIds.includes(memberId)) return { problem: `Join #${channel.name} to write in it.` };
    if (channel.isArchived) return { problem: `#${channel.name} is archived. No one can write in it any more.` };
    const typed = /^\/\S+/.exec(text)?.[0];
    if (typed === undefined) {
      workspace.post({ channelId, author: memberId, text, threadTs });
      return {};
    }
    const command = needs.commands.find((one) => one.command === typed);
    // The app's commands are there only for people of its own workspace.
    if (command === undefined || member.team !== undefined) return { problem: `${typed} is not a valid command.` };
    if (threadTs !== undefined) return { problem: `${typed} is not supported in threads. Sorry!` };
    await run(command, text.slice(typed.length).trim(), member, channel);
    return {};
  };
}

/** Slack's error for a bot that did not acknowledge a command. */
function commandError(answer: BotAnswer): string | undefined {
  if (answer.kind === 'timeout') return 'operation_timeout';
  return answer.kind === 'unreachable' || answer.status !== 200 ? 'dispatch_failed' : undefined;
}
