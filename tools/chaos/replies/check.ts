import { tallyPieces } from '../../../src/core/replies/tally.ts';
import { type DeliveryStatus, STATUSES } from '../../../src/core/send/delivery/status.ts';
import type { Row } from '../database.ts';
import {
  checkAttempts,
  checkExtraCards,
  checkRecipient,
  checkShownCards,
  lateAnswers,
  livingCards,
} from '../kills/check.ts';
import type { Findings } from '../last-look.ts';
import { CHANNEL } from '../person.ts';
import { type Blame, violationOf } from '../promises.ts';
import type { PostedCard } from '../upstreams/slack.ts';
import type { World } from '../world.ts';
import { type GivenAnswer, namesIn } from './agents.ts';
import type { Guests, WrittenReply } from './story.ts';

export interface ReplyFigures {
  /** Replies that were answered with 200, each counted once. */
  told: number;
  posts: number;
  lost: number;
  /** Shown once more although Slack's answer to the first post had reached the bot. */
  doubles: number;
  /** Shown once more after a post whose answer was lost on the way, or with the process that waited for it. */
  notExcluded: number;
  answers: number;
  /** Texts of ours on phones. */
  onPhones: number;
  answerDoubles: number;
  unknown: number;
  wrongCards: number;
  extraCards: number;
}

/** What happened in a run, as the harness saw it. */
export interface Happened {
  readonly guests: readonly Guests[];
  readonly replies: readonly WrittenReply[];
  readonly answers: readonly GivenAnswer[];
  /** Where replies go that belong to no send; undefined: they are only counted. */
  readonly inbox: string | undefined;
}

interface Look extends Happened {
  readonly world: World;
  readonly figures: ReplyFigures;
  readonly blame: Blame;
  /** By the note of the send. */
  readonly cards: ReadonlyMap<string, PostedCard>;
}

/** Threads that one process posts to at once: so many posts it may not live to save. */
const THREAD_LANES = 2;
const MAX_REPLIES_OF_POST = 20;
/** A colleague is asked for a second yes for so long after an answer. */
const ANSWERED_LATELY_MS = 60_000;

export function noReplyFigures(): ReplyFigures {
  const [told, posts, lost, doubles, notExcluded, answers] = [0, 0, 0, 0, 0, 0];
  const [onPhones, answerDoubles, unknown, wrongCards, extraCards] = [0, 0, 0, 0, 0];
  return { told, posts, lost, doubles, notExcluded, answers, onPhones, answerDoubles, unknown, wrongCards, extraCards };
}

/**
 * Looks at threads, cards and phones from outside, and compares the ledger with what was sent in.
 *
 * @returns what was counted, and what is wrong
 */
export async function checkReplies(world: World, happened: Happened): Promise<Findings<ReplyFigures>> {
  const figures = noReplyFigures();
  const violations: string[] = [];
  const living = await livingCards(world);
  const cards = new Map(
    happened.guests.flatMap(({ note }) => {
      const card = [...living].find(({ shown }) => JSON.stringify(shown[0]?.blocks).includes(`${note}.`));
      return card === undefined ? [] : [[note, card] as const];
    }),
  );
  const blame: Blame = (...given) => void violations.push(violationOf(...given));
  const look: Look = { ...happened, world, figures, cards, blame };
  await checkSaved(look);
  checkPosts(look);
  checkTallies(look);
  await checkOptOuts(look);
  await checkAnswers(look);
  await checkAttempts(world, blame);
  await checkShownCards(
    world,
    [...cards.values()].map(({ sendId }) => sendId),
    figures,
    blame,
  );
  checkExtraCards(world, 0, figures, blame);
  checkLeaks(look);
  return { figures, violations };
}

/** What was answered with 200 is in the ledger once, with the send that it answers. */
async function checkSaved({ blame, cards, figures, inbox, replies, world }: Look): Promise<void> {
  const rows = await world.database.query('select name, send_id, post_state, post_ts from replies');
  const saved = Map.groupBy(rows, ({ name }) => String(name));
  figures.told += replies.length;
  for (const { name, note, text } of replies) {
    const [row, ...more] = saved.get(name) ?? [];
    if (row === undefined) {
      figures.lost += 1;
      blame('reply_lost', `${name} (${text}) was taken and is not saved`);
      continue;
    }
    if (more.length > 0) blame('reply_doubled', `${name} is saved ${1 + more.length} times`);
    const sendId = note === undefined ? null : cards.get(note)?.sendId;
    if (row['send_id'] !== sendId)
      blame('reply_misplaced', `${name} belongs to ${note}, and the ledger says ${row['send_id']}`);
    checkPostState({ blame, inbox, world }, { name, note }, row);
  }
  if (saved.size > replies.length)
    blame('reply_doubled', `${saved.size} replies are saved and ${replies.length} were written`);
}

