import type { AllMiddlewareArgs, AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { ViewsUpdateArguments } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { bannerView } from '../blocks/banner.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import { ACK_DEADLINE_MS } from '../limits.ts';
import type { Installed } from './installed.ts';
import { mayPartnerAct, type Strangers } from './partners.ts';
import { type Installation, installationId, mayAct, type Person, personOf } from './team.ts';

type Facts = Record<string, unknown>;

interface Needs {
  readonly installed: Installed;
  readonly strangers: Strangers;
  readonly log: Log;
}

/** What the gate uses of Bolt's arguments, whatever the payload is. */
interface GateArgs extends Partial<CanAck>, Partial<CanRespond> {
  readonly body: unknown;
  readonly context: Facts;
  readonly client: { readonly views: { update(args: ViewsUpdateArguments): Promise<unknown> } };
  next(): Promise<void>;
}

/** Bolt types `ack` differently for each kind of payload; the gate acks each kind with what it takes. */
interface CanAck {
  readonly ack: (response?: object | string) => Promise<void>;
}

interface CanRespond {
  readonly respond: (reply: object) => Promise<unknown>;
}

/** Leaves a second of Slack's three for the ack. */
const MAX_WAIT_MS = ACK_DEADLINE_MS - 1_000;
const TITLE = 'Not for this workspace';
const OTHER_WORKSPACE =
  'Only people of the workspace where this app is installed can use it. Nothing was sent and nothing was changed.';
const NOT_KNOWN_YET =
  'I am just starting, and do not know yet which workspace I am in. Nothing was sent. Try again in a moment.';

/**
 * Runs before every listener: lets people of the installed workspace through, and in shared channels those of partners, and
 * replies to everybody else, to them alone.
 * Listeners read the installation from the context.
 */
export function createGate(needs: Needs): Middleware<AnyMiddlewareArgs> {
  const pass = createPass(needs);
  return (args) => pass(gateArgsOf(args));
}

function gateArgsOf(args: AnyMiddlewareArgs & AllMiddlewareArgs): GateArgs {
  const { client, context, next } = args;
  const given: object = args;
  return {
    body: args.body,
    client,
    context,
    next: async () => next(),
    ...(canAck(given) && { ack: given.ack }),
    ...(canRespond(given) && { respond: given.respond }),
  };
}

function canAck(args: object): args is CanAck {
  return 'ack' in args && typeof args.ack === 'function';
}

function canRespond(args: object): args is CanRespond {
  return 'respond' in args && typeof args.respond === 'function';
}

function createPass({ installed, log, strangers }: Needs) {
  return async (args: GateArgs): Promise<void> => {
    const { body, context } = args;
    const person = personOf(body);
    if (person === undefined) return args.next();
    const installation = installed.ifKnown() ?? (await waitFor(installed, args));
    const kind = kindOf(body);
    if (installation === undefined) {
      log.warn({ kind }, 'refused: the installation is not known yet');
      // Not acked: Slack then keeps the form open with everything that was typed, and asks to try again.
      if (kind === 'view_submission') throw new Error('The installation is not known yet');
      return refuse(args, NOT_KNOWN_YET, log);
    }
    const isOurs = await passes(person, installation, installed);
    if (!(isOurs || (await mayPartnerAct(person, body, strangers)))) {
      log.warn({ kind }, 'refused: a person of another workspace');
      return refuse(args, OTHER_WORKSPACE, log);
    }
    context['installationId'] = installationId(installation);
    context['workspaceUrl'] = installation.url;
    return args.next();
  };
}

/** The ID of the installation that a listener acts for: sends, drafts and lookups belong to it, not to a person's workspace. */
export function installationOf(context: Readonly<Facts>): string {
  const id = context['installationId'];
  if (typeof id !== 'string') throw new Error('A listener ran without the gate');
  return id;
}

/** The workspace's address, for links to its messages; undefined when Slack did not say it. */
export function workspaceUrlOf(context: Readonly<Facts>): string | undefined {
  const url = context['workspaceUrl'];
  return typeof url === 'string' ? url : undefined;
}

/** Replies to a command with its ack, or through its `response_url` where the gate has acked it already. */
export async function replyToCommand(
  { ack, context, respond }: Pick<GateArgs, 'context'> & Required<Pick<GateArgs, 'ack' | 'respond'>>,
  text?: string,
): Promise<void> {
  const reply = text === undefined ? undefined : { response_type: 'ephemeral', text };
  if (context['isAcked'] !== true) await ack(reply);
  else if (reply !== undefined) await respond(reply);
}

/** Waits for the first response of Slack after the start. A command is acked before, so that it does not time out. */
async function waitFor(installed: Installed, { ack, body, context }: GateArgs): Promise<Installation | undefined> {
  if (kindOf(body) === 'command') {
    await ack?.();
    context['isAcked'] = true;
  }
  return installed.within(MAX_WAIT_MS);
}

/** Asks Slack again before it refuses a person of an organisation's workspace: the workspace may be new. */
async function passes(person: Person, installation: Installation, installed: Installed): Promise<boolean> {
  if (mayAct(person, installation)) return true;
  const now = await installed.relearn();
  return now !== undefined && mayAct(person, now);
}

/** Says one sentence to the person, in whichever way the payload allows. Always acks. */
async function refuse(args: GateArgs, sentence: string, log: Log): Promise<void> {
  const { ack = nothing, body, context, respond = nothing } = args;
  switch (kindOf(body)) {
    case 'command':
      return replyToCommand({ ack, context, respond }, sentence);
    case 'view_submission':
      return ack({ response_action: 'update', view: bannerView(TITLE, sentence) });
    case 'block_suggestion':
    case 'dialog_suggestion':
      return ack({ options: [] });
  }
  await ack();
  try {
    const { response_url } = body as { readonly response_url?: string };
    if (response_url !== undefined)
      await respond({ response_type: 'ephemeral', replace_original: false, text: sentence });
    else if (sentence === OTHER_WORKSPACE) await replaceView(args, sentence);
  } catch (error) {
    log.info({ code: slackCodeOf(error) }, 'refusal not shown');
  }
}

/** For a press in a modal: there is no other way to reply, and the view is of no use to the person. */
async function replaceView({ body, client }: GateArgs, sentence: string): Promise<void> {
  const { view } = body as { readonly view?: { readonly id: string; readonly type?: string } };
  const isPressed = kindOf(body) === 'block_actions' && view?.type !== 'home';
  if (view !== undefined && isPressed)
    await client.views.update({ view_id: view.id, view: bannerView(TITLE, sentence) });
}

async function nothing(): Promise<void> {
  // An event has no ack and no response URL.
}

function kindOf(body: unknown): string {
  const { command, type } = body as { command?: string; type?: string };
  return command === undefined ? (type ?? 'unknown') : 'command';
}
