import type { ModalView } from '@slack/types';
import type { ChatPostMessageArguments, ViewsUpdateArguments } from '@slack/web-api';
import type { ListOutcome } from '../../../flow/list/review-list.ts';
import type { Log } from '../../../flow/ports/log.ts';
import { withTimeout } from '../../../flow/timing/with-timeout.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { SEND_COMMAND } from '../../ids.ts';
import { readingView } from '../../lists/list-form.ts';

/** Leaves half of Slack's three seconds for everything else. */
const QUICK_MS = 1_500;
const CLOSED = `Your list was read, but its form was closed meanwhile or Slack did not take it. Nothing was sent. Start again with ${SEND_COMMAND} list.`;

interface ShowArgs {
  readonly body: { readonly user: { readonly id: string } };
  readonly view: { readonly id: string };
  readonly client: {
    readonly views: { update(args: ViewsUpdateArguments): Promise<unknown> };
    readonly chat: { postMessage(args: ChatPostMessageArguments): Promise<unknown> };
  };
}

interface AckArgs extends ShowArgs {
  readonly ack: (answer: { readonly response_action: 'update'; readonly view: ModalView }) => Promise<unknown>;
}

type MakeView = (outcome: ListOutcome) => Promise<ModalView>;

/** Acks with what the work leads to where that is quick; otherwise acks that it reads, and shows the result later. */
export async function soonOrLater(
  needs: { readonly log: Log },
  args: AckArgs,
  makeView: MakeView,
  work: () => Promise<ListOutcome>,
): Promise<void> {
  const making = work().then(makeView);
  const made = await withTimeout(QUICK_MS, making);
  if (made.kind === 'done') return void (await args.ack({ response_action: 'update', view: made.value }));
  await args.ack({ response_action: 'update', view: readingView('Reading your rows…') });
  await update(needs, args, await making);
}

/** Shows in a view that was acked already what the work leads to. Tells the person where there is no view any more. */
export async function showLater(
  needs: { readonly log: Log },
  args: ShowArgs,
  makeView: MakeView,
  work: () => Promise<ListOutcome>,
): Promise<void> {
  await update(needs, args, await makeView(await work()));
}

async function update({ log }: { readonly log: Log }, { body, client, view: { id } }: ShowArgs, view: ModalView) {
  try {
    await client.views.update({ view_id: id, view });
  } catch (error) {
    log.info({ code: slackCodeOf(error) }, 'list not shown: its view is closed');
    await client.chat
      .postMessage({ channel: body.user.id, text: CLOSED })
      .catch((failure: unknown) => log.warn({ code: slackCodeOf(failure) }, 'person not told'));
  }
}
