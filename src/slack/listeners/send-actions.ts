import type { Explanations } from '../../core/explanations/explanation.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Lookup } from '../../flow/ports/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { ResolveUnknown } from '../../flow/send/resolve-unknown.ts';
import type { Sender } from '../compose/fixed-inputs.ts';
import {
  AGAIN_BUTTON,
  AGAIN_SCOPE_INPUT,
  ARRIVED_BUTTON,
  DETAILS_BUTTON,
  IDS_BUTTON,
  NOT_ARRIVED_BUTTON,
} from '../ids.ts';
import { createChooseAgainScope } from './choose-again-scope.ts';
import { createOpenAgain, createOpenDetails, createOpenIds } from './open-send.ts';
import { createResolveUnknownAction } from './resolve-unknown.ts';

/** What the next steps of a send ask of the rest. */
export interface SendActionNeeds {
  readonly lookup: Lookup;
  readonly resolveUnknown: ResolveUnknown;
  /** How long Kaleyra's answer is waited for. */
  readonly explanations: Explanations;
}

/** Everything that can be pressed about a send that was made. */
export function createSendActions(
  needs: SendActionNeeds & {
    readonly catalogue: FreshCatalogue;
    readonly senders: readonly Sender[];
    readonly log: Log;
  },
) {
  return {
    [DETAILS_BUTTON]: createOpenDetails(needs),
    [AGAIN_BUTTON]: createOpenAgain(needs),
    [IDS_BUTTON]: createOpenIds(needs),
    [ARRIVED_BUTTON]: createResolveUnknownAction(needs, 'arrived'),
    [NOT_ARRIVED_BUTTON]: createResolveUnknownAction(needs, 'not_arrived'),
    [AGAIN_SCOPE_INPUT]: createChooseAgainScope(needs),
  };
}