function checkPostState(
  { blame, inbox, world }: Pick<Look, 'blame' | 'inbox' | 'world'>,
  { name, note }: Pick<WrittenReply, 'name' | 'note'>,
  row: Row,
): void {
  const state = note === undefined && inbox === undefined ? 'counted' : 'posted';
  if (row['post_state'] !== state)
    blame('reply_misplaced', `${name} is ${row['post_state']} in the ledger and should be ${state}`);
  const post = world.slack.replies.find(({ ts }) => ts === row['post_ts']);
  const isThere = post !== undefined && namesIn(post.shown[0]?.blocks ?? []).includes(name);
  if (state === 'posted' && !isThere) blame('reply_misplaced', `${name} does not stand where the ledger says`);
}

/** Each stands in the thread of its send, and once, beside what a lost answer of Slack's may have doubled. */
function checkPosts(look: Look): void {
  const { blame, figures, inbox, replies, world } = look;
  const posts = world.slack.replies;
  figures.posts += posts.length;
  const uncertain = uncertainPosts(world);
  const byName = new Map<string, PostedCard[]>();
  for (const post of posts)
    for (const name of namesIn(post.shown[0]?.blocks ?? [])) byName.set(name, [...(byName.get(name) ?? []), post]);
  let doubles = 0;
  for (const reply of replies) {
    const shown = byName.get(reply.name) ?? [];
    if (reply.note !== undefined || inbox !== undefined) checkShown(look, reply, shown);
    else if (shown.length > 0) blame('reply_misplaced', `${reply.name} belongs to no send and is shown`);
    const more = Math.max(0, shown.length - 1);
    const excused = Math.min(more, shown.filter((post) => uncertain.has(post)).length);
    figures.notExcluded += excused;
    doubles += more - excused;
  }
  // A machine that is too busy lets answers come too late that Slack gave in time.
  const excused = lateReplies(world) * MAX_REPLIES_OF_POST;
  figures.notExcluded += Math.min(doubles, excused);
  figures.doubles += Math.max(0, doubles - excused);
  if (doubles > excused)
    blame('reply_doubled', `${doubles - excused} replies are shown twice, and Slack’s answers were there`);
}

function checkShown(
  { blame, cards, figures, inbox }: Look,
  { name, note }: WrittenReply,
  shown: readonly PostedCard[],
): void {
  if (shown.length === 0) {
    figures.lost += 1;
    blame('reply_lost', `${name} is shown nowhere`);
  }
  const [channel, thread] = note === undefined ? [inbox, undefined] : [CHANNEL, cards.get(note)?.ts];
  for (const post of shown)
    if (post.channel !== channel || post.threadTs !== thread)
      blame('reply_misplaced', `${name} is shown in another thread`);
}

/** Posts of which the bot cannot know that they were made, or did not live to save it. */
function uncertainPosts({ slack, slots }: World): ReadonlySet<PostedCard> {
  const killed = new Set(slots.flatMap((slot) => slot.killed));
  const byProcess = Map.groupBy(slack.replies, ({ pid }) => pid);
  const last = [...byProcess].flatMap(([pid, posts]) =>
    pid !== undefined && killed.has(pid) ? posts.slice(-THREAD_LANES) : [],
  );
  return new Set([...slack.replies.filter(({ isAnswered }) => !isAnswered), ...last]);
}

/** Nothing comes too late by itself where Slack always answers and no process dies. */
function lateReplies(world: World): number {
  const output = world.slots.map((slot) => slot.output).join('');
  const { hangs, unansweredPosts } = world.slack;
  if (hangs + unansweredPosts + world.endings().length === 0) return 0;
  return lateAnswers(world) + output.split('claim of a reply thread lost').length - 1;
}

/** The card, the ledger and what was sent in say the same. */
function checkTallies({ blame, cards, guests, replies }: Look): void {
  for (const { note } of guests) {
    const own = replies.filter((reply) => reply.note === note);
    const latest = new Map(
      own
        .filter(({ kind }) => kind === 'button')
        .sort((a, b) => a.at - b.at)
        .map(({ from, text }) => [from, text]),
    );
    const byText = Map.groupBy(latest.values(), (text) => text);
    const answers = [...byText].map(([text, people]) => ({ text, people: people.length }));
    answers.sort((a, b) => b.people - a.people || (a.text < b.text ? -1 : 1));
    const line = tallyPieces({ replies: own.length, answers, silent: 1 }).join(' · ');
    const shown = JSON.stringify(cards.get(note)?.shown.at(-1)?.blocks ?? []);
    if (!shown.includes(JSON.stringify(line))) blame('wrong_tally', `the card of ${note} does not say ‘${line}’`);
  }
}

