import { MIN_ROWS_FOR_TRIAL, TRIAL_ROWS } from '../../core/limits.ts';
import { lengthOfValues, type PlannedMessage, samplePlaces } from '../../core/list/list-plan.ts';
import { type ReadNumber, withMaskedNumber } from '../../core/recipients/recipient.ts';
import type { Mode } from '../../core/rules/mode.ts';
import type { Send } from '../../core/send/send.ts';
import { TEXT_PARTS, textDifferences } from '../../core/template/compare-text.ts';
import { nameOfMessage } from '../../core/template/message/message.ts';
import { valuesOf } from '../../core/template/message/message-values.ts';
import { reviewNotes } from '../../core/template/message/review-notes.ts';
import { obstacleTo } from '../../core/template/sendability.ts';
import type { Log } from '../ports/log.ts';
import type { RequestCodec } from '../ports/provider.ts';
import type { ListDrafts, ListReview } from '../ports/store/lists/list-drafts.ts';
import type { ListResults } from '../ports/store/lists/list-results.ts';
import type { Asker, DeliveryPages } from '../ports/store/lookup.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import type { CheckRules } from '../rules/check-rules.ts';
import type { FindOptedOut } from '../rules/opted-out.ts';
import type { FindOutsideTeam } from '../rules/outside-team.ts';
import type { FindQuietWaits } from '../rules/quiet-waits.ts';
import { knowsRecipients } from '../send/knows-recipients.ts';
import { findKeptBack, keptBackFacts, quietFacts, ruleNotes, samplesOf, savedFacts } from './list-review.ts';
import { rulesFor } from './review-list.ts';
import type { SavePlan } from './save-plan.ts';

type RestReviewed =
  | { readonly kind: 'review'; readonly review: ListReview }
  /** Why there is nothing to review, as a sentence. */
  | { readonly kind: 'nothing'; readonly sentence: string };

/**
 * Makes a new list of exactly the rows that a stopped one has left, never of those that are unknown, and brings it to its
 * review. Nothing is sent before that is confirmed. Never rejects.
 */
export type ReviewRest = (send: Send, asker: Asker) => Promise<RestReviewed>;

interface Needs {
  readonly results: Pick<ListResults, 'restOf'>;
  readonly lookup: Pick<DeliveryPages, 'findHead'>;
  readonly catalogue: TemplateFinder;
  readonly loadNumbering: () => Promise<ReadNumber>;
  readonly savePlan: SavePlan;
  readonly checkRules: CheckRules;
  readonly findOptedOut: FindOptedOut;
  readonly findOutsideTeam: FindOutsideTeam;
  readonly findQuietWaits: FindQuietWaits;
  readonly mode: Mode;
  readonly drafts: Pick<ListDrafts, 'saveReview'>;
  readonly provider: RequestCodec;
  readonly messagesPerSecond: number;
  readonly reportsExpected: boolean;
  readonly newDraftId: () => string;
  readonly log: Log;
}

const NOT_NOW = 'The rows could not be read just now. Press the button again in a moment; nothing was sent.';
const HIDDEN = 'The messages are not shown: the template is private, and a colleague sent the list.';
const NOTHING_LEFT = 'Every row of this list has left, so there is no rest to send.';

export function createReviewRest(needs: Needs): ReviewRest {
  return async (send, asker) => {
    try {
      return await review(needs, send, asker);
    } catch (error) {
      needs.log.error({ sendId: send.id, err: error }, 'rest of a list not read');
      return { kind: 'nothing', sentence: NOT_NOW };
    }
  };
}

async function review(needs: Needs, send: Send, asker: Asker): Promise<RestReviewed> {
  const { catalogue, drafts, messagesPerSecond, newDraftId, provider, reportsExpected, results, savePlan } = needs;
  const rows = (await results.restOf(send.id, asker)) ?? [];
  const [first] = rows;
  if (first === undefined) return { kind: 'nothing', sentence: NOTHING_LEFT };
  const problem = templateProblem(catalogue, send);
  if (problem !== undefined) return { kind: 'nothing', sentence: problem };
  const { channelId, sender, template } = send;
  const { actorId, teamId } = asker;
  const trialRows = rows.length >= MIN_ROWS_FOR_TRIAL ? TRIAL_ROWS : 0;
  const saved = await savePlan({ teamId, channelId, actorId, template, sender, parentId: send.id, rows, trialRows });
  if (saved.kind === 'not_saved') return { kind: 'nothing', sentence: NOT_NOW };
  const recipients = rows.map(({ recipient }) => recipient);
  const ruled = { name: nameOfMessage(first.message), category: template?.category };
  const said = await rulesFor(needs, { teamId, actorId, channelId, template: ruled, recipients });
  const keptBack = await findKeptBack(needs, { actorId, recipients, template: ruled });
  const readNumber = await needs.loadNumbering();
  // Whole numbers are shown to the person who gave them.
  const isOwn = await knowsRecipients(send, asker, needs.lookup);
  const messages = rows.map(({ message, recipient, row }): PlannedMessage => {
    const read = readNumber(recipient);
    const plain = { number: recipient, international: recipient, country: undefined, guessedCountry: false };
    const known = read.ok ? read.value : plain;
    return {
      row,
      message,
      length: lengthOfValues(valuesOf(message)),
      recipient: isOwn ? known : withMaskedNumber(known),
    };
  });
  const readers = messages.map(({ recipient }) => recipient);
  const isHidden = template?.isPrivate === true && !isOwn;
  const countries = Map.groupBy(messages, ({ recipient }) => recipient.country);
  const notes = reviewNotes({ template, message: first.message, recipients: [], duplicates: [], reportsExpected });
  const restReview: ListReview = {
    draftId: newDraftId(),
    actorId,
    channelId,
    responseUrl: undefined,
    template,
    sender,
    source: 'The rows that did not leave',
    readAs: undefined,
    counts: { rows: rows.length, messages: rows.length, doubled: 0, leftOut: 0 },
    countries: [...countries].map(([country, found]) => ({ country, messages: found.length })),
    repaired: 0,
    unused: [],
    notes: [...ruleNotes(needs.mode, keptBack), ...notes.first, ...(isHidden ? [HIDDEN] : []), ...notes.remarks],
    problems: { lines: [], count: 0, mayBeSeveral: false, mayRise: false },
    choices: {},
    samples: isHidden ? [] : samplesOf({ messages, samples: samplePlaces(messages) }, sender, provider),
    seconds: rows.length / messagesPerSecond,
    trialRows,
    isRest: true,
    ...said,
    ...keptBackFacts(keptBack),
    ...quietFacts(needs.findQuietWaits, ruled, readers, keptBack),
    ...savedFacts(saved),
  };
  await drafts.saveReview(restReview);
  return { kind: 'review', review: restReview };
}

/** Old words are never sent under a new text: the template has to be what it was. */
function templateProblem(catalogue: TemplateFinder, { template }: Send): string | undefined {
  if (template === undefined) return undefined;
  const now = catalogue.find(template.name, template.language);
  if (now === undefined) return `${template.name} is no longer in the list of templates, so the rest cannot be sent.`;
  const obstacle = obstacleTo(now);
  if (obstacle !== undefined) return `${obstacle.sentence} ${obstacle.instead}`;
  if (textDifferences(template, now, TEXT_PARTS).length === 0) return undefined;
  return `The text of ${template.name} has changed since. Send the rest as a new list.`;
}
