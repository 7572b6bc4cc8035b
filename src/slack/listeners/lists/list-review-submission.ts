import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { MAX_SCHEDULE_MS, MIN_SCHEDULE_MS } from '../../../core/limits.ts';
import type { ListReview } from '../../../flow/ports/store/lists/list-drafts.ts';
import type { AskedInReview } from '../../../flow/rules/confirm-rules.ts';
import { installationOf } from '../../access/gate.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { bannerView } from '../../blocks/banner.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { LIST_ANSWERS_INPUT, PROBLEMS_INPUT, SEND_AT_INPUT } from '../../ids.ts';
import type { ListMetadata } from '../../lists/list-metadata.ts';
import { readListMetadata } from '../../lists/list-metadata.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import { listReviewView } from '../../lists/list-review-view.ts';
import { formAgain, LIST_LOST, outcomeView } from '../../lists/outcome-view.ts';
import { readListReview } from '../../lists/read-list-review.ts';
import type { ReviewInputs } from '../../lists/review-inputs.ts';
import { ASK_NOW, NO_MORE_ASKING, readAsked } from '../../rules/review-blocks.ts';
import { formSetting } from './form-setting.ts';
import { soonOrLater } from './show-later.ts';

type SubmitReviewArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'client' | 'context' | 'view'
>;

const CHOOSE = 'Choose what happens to the rows that cannot be sent.';
const NOTHING_TO_SEND = 'No row can be sent as it is. Tick what is meant so, or change the rows.';
const WRONG_TIME = 'Choose a time from 5 minutes to 30 days ahead, or leave it empty to send now.';
const NOT_RECORDED =
  'Nothing was sent, because it could not be recorded just now. Press the button again in a moment: it is sent only once.';
const MAYBE_RECORDED =
  'It is not certain that this was recorded, because the database did not respond. Press the button again in a moment: it is sent only once.';
const SENT_MEANWHILE = 'Nothing was sent yet: this list was sent before. Look below before you send it a second time.';
const NOTHING_SENT = 'Nothing was sent.';
const GROUP_SENTENCES = {
  taken: 'a colleague has a group of this name. Give it another name next time.',
  lost: 'the list is no longer kept, or could not be read just now.',
} as const;

interface Submitted {
  readonly args: SubmitReviewArgs;
  readonly metadata: ListMetadata;
  readonly review: ListReview;
  readonly inputs: ReviewInputs;
}

/** "Send 493 messages": confirms the list, then acks. Pressed twice, it is one send. */
export function createListReviewSubmission(needs: ListContext) {
  return async (args: SubmitReviewArgs): Promise<void> => {
    const { ack, body, context, view } = args;
    const trusted = withTrustedMetadata(context, view);
    const metadata = readListMetadata(trusted.private_metadata);
    const review = await needs.lists.reviewList.load(metadata.draftId ?? '', body.user.id).catch((error: unknown) => {
      needs.log.error({ err: error }, 'review of a list not loaded');
      return undefined;
    });
    if (review === undefined || review.planId !== metadata.planId) {
      return ack({ response_action: 'update', view: bannerView('Not sent', LIST_LOST) });
    }
    const inputs = readListReview(view);
    await submitted(needs, { args, metadata, review, inputs });
  };
}

async function submitted(needs: ListContext, given: Submitted): Promise<void> {
  const { args, inputs, review } = given;
  const { ack, body } = args;
  if (inputs.choice === 'change') return changeRows(needs, given);
  const { choices, counts, draftId, planId, problems } = review;
  const isAnswered =
    (problems.mayBeSeveral && inputs.severalPerPerson !== (choices.severalPerPerson === true)) ||
    (problems.mayRise && inputs.risingIsRight !== (choices.risingIsRight === true));
  if (isAnswered) {
    const { risingIsRight, severalPerPerson } = inputs;
    const makeView = async (outcome: Parameters<typeof outcomeView>[0]) =>
      signed(given, outcomeView(outcome, { ...(await shown(needs, given)), input: undefined, inputs }));
    return soonOrLater(needs, args, makeView, () =>
      needs.lists.reviewList.answer(draftId, body.user.id, { risingIsRight, severalPerPerson }, planId),
    );
  }
  if (counts.messages === 0)
    return ack({ response_action: 'errors', errors: { [LIST_ANSWERS_INPUT]: NOTHING_TO_SEND } });
  if (counts.leftOut > 0 && inputs.choice === undefined)
    return ack({ response_action: 'errors', errors: { [`${PROBLEMS_INPUT}:${planId}`]: CHOOSE } });
  if (inputs.sendAt !== undefined && !isRightTime(inputs.sendAt * 1_000, Date.now()))
    return ack({ response_action: 'errors', errors: { [SEND_AT_INPUT]: WRONG_TIME } });
  const chosen = readAsked(args.view);
  if ('errors' in chosen) return ack({ response_action: 'errors', errors: { ...chosen.errors } });
  await confirm(needs, given, chosen.asked);
}

