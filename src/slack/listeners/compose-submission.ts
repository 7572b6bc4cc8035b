import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Explanations } from '../../core/explanations/explanation.ts';
import { againRecipients } from '../../core/send/send-again.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Asker, SendFinder } from '../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { FindReply } from '../../flow/replies/find-reply.ts';
import type { FormDrafts } from '../../flow/send/form-drafts.ts';
import type { ComposeInput, InputProblem, Review, ReviewSend } from '../../flow/send/review-send.ts';
import { installationOf } from '../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../access/signed-metadata.ts';
import { cardPlaceIn } from '../client/card-place.ts';
import { shownScope } from '../compose/again-blocks.ts';
import { type Composed, composeView, readComposeView } from '../compose/compose-view.ts';
import { countriesToAsk } from '../compose/country-choice.ts';
import type { FormFacts } from '../compose/fixed-inputs.ts';
import { problemsByBlock } from '../compose/problem-blocks.ts';
import { withRoomWarning } from '../compose/recipients-room.ts';
import { reviewView } from '../compose/review/review-view.ts';
import { stateOf, viewOfSelection } from '../compose/view-of-selection.ts';
import { AGAIN_SCOPE_INPUT, CONVERSATION_ID } from '../ids.ts';
import { formIdOf, saveFormDraft } from './save-form-draft.ts';

type SubmitComposeArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'client' | 'context' | 'view'
>;

const CHOICE_BEHIND =
  'The recipients below are still those of another choice. Choose once more, and look at them before you review.';
export const NOT_CONFIRMED = {
  field: 'channel',
  sentence: 'Slack did not confirm that you can post there. Choose it again, or choose another conversation.',
} as const;

const NOT_LOOKED_UP = {
  field: 'recipients',
  sentence: 'The people who got this message could not be looked up just now. Try again in a moment.',
} as const;

/** "Review": shows problems under their inputs, or opens the review view on top of the form. */
export function createComposeSubmission(
  needs: FormFacts & {
    readonly reviewSend: ReviewSend;
    readonly catalogue: FreshCatalogue;
    readonly formDrafts: FormDrafts;
    readonly lookup: SendFinder;
    readonly findReply: FindReply;
    readonly explanations: Explanations;
    readonly log: Log;
  },
) {
  return async ({ ack, body, client, context, view }: SubmitComposeArgs): Promise<void> => {
    const composed = readComposeView(withTrustedMetadata(context, view));
    // The fields of another template are still shown where an update of the view failed.
    const missed = viewOfSelection(composed, view.blocks, needs);
    if (missed !== undefined) return ack({ response_action: 'update', view: withSignedMetadata(context, missed) });
    if (isChoiceBehind(view, composed))
      return ack({ response_action: 'errors', errors: { [AGAIN_SCOPE_INPUT]: CHOICE_BEHIND } });
    const { channelId, responseUrl } = composed.input;
    const proof = body.response_urls?.find((url) => url.channel_id === channelId);
    if (!mayPostIn(channelId, composed.metadata.channelId, proof !== undefined))
      return ack({ response_action: 'errors', errors: problemsByBlock([NOT_CONFIRMED], view.blocks) });
    const by = { teamId: installationOf(context), actorId: body.user.id };
    const asksPlace = cardPlaceIn(client, channelId);
    void saveFormDraft(needs.formDrafts, composed, { ...by, viewId: view.id });
    const recipients = await recipientsOf(needs, composed, { ...by, channelId: composed.metadata.channelId });
    if (recipients === undefined)
      return ack({ response_action: 'errors', errors: problemsByBlock([NOT_LOOKED_UP], view.blocks) });
    const review = await needs.reviewSend({
      ...composed.input,
      ...recipients,
      responseUrl: proof?.response_url ?? responseUrl,
      ...by,
    });
    if (!review.ok) {
      const asking = askingView(review.failure, composed, needs);
      if (asking !== undefined) return ack({ response_action: 'update', view: withSignedMetadata(context, asking) });
      return ack({ response_action: 'errors', errors: problemsByBlock(review.failure, view.blocks) });
    }
    const noted = withAgainWarning(withRoomWarning(review.value, composed.input.recipients), composed);
    const form = { channelId: composed.metadata.channelId, formId: formIdOf(view.id, composed) };
    return ack({ response_action: 'push', view: reviewView(noted, needs.senders, await asksPlace, form) });
  };
}

/** Who gets it again was chosen, and the form still has the recipients of the choice before: an update of the view failed. */
function isChoiceBehind({ state }: SubmitComposeArgs['view'], { metadata: { again } }: Composed): boolean {
  const shown = shownScope(state);
  return again !== undefined && shown !== undefined && shown !== again.scope;
}

/** The form with a choice of countries for numbers that have none; undefined where there is nothing new to ask. */
function askingView(
  problems: readonly InputProblem[],
  composed: Composed,
  { catalogue, ...facts }: FormFacts & { readonly catalogue: FreshCatalogue },
): ModalView | undefined {
  const { metadata } = composed;
  const asking = countriesToAsk(problems, metadata.countries);
  if (asking === undefined) return undefined;
  return composeView(
    {
      ...stateOf(composed, catalogue),
      numbersProblem: asking.problem,
      metadata: { ...metadata, countries: asking.choices },
      banner: asking.banner,
    },
    facts,
  );
}

/**
 * The recipients that were typed; for a colleague's message those of its send, and for a reply the one who wrote it, which the
 * form does not carry.
 *
 * @returns undefined when the ledger does not say them now
 */
async function recipientsOf(
  { explanations, findReply, log, lookup }: RecipientNeeds,
  { input, metadata }: Composed,
  asker: Asker,
): Promise<Pick<ComposeInput, 'recipients' | 'areRecipientsHidden'> | undefined> {
  const { again, parentId = '', toReply } = metadata;
  if (again?.hidden === undefined && toReply === undefined) return { recipients: input.recipients };
  try {
    if (toReply !== undefined) {
      const from = (await findReply(toReply.id, asker))?.reply.from;
      return from && { recipients: from, areRecipientsHidden: true };
    }
    const send = await lookup.findSend(parentId, asker);
    const numbers = send && againRecipients(send.deliveries, again?.scope, explanations);
    return numbers && { recipients: numbers.join('\n'), areRecipientsHidden: true };
  } catch (error) {
    log.error({ err: error }, 'recipients of a send not found');
    return undefined;
  }
}

interface RecipientNeeds {
  readonly lookup: SendFinder;
  readonly findReply: FindReply;
  readonly explanations: Explanations;
  readonly log: Log;
}

/**
 * Whether the result may be posted there: where the command was run, or where Slack gave a response URL for this submission.
 * Slack gives one only for a conversation that the person has chosen; the form's own state is whatever the client sends.
 */
export function mayPostIn(channelId: string, commandChannelId: string, isProven: boolean): boolean {
  return CONVERSATION_ID.test(channelId) && (channelId === commandChannelId || isProven);
}

/** The review repeats the warning about who may get the message twice. */
function withAgainWarning(review: Review, { metadata }: Composed): Review {
  const warning = metadata.again?.warning;
  if (warning === undefined) return review;
  const { notes } = review;
  return { ...review, notes: { ...notes, first: [`Sent again: ${warning}`, ...notes.first] } };
}
