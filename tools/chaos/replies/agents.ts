import { ANSWER_REPLY, ANSWER_TEXT_INPUT } from '../../../src/slack/ids.ts';
import { CHANNEL, readJson, stateOf } from '../person.ts';
import { violationOf } from '../promises.ts';
import type { Block, View } from '../upstreams/slack.ts';
import { until } from '../wait.ts';
import type { World } from '../world.ts';

/** What a colleague wants to answer. */
export interface AnswerOrder {
  /** The name of the reply. */
  readonly replyName: string;
  readonly number: string;
  readonly userId: string;
  readonly text: string;
}

/** What Slack heard: that it was taken, or that a colleague was faster and a second yes is needed. */
export interface GivenAnswer extends AnswerOrder {
  readonly result: 'taken' | 'asked';
}

const SLACK_WAITS_MS = 3_000;
/** A reply's name, as a post shows it in brackets. */
const NAMES = /\((W-\d+-\d+-\d+)\)/g;
/** The view asks for a second yes, or Slack is told that it is missing. */
const ASKED = /a colleague has just answered|"answer_as_well/;
let turn = 0;

/** The names of the replies that a post shows, in order. */
export function namesIn(blocks: readonly Block[]): readonly string[] {
  return [...JSON.stringify(blocks).matchAll(NAMES)].map(([, name]) => name ?? '');
}

/**
 * Colleagues press "Answer on WhatsApp", write, and press "Send" at the same time, each press delivered twice to each process; all
 * of it again where a process died.
 */
export async function answer(world: World, orders: readonly AnswerOrder[]): Promise<readonly GivenAnswer[]> {
  const submissions = await Promise.all(
    orders.map(async (order) => {
      const replyId = buttonUnder(world, order.replyName);
      if (replyId === undefined) throw new Error(violationOf('reply_lost', `nobody can answer ${order.replyName}`));
      const view = await until('the view of an answer', () => open(world, replyId, order));
      turn += 1;
      return { order, viewId: `VA-${turn}`, view };
    }),
  );
  return Promise.all(
    submissions.map(async (submission) => {
      const result = await until('an answer that was decided', () => submit(world, submission));
      return { ...submission.order, result };
    }),
  );
}

/** The ID of a reply stands in the button under it. */
function buttonUnder({ slack }: World, replyName: string): string | undefined {
  for (const { shown } of slack.replies) {
    const blocks = shown[0]?.blocks ?? [];
    const at = blocks.findIndex((block) => namesIn([block]).includes(replyName));
    const elements = (blocks[at + 1]?.['elements'] ?? []) as readonly { action_id?: string; value?: string }[];
    const button = at < 0 ? undefined : elements.find(({ action_id: id }) => id === ANSWER_REPLY);
    if (button?.value !== undefined) return button.value;
  }
  return undefined;
}

async function open(world: World, replyId: string, { userId }: AnswerOrder): Promise<View | undefined> {
  const ports = world.slots.flatMap(({ port }) => port ?? []);
  turn += 1;
  const triggerId = `answer-${turn}`;
  const port = ports[turn % Math.max(1, ports.length)];
  if (
    port === undefined ||
    !(await world.colleague(userId).press(port, ANSWER_REPLY, replyId, { triggerId, channelId: CHANNEL }))
  )
    return undefined;
  const isUp = () => world.slots.some((slot) => slot.port === port);
  const filled = await until(
    'a filled view',
    () => world.slack.filledFor(triggerId) ?? (isUp() ? undefined : 'gone'),
    SLACK_WAITS_MS,
  ).catch(() => 'gone' as const);
  return filled === 'gone' || filled['submit'] === undefined ? undefined : filled;
}

/** The same press has the same view. */
interface Submission {
  readonly order: AnswerOrder;
  readonly viewId: string;
  readonly view: View;
}

async function submit(
  { colleague, slots }: World,
  { order: { text, userId }, view, viewId }: Submission,
): Promise<GivenAnswer['result'] | undefined> {
  const values = stateOf(view.blocks, { [ANSWER_TEXT_INPUT]: text });
  const ports = slots.flatMap(({ port }) => (port === undefined ? [] : [port, port]));
  const answers = await Promise.all(ports.map((port) => colleague(userId).submit(port, viewId, view, values)));
  const told = answers.filter((one) => one?.status === 200);
  if (told.some((one) => readJson(one).response_action === 'clear')) return 'taken';
  return told.some((one) => ASKED.test(one?.body ?? '')) ? 'asked' : undefined;
}
