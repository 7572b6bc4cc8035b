import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Asker, Lookup } from '../../flow/ports/store/lookup.ts';
import type { Catalogue } from '../../flow/ports/templates.ts';
import type { NamedSenders } from '../cards/sender-text.ts';
import type { Question } from '../commands/command-question.ts';
import type { NextPage } from '../commands/more-value.ts';
import { examplesReply, PAGE_SIZE, searchReply } from '../commands/search-reply.ts';
import { asksForDay, readSearch } from '../commands/search-words.ts';
import { type Reply, statusReply } from '../commands/status-reply.ts';

const NOT_FOUND =
  'There is no message with this ID in this channel or among your own. Copy the whole ID from the card, or ask in the channel where it was sent.';
const NOT_NOW = 'That could not be looked up just now. Try again in a moment.';
const UTC_NOTE = 'Days are counted in UTC: Slack did not tell me your time zone.';
/** One word without signs that no send ID and no message ID has. */
const ID = /^`?([\w:.=+/-]+)`?\??$/;

/** Who asks, and what Slack knows of them. */
export interface AskerInSlack {
  readonly asker: Asker;
  readonly workspaceUrl: string | undefined;
  /** Asks Slack for the person's IANA time zone; undefined when it does not say. */
  timeZone(): Promise<string | undefined>;
}

type SendReply = (reply: object) => Promise<unknown>;
type SearchQuestion = Extract<Question, { kind: 'search' }>;

interface Needs {
  readonly lookup: Pick<Lookup, 'findSend' | 'findSendOfMessage' | 'searchSends'>;
  readonly catalogue: Catalogue;
  readonly explanations: Explanations;
  readonly senders: NamedSenders;
  readonly log: Log;
}

/** Replies to a lookup from the ledger, to the person alone. */
export function createReplyToLookup(needs: Needs) {
  return (question: SearchQuestion, person: AskerInSlack, respond: SendReply): Promise<void> =>
    reply(needs, respond, () => replyTo(needs, question, person));
}

/** Replies with the next page of a search. */
export function createReplyWithMore(needs: Pick<Needs, 'lookup' | 'log'>) {
  return (next: NextPage, person: Pick<AskerInSlack, 'asker' | 'workspaceUrl'>, respond: SendReply): Promise<void> =>
    reply(needs, respond, async () => {
      const { after, count, query } = next;
      const page = await needs.lookup.searchSends(person.asker, query, { limit: pageSize(count), after });
      return searchReply({
        page,
        query,
        count,
        isFirst: false,
        workspaceUrl: person.workspaceUrl,
        zoneNote: undefined,
      });
    });
}

async function replyTo(needs: Needs, question: SearchQuestion, person: AskerInSlack): Promise<Reply | string> {
  const { people, text, word } = question;
  const { asker, workspaceUrl } = person;
  if (word !== 'recent' && text === '' && people.length === 0) return examplesReply([]);
  const [, id] = ID.exec(people.length === 0 ? text : '') ?? [];
  const send = id && ((await needs.lookup.findSend(id, asker)) ?? (await needs.lookup.findSendOfMessage(id, asker)));
  if (send) return statusReply(send, needs.explanations, needs.senders);
  const isDayAsked = asksForDay(text);
  const zone = isDayAsked ? await person.timeZone() : undefined;
  const search = readSearch(text, people, {
    catalogue: needs.catalogue,
    now: new Date(),
    zone: zone ?? 'UTC',
    actorId: asker.actorId,
    takesCount: word === 'recent',
  });
  const { count, notUnderstood, query } = search;
  if (notUnderstood.length > 0) return word !== 'recent' && looksLikeId(id) ? NOT_FOUND : examplesReply(notUnderstood);
  const page = await needs.lookup.searchSends(asker, query, { limit: pageSize(count) });
  const zoneNote = isDayAsked && zone === undefined ? UTC_NOTE : undefined;
  return searchReply({ page, query, count, isFirst: true, workspaceUrl, zoneNote });
}

/** Every ID has letters and digits, and few words have both. */
function looksLikeId(word: string | undefined): boolean {
  return word !== undefined && /\d/.test(word) && /[a-z]/i.test(word);
}

async function reply(
  { log }: Pick<Needs, 'log'>,
  respond: SendReply,
  find: () => Promise<Reply | string>,
): Promise<void> {
  const found = await find().catch((error: unknown) => {
    log.error({ err: error }, 'lookup failed');
    return NOT_NOW;
  });
  const shown = typeof found === 'string' ? { text: found } : found;
  await respond({ response_type: 'ephemeral', replace_original: false, ...shown });
}

function pageSize(count: number | undefined): number {
  return Math.min(PAGE_SIZE, count ?? PAGE_SIZE);
}
