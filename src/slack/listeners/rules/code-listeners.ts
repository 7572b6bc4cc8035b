import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { formatCount } from '../../../core/format.ts';
import type { Log } from '../../../flow/ports/log.ts';
import type { ProveNumber } from '../../../flow/team/prove-number.ts';
import { withSignedMetadata, withTrustedMetadata } from '../../access/signed-metadata.ts';
import { bannerView } from '../../blocks/banner.ts';
import { openView } from '../../client/open-view.ts';
import { slackCodeOf } from '../../client/slack-code.ts';
import { CODE_INPUT, SEND_COMMAND } from '../../ids.ts';
import { CODE_TITLE, codeView, readCodeView } from '../../rules/code-view.ts';
import { NOT_OPENED } from '../actions/open-and-fill.ts';
import { type PressArgs, readPress, replyEphemerally } from '../actions/press.ts';

interface Needs {
  readonly proveNumber: Pick<ProveNumber, 'tryCode'>;
  readonly log: Log;
}

type SubmitCodeArgs = Pick<
  SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs,
  'ack' | 'body' | 'context' | 'view'
>;

const PROVED = 'The number is yours: messages reach it from now on.';
const OVER = `This code counts no more: it is older than ten minutes, was tried too often, or was used. \`${SEND_COMMAND} my-number\` and the number sends another one.`;
const NOT_KNOWN_YET = 'The code could not be looked at just now. Press the button again in a moment.';
const LOST = 'Close this, and press “Enter the code” again.';

/** "Enter the code", under the reply that says where it went. */
export function createEnterCodeAction({ log }: Pick<Needs, 'log'>) {
  return async (args: PressArgs): Promise<void> => {
    await args.ack();
    const view = withSignedMetadata(args.context, codeView(readPress(args).sendId));
    try {
      await openView(args.client, args.body.trigger_id, view);
    } catch (error) {
      log.warn({ code: slackCodeOf(error) }, 'code view not opened');
      await replyEphemerally(args, NOT_OPENED);
    }
  };
}

/** "Prove it": tries what was typed, and says what came of it in the same view. */
export function createCodeSubmission({ proveNumber }: Needs) {
  return async ({ ack, body, context, view }: SubmitCodeArgs): Promise<void> => {
    const entered = readCodeView(withTrustedMetadata(context, view));
    const refuse = (sentence: string) => ack({ response_action: 'errors', errors: { [CODE_INPUT]: sentence } });
    if (entered === undefined) return refuse(LOST);
    const tried = await proveNumber.tryCode({ ...entered, personId: body.user.id });
    switch (tried.kind) {
      case 'proved':
        return ack({ response_action: 'update', view: bannerView(CODE_TITLE, PROVED) });
      case 'over':
        return ack({ response_action: 'update', view: bannerView(CODE_TITLE, OVER) });
      case 'not_known':
        return refuse(NOT_KNOWN_YET);
      case 'wrong':
        return refuse(`That is not the code. ${triesLeft(tried.triesLeft)}`);
    }
  };
}

function triesLeft(count: number): string {
  return count === 1 ? 'One more try is left.' : `${formatCount(count)} tries are left.`;
}
