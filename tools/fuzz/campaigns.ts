import { atOnce } from '../chaos/at-once.ts';
import { type Confirmation, commandOf, postAsSlack, readJson, submissionOf } from '../chaos/person.ts';
import type { Random } from '../chaos/random.ts';
import type { View } from '../chaos/upstreams/slack.ts';
import { until } from '../chaos/wait.ts';
import type { World } from '../chaos/world.ts';
import { bent, naughtyJson, naughtyText, refilled } from './naughty.ts';
import type { OddKaleyra } from './odd-kaleyra.ts';

/** One campaign; what it found is a sentence each, with the input that is enough for it. */
export interface Findings {
  readonly cases: number;
  readonly answers: ReadonlyMap<string, number>;
  readonly wrong: readonly string[];
}

interface Field {
  readonly world: World;
  readonly kaleyra: OddKaleyra;
  readonly random: Random;
  readonly cases: number;
}

const COMMAND = ['+919876543210'];
/** Each submission writes to a number of its own; the numbers among the naughty texts may be written to by several. */
const FIRST_NUMBER = 919_850_000_000;
const BUTTONS = ['send_again', 'send_details', 'resume_sending'] as const;
const SHAPES_AT_ONCE = 20;
const SHOWN_INPUT = 300;

/** People who type anything into the form, and press the button when there is one. */
export async function submissions({ world, random, cases }: Field): Promise<Findings> {
  const notes = createNotes();
  const form = await openForm(world, 'fuzz-form');
  for (let index = 0; index < cases; index++) {
    const value = naughtyText(random);
    const number = String(FIRST_NUMBER + index);
    const numbers = random.chance(0.2) ? [naughtyText(random), number] : [number];
    const answer = await post(world, submissionOf(`VF${index}`, form, value, numbers));
    notes.take(answer?.status, value);
    const { response_action: action, view } = readJson(answer);
    if (action !== 'push' || view === undefined) continue;
    const confirmation: Confirmation = { viewId: `VFR${index}`, view };
    for (const pressed of await world.press(confirmation)) {
      notes.take(pressed === 'nothing' ? undefined : 200, value);
    }
  }
  return notes.findings(cases);
}

/** Kaleyra's reports, about messages that went out and about others, in every form that reports come in. */
export async function reports({ world, kaleyra, random, cases }: Field): Promise<Findings> {
  const notes = createNotes();
  for (let index = 0; index < cases; index++) {
    const known = kaleyra.messageIds[random.below(Math.max(1, kaleyra.messageIds.length))];
    const id = random.chance(0.7) && known !== undefined ? known : naughtyText(random);
    const status = random.chance(0.7) ? random.pick(['sent', 'delivered', 'read', 'failed']) : naughtyText(random);
    const report = bent(
      { id, status, error: naughtyText(random), error_code: '131026', mobile: '919876543210' },
      random,
    );
    const port = portOf(world, index);
    const url = `http://127.0.0.1:${port}/kaleyra/status/${world.callbackSecret}`;
    const answer = await send(url, report, random);
    notes.take(answer, JSON.stringify(report));
  }
  return notes.findings(cases);
}

/** What recipients write, in both shapes and in every form, with anything in its place. */
export async function replies({ world, kaleyra, random, cases }: Field): Promise<Findings> {
  const notes = createNotes();
  for (let index = 0; index < cases; index++) {
    const about = kaleyra.messageIds[random.below(Math.max(1, kaleyra.messageIds.length))] ?? naughtyText(random);
    const reply = bent(random.chance(0.5) ? flatReply(about, random) : wrappedReply(about, random), random, 0.1);
    const url = `http://127.0.0.1:${portOf(world, index)}/kaleyra/incoming/${world.callbackSecret}`;
    notes.take(await send(url, reply, random), JSON.stringify(reply));
  }
  return notes.findings(cases);
}

const REPLY_TYPES = ['text', 'button', 'interactive', 'image', 'location', 'contacts', 'reaction', 'poll'] as const;

function flatReply(about: string, random: Random): object {
  const type = random.chance(0.9) ? random.pick(REPLY_TYPES) : naughtyText(random);
  const body = random.chance(0.2) ? random.pick(['STOP', 'start', 'cancel']) : naughtyText(random);
  return { from: '919876543210', wanumber: '919800000000', name: naughtyText(random), type, body, reply_to: about };
}

