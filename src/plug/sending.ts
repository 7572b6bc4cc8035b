import { randomBytes, randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import type { Config } from '../config/config.ts';
import type { Numbering } from '../core/recipients/recipient.ts';
import type { SendOrder } from '../core/send/send.ts';
import type { RequestCodec } from '../flow/ports/provider.ts';
import type { TemplateFinder } from '../flow/ports/templates.ts';
import type { CheckRules } from '../flow/rules/check-rules.ts';
import { mayExcept } from '../flow/rules/opted-out.ts';
import { createListRecipients } from '../flow/send/list-recipients.ts';
import { createRequestSend } from '../flow/send/request-send.ts';
import { createReviewSend } from '../flow/send/review-send.ts';
import { createShowRequest } from '../flow/send/show-request.ts';
import type { Logging } from '../logging/logger.ts';
import type { LazyStore } from '../store/lazy-store.ts';
import type { OptOutParts } from './opt-outs.ts';
import type { Rules } from './rules.ts';

interface Base extends Pick<OptOutParts, 'findOptedOut' | 'mode'> {
  readonly config: Config;
  readonly logging: Logging;
  readonly store: LazyStore;
  readonly rules: Rules;
  readonly catalogue: TemplateFinder;
  readonly provider: RequestCodec;
  readonly checkRules: CheckRules;
  readonly loadNumbering: () => Promise<Numbering>;
  readonly onAccepted: (order: SendOrder) => void;
}

/** Plugs the verbs of one message: from the form to its review, and to the ledger. */
export function plugSending(base: Base) {
  const { config, logging, onAccepted, provider, rules, store } = base;
  const { values } = config;
  const { log, scrubber } = logging;
  const { drafts, whenOpen } = store;
  const recipientsPerRequest = values.KALEYRA_RECIPIENTS_PER_REQUEST;
  const common = { ...base, drafts, concealment: scrubber, log, reportsExpected: config.callback !== undefined };
  return {
    reviewSend: createReviewSend({
      ...common,
      findRepeats: whenOpen(({ ledger }) => ledger.findRepeats),
      senders: config.senders.map((sender) => sender.number),
      newDraftId: randomUUID,
    }),
    requestSend: createRequestSend({
      ...common,
      ledger: store.sendLedger,
      askRules: rules.askRules,
      mayExcept: (actorId) => mayExcept(rules, actorId),
      recipientsPerRequest,
      auditChannel: values.AUDIT_CHANNEL,
      newSendId: ulid,
      newToken: () => randomBytes(16).toString('base64url'),
      onAccepted,
    }),
    listRecipients: createListRecipients(common),
    showRequest: createShowRequest({ drafts, provider, recipientsPerRequest }),
  };
}