/** The last word counts. */
async function checkOptOuts({ blame, guests, world }: Look): Promise<void> {
  const rows = await world.database.query('select number_end from opt_outs where lifted_at is null');
  const ends = rows.map((row) => String(row['number_end'])).sort();
  const expected = guests.map(({ leaver }) => leaver.slice(-4)).sort();
  if (ends.join() !== expected.join())
    blame('wrong_opt_out', `${ends.join()} opted out, and ${expected.join()} wrote STOP last`);
}

async function checkAnswers(look: Look): Promise<void> {
  const { answers, blame, figures, world } = look;
  const rows = await world.database.query(`select sends.id, sends.message, sends.created_at, answers_reply_id, status
    from sends join deliveries on send_id = sends.id where answers_reply_id is not null`);
  figures.answers += answers.length;
  for (const one of answers) {
    const phone = world.kaleyra.phones.get(`${one.text} ${one.number}`);
    const messages = phone?.messages ?? 0;
    figures.onPhones += messages;
    figures.answerDoubles += Math.max(0, messages - 1);
    if (messages > 1) blame('sent_twice', `the answer to ${one.replyName} is ${messages} times on one phone`);
    const saved = rowsOf(one, rows);
    if (one.result === 'taken') checkTaken(look, one, saved);
    else if (messages + saved.length > 0)
      blame('colleague_not_asked', `the answer to ${one.replyName} left without a second yes`);
  }
  const taken = answers.filter(({ result }) => result === 'taken').length;
  if (rows.length > taken) blame('two_sends', `${taken} answers were taken and ${rows.length} are saved`);
  checkColleagues(answers, rows, blame);
}

function rowsOf({ text }: GivenAnswer, rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ message }) => String(message).includes(JSON.stringify(text)));
}

/** It is saved once, ends in a status that is true, and the card in its thread says so. */
function checkTaken(
  { blame, cards, figures, replies, world }: Look,
  { number, replyName, text }: GivenAnswer,
  saved: readonly Row[],
): void {
  const { kaleyra, slack } = world;
  if (saved.length !== 1)
    blame(
      saved.length === 0 ? 'lost' : 'two_sends',
      `the answer to ${replyName} was taken and is saved ${saved.length} times`,
    );
  const [row] = saved;
  if (row === undefined) return;
  const status = String(row['status']) as DeliveryStatus;
  if (status === 'unknown') figures.unknown += 1;
  checkRecipient(`the answer to ${replyName}`, status, kaleyra.phones.get(`${text} ${number}`), blame);
  const thread = cards.get(replies.find(({ name }) => name === replyName)?.note ?? '')?.ts;
  const shown = slack.cards.filter(({ sendId, threadTs }) => sendId === row['id'] && threadTs === thread);
  if (!shown.some((card) => card.shown.at(-1)?.text.includes(STATUSES[status].label)))
    blame('wrong_card', `the answer to ${replyName} is ${status}, and no card in its thread says so`);
}

/** Of two colleagues at the same time one is taken, and the other asked. */
function checkColleagues(answers: readonly GivenAnswer[], rows: readonly Row[], blame: Blame): void {
  for (const [replyName, both] of Map.groupBy(answers, (answer) => answer.replyName)) {
    if (new Set(both.map(({ userId }) => userId)).size < 2) continue;
    const times = both.flatMap((one) => rowsOf(one, rows)).map((row) => Number(row['created_at']));
    if (times.length === 0) blame('lost', `neither of two answers to ${replyName} was taken`);
    if (times.length > 1 && Math.max(...times) - Math.min(...times) < ANSWERED_LATELY_MS)
      blame('colleague_not_asked', `${times.length} colleagues answered ${replyName}, and none was asked`);
  }
}

function checkLeaks({ answers, blame, guests, replies, world }: Look): void {
  const output = world.slots.map((slot) => slot.output).join('');
  const numbers = [...new Set(replies.map(({ from }) => from))];
  const words = replies.flatMap(({ name, text }) => [name, ...(text.includes(' ') ? [text] : [])]);
  const secret = [
    ...world.secrets,
    ...numbers,
    ...words,
    ...answers.map(({ text }) => text),
    ...guests.map(({ note }) => note),
  ];
  const inLog = secret.find((one) => output.includes(one));
  if (inLog !== undefined) blame('leaked', `a log line shows ${inLog}`);
  const shown = JSON.stringify([...world.slack.replies, ...world.slack.cards]);
  if (numbers.some((number) => shown.includes(number) || shown.includes(number.slice(2))))
    blame('leaked', 'a post shows a whole number');
}