function wrappedReply(about: string, random: Random): object {
  const type = random.pick(REPLY_TYPES);
  const message = { from: '919876543210', id: `wamid.${naughtyText(random)}`, timestamp: '1764417000', type };
  const said = { text: { body: naughtyText(random) }, button: { payload: naughtyText(random), text: 'Yes' } };
  const value = {
    messages: [
      { ...message, ...said },
      { ...message, id: 'wamid.other', ...said },
    ],
  };
  return { meta_object: { value, field: 'messages' }, extra_info: { reply_to: about, ref: naughtyText(random) } };
}

/** What people and clients fill in, with anything in its place, signed as Slack signs it. */
export async function payloads({ world, random, cases }: Field): Promise<Findings> {
  const notes = createNotes();
  const form = await openForm(world, 'fuzz-payloads');
  for (let index = 0; index < cases; index++) {
    const fields = random.chance(0.3)
      ? { ...commandOf(`t-${index}`, COMMAND), text: naughtyText(random) }
      : { payload: JSON.stringify(refilled(payloadOf(form, index, random), random, 0.05)) };
    notes.take((await post(world, fields, index))?.status, JSON.stringify(fields));
  }
  return notes.findings(cases);
}

/** The same with parts missing or of another type, which Slack does not send: it is refused at once, and breaks nothing. */
export async function shapes({ world, random, cases }: Field): Promise<Findings> {
  const notes = createNotes();
  const form = await openForm(world, 'fuzz-shapes');
  await atOnce(
    SHAPES_AT_ONCE,
    Array.from({ length: cases }, (_, index) => index),
    async (index) => {
      const fields = { payload: JSON.stringify(bent(payloadOf(form, index, random), random, 0.05)) };
      notes.take((await post(world, fields, index))?.status, JSON.stringify(fields));
    },
  );
  return notes.findings(cases);
}

/** Whether one submission alone named this number, so that it may get one message. */
export function isOneSubmissions(number: string, cases: number): boolean {
  return Number(number) >= FIRST_NUMBER && Number(number) < FIRST_NUMBER + cases;
}

function payloadOf(form: View, index: number, random: Random): object {
  const submitted = JSON.parse(submissionOf(`VP${index}`, form, 'note', COMMAND).payload) as object;
  if (random.chance(0.5)) return submitted;
  const action = { type: 'button', action_id: random.pick(BUTTONS), block_id: 'b', value: 'S' };
  return { ...submitted, type: 'block_actions', trigger_id: `press-${index}`, actions: [action] };
}

/** No answer at all, or one that tells of a fault of ours. */
function isFault(status: number | undefined): boolean {
  return status === undefined || status >= 500;
}

function createNotes() {
  const answers = new Map<string, number>();
  const wrong: string[] = [];
  return {
    take(status: number | undefined, input: string): void {
      const name = status === undefined ? 'none' : String(status);
      answers.set(name, (answers.get(name) ?? 0) + 1);
      if (isFault(status)) wrong.push(`${name} for ${JSON.stringify(input).slice(0, SHOWN_INPUT)}`);
    },
    findings: (cases: number): Findings => ({ cases, answers, wrong }),
  };
}

function portOf(world: World, turn: number): number {
  const ports = world.slots.flatMap(({ port }) => port ?? []);
  return ports[turn % Math.max(1, ports.length)] ?? 0;
}

function post(world: World, fields: Readonly<Record<string, string>>, turn = 0) {
  const [secret] = world.secrets;
  return postAsSlack(portOf(world, turn), secret, fields);
}

async function openForm(world: World, triggerId: string): Promise<View> {
  await post(world, commandOf(triggerId, COMMAND));
  return until('the form', () => world.slack.openedFor(triggerId));
}

async function send(url: string, report: unknown, random: Random): Promise<number | undefined> {
  const body = JSON.stringify(random.chance(0.1) ? naughtyJson(random) : report);
  const fields = Object.entries(typeof report === 'object' && report !== null ? report : {});
  const asQuery = new URLSearchParams(
    fields.map(([name, value]): [string, string] => [name, `${value}`.slice(0, 200)]),
  );
  const signal = AbortSignal.timeout(5_000);
  const request = random.chance(0.4)
    ? fetch(`${url}?${asQuery}`, { signal })
    : fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal });
  return request.then(
    ({ status }) => status,
    () => undefined,
  );
}