async function confirm(needs: ListContext, given: Submitted, asked: AskedInReview): Promise<void> {
  const { args, inputs, review } = given;
  const { ack, body, context, view } = args;
  const { channelId, digest, planId, responseUrl, sameLists } = review;
  const confirmed = await needs.lists.confirmList({
    planId,
    digest,
    channelId,
    responseUrl,
    actorId: body.user.id,
    dedupeKey: JSON.stringify([installationOf(context), view.id, planId]),
    dueAt: inputs.sendAt === undefined ? undefined : new Date(inputs.sendAt * 1_000),
    trial: inputs.trial && review.trialRows > 0,
    seenUntil: inputs.seenUntil === undefined ? undefined : new Date(inputs.seenUntil),
    template: { name: review.template?.name ?? '', category: review.template?.category },
    recipients: review.counts.messages,
    asked,
  });
  switch (confirmed.kind) {
    case 'accepted':
      await ack({ response_action: 'clear' });
      return saveGroup(needs, given);
    case 'repeated': {
      const lists = confirmed.sameLists.map(({ actorId, at }) => ({ actorId, at: at.getTime() }));
      const seen = { ...review, sameLists: lists.length > 0 ? lists : sameLists };
      return ack({ response_action: 'update', view: again(needs, { ...given, review: seen }, SENT_MEANWHILE) });
    }
    case 'refused':
    case 'over_quota': {
      const stopped = { ...given, review: { ...review, obstacle: confirmed.sentence } };
      return ack({ response_action: 'update', view: again(needs, stopped, NOTHING_SENT) });
    }
    case 'rules_changed': {
      const ruled = { ...given, review: { ...review, said: confirmed.said } };
      const sentence = confirmed.said.approval.length > 0 ? ASK_NOW : NO_MORE_ASKING;
      return ack({ response_action: 'update', view: again(needs, ruled, sentence) });
    }
    case 'plan_lost':
      return ack({ response_action: 'update', view: bannerView('Not sent', LIST_LOST) });
    case 'not_saved':
      return ack({ response_action: 'update', view: again(needs, given, NOT_RECORDED) });
    case 'uncertain':
      return ack({ response_action: 'update', view: again(needs, given, MAYBE_RECORDED) });
  }
}

/** The same review under a banner, with everything that was chosen. */
function again({ senders }: ListContext, given: Submitted, banner: string): ModalView {
  const { inputs, metadata, review } = given;
  return signed(given, listReviewView(review, { metadata, senders, inputs, banner }));
}

async function changeRows(needs: ListContext, given: Submitted): Promise<void> {
  const { args, metadata, review } = given;
  const input = await needs.lists.reviewList.loadInput(review.draftId, args.body.user.id);
  const view =
    input === undefined
      ? bannerView('Not sent', LIST_LOST)
      : signed(given, formAgain(input, undefined, await shown(needs, given), { ...metadata, draftId: review.draftId }));
  return args.ack({ response_action: 'update', view });
}

async function shown(needs: ListContext, { args, metadata }: Submitted) {
  const setting = await formSetting(needs, installationOf(args.context));
  return { metadata, setting, catalogue: needs.catalogue };
}

function signed({ args }: Submitted, view: ModalView): ModalView {
  return withSignedMetadata(args.context, view);
}

function isRightTime(at: number, now: number): boolean {
  // A person needs some time from choosing the soonest moment to pressing the button.
  return at >= now + MIN_SCHEDULE_MS - 60_000 && at <= now + MAX_SCHEDULE_MS;
}

/** After the send: a group that cannot be saved is no reason to hold it up. */
async function saveGroup({ lists, log }: ListContext, { args, inputs, review }: Submitted): Promise<void> {
  const { body, client, context } = args;
  const { groupName: name } = inputs;
  if (name === '') return;
  const group = { draftId: review.draftId, teamId: installationOf(context), ownerId: body.user.id, name };
  const saved = await lists.saveGroup(group);
  if (saved === 'saved') return;
  await client.chat
    .postMessage({ channel: body.user.id, text: `The group was not saved: ${GROUP_SENTENCES[saved]}` })
    .catch((error: unknown) => log.warn({ code: slackCodeOf(error) }, 'person not told'));
}
