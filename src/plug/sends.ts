import { randomUUID } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Numbering } from '../core/recipients/recipient.ts';
import type { RequestCodec } from '../flow/ports/provider.ts';
import type { TemplateFinder } from '../flow/ports/templates.ts';
import type { CheckRules } from '../flow/rules/check-rules.ts';
import { mayExcept } from '../flow/rules/opted-out.ts';
import { createListRecipients } from '../flow/send/list-recipients.ts';
import { createRequestSend } from '../flow/send/request-send.ts';
import { createReviewSend } from '../flow/send/review-send.ts';
import { createShowRequest } from '../flow/send/show-request.ts';
import type { RecentTemplates } from '../flow/templates/recent-templates.ts';
import type { Logging } from '../logging/logger.ts';
import type { LazyStore } from '../store/lazy-store.ts';
import type { OptOutParts } from './opt-outs.ts';
import type { Rules } from './rules.ts';
import { SEND_IDS } from './send-ids.ts';

interface Base extends Pick<OptOutParts, 'findOptedOut' | 'findOutsideTeam' | 'mode'> {
  readonly config: Config;
  readonly logging: Logging;
  readonly store: LazyStore;
  readonly rules: Rules;
  readonly checkRules: CheckRules;
  readonly catalogue: TemplateFinder;
  readonly provider: RequestCodec;
  readonly recent: Pick<RecentTemplates, 'remember'>;
  readonly loadNumbering: () => Promise<Numbering>;
  /** The ledger has new work. */
  readonly wake: { readonly all: () => void };
}

/** Plugs the verbs for one message: from its review to the ledger. */
export function plugSends(base: Base) {
  const { catalogue, checkRules, config, findOptedOut, findOutsideTeam, loadNumbering, logging } = base;
  const { mode, provider, recent, rules } = base;
  const { values } = config;
  const { log, scrubber } = logging;
  const { drafts, sendLedger, whenOpen } = base.store;
  const recipientsPerRequest = values.KALEYRA_RECIPIENTS_PER_REQUEST;
  const { reportsExpected } = config;
  return {
    reviewSend: createReviewSend({
      catalogue,
      loadNumbering,
      provider,
      drafts,
      findRepeats: whenOpen(({ ledger }) => ledger.findRepeats),
      checkRules,
      findOptedOut,
      findOutsideTeam,
      findQuietWaits: rules.findQuietWaits,
      mode,
      senders: config.senders.map((sender) => sender.number),
      reportsExpected,
      newDraftId: randomUUID,
      concealment: scrubber,
      log,
    }),
    requestSend: createRequestSend({
      ledger: sendLedger,
      drafts,
      askRules: rules.askRules,
      mayExcept: (actorId) => mayExcept(rules, actorId),
      loadNumbering,
      recipientsPerRequest,
      reportsExpected,
      auditChannel: values.AUDIT_CHANNEL,
      ...SEND_IDS,
      concealment: scrubber,
      onAccepted(order) {
        base.wake.all();
        void recent.remember(order);
      },
      log,
    }),
    listRecipients: createListRecipients({ drafts, loadNumbering }),
    showRequest: createShowRequest({ drafts, provider, recipientsPerRequest }),
  };
}
