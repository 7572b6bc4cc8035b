import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { ViewsUpdateArguments } from '@slack/web-api';
import type { Log } from '../../flow/ports/log.ts';
import { noticeView } from '../blocks/notice.ts';
import { slackCodeOf } from '../client/slack-code.ts';
import type { Installed } from './installed.ts';
import { type Installation, installationId, mayAct, type Person, personOf } from './team.ts';

type Facts = Record<string, unknown>;

/** What the gate uses of Bolt's arguments, whatever the payload is. */
interface GateArgs {
  readonly body: unknown;
  readonly context: Facts;
  readonly client: { readonly views: { update(args: ViewsUpdateArguments): Promise<unknown> } };
  next(): Promise<void>;
  ack?(answer?: object | string): Promise<void>;
  respond?(answer: object): Promise<unknown>;
}

/** With Slack's three seconds for the ack in mind. */
const LONGEST_WAIT_MS = 2_000;
const TITLE = 'Not for this workspace';
const OTHER_WORKSPACE =
  'Only people of the workspace where this app is installed can use it. Nothing was sent and nothing was changed.';
const NOT_KNOWN_YET =
  'I am just starting, and Slack has not told me yet whose workspace I am in. Nothing was sent. Try again in a moment.';

/**
 * The one place that everything from Slack passes before any listener: it lets people of the installed workspace through
 * and tells everybody else a sentence, to them alone. Listeners read the installation from the context.
 */
export function createGate(needs: { readonly installed: Installed; readonly log: Log }): Middleware<AnyMiddlewareArgs> {
  const pass = createPass(needs);
  // Bolt's union has an `ack` of its own for each kind of payload; the gate gives each kind the answer that it takes.
  return (args) => pass(args as unknown as GateArgs);
}

function createPass({ installed, log }: { readonly installed: Installed; readonly log: Log }) {
  return async (args: GateArgs): Promise<void> => {
    const { body, context } = args;
    const person = personOf(body);
    if (person === undefined) return args.next();
    const installation = installed.ifKnown() ?? (await waitFor(installed, args));
    const kind = kindOf(body);
    if (installation === undefined) {
      log.warn({ kind }, 'refused: Slack has not said where the app is installed');
      // Not acked: Slack keeps the form open with everything typed in it, and says to try again.
      if (kind === 'view_submission') throw new Error('The installation is not known yet');
      return tell(args, NOT_KNOWN_YET, log);
    }
    if (!(await passes(person, installation, installed))) {
      log.warn({ kind }, 'refused: a person of another workspace');
      return tell(args, OTHER_WORKSPACE, log);
    }
    context['installationId'] = installationId(installation);
    return args.next();
  };
}

/** The ID of the installation that a listener acts for: sends, drafts and lookups belong to it, not to a person's workspace. */
export function installationOf(context: Readonly<Facts>): string {
  const id = context['installationId'];
  if (typeof id !== 'string') throw new Error('A listener ran without the gate');
  return id;
}

/** Answers a command; one that the gate had to ack before is answered through its `response_url`. */
export async function answerCommand(
  { ack, context, respond }: Pick<GateArgs, 'context'> & Required<Pick<GateArgs, 'ack' | 'respond'>>,
  text?: string,
): Promise<void> {
  const answer = text === undefined ? undefined : { response_type: 'ephemeral', text };
  if (context['isAcked'] !== true) await ack(answer);
  else if (answer !== undefined) await respond(answer);
}

/** A command is acked first: a new process has not heard from Slack yet, and nobody should wait for that. */
async function waitFor(installed: Installed, { ack, body, context }: GateArgs): Promise<Installation | undefined> {
  if (kindOf(body) === 'command') {
    await ack?.();
    context['isAcked'] = true;
  }
  return installed.within(LONGEST_WAIT_MS);
}

/** Asks Slack again before somebody of an organisation's workspace is refused: it may have been added since. */
async function passes(person: Person, installation: Installation, installed: Installed): Promise<boolean> {
  if (mayAct(person, installation)) return true;
  const now = installation.isOrgWide ? await installed.relearn() : undefined;
  return now !== undefined && now !== installation && mayAct(person, now);
}

/** One sentence to one person, by whatever way the payload leaves open. Acks in any case. */
async function tell(args: GateArgs, sentence: string, log: Log): Promise<void> {
  const { ack = nothing, body, context, respond = nothing } = args;
  switch (kindOf(body)) {
    case 'command':
      return answerCommand({ ack, context, respond }, sentence);
    case 'view_submission':
      return ack({ response_action: 'update', view: noticeView(TITLE, sentence) });
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
    log.info({ code: slackCodeOf(error) }, 'refusal not told');
  }
}

/** A press in a modal has no other way back to the person. What was open is closed to them anyway. */
async function replaceView({ body, client }: GateArgs, sentence: string): Promise<void> {
  const { view } = body as { readonly view?: { readonly id: string; readonly type?: string } };
  const isPressed = kindOf(body) === 'block_actions' && view?.type !== 'home';
  if (view !== undefined && isPressed)
    await client.views.update({ view_id: view.id, view: noticeView(TITLE, sentence) });
}

async function nothing(): Promise<void> {
  // Events have neither.
}

function kindOf(body: unknown): string {
  const { command, type } = body as { command?: string; type?: string };
  return command === undefined ? (type ?? 'unknown') : 'command';
}
