import type { Config } from '../config/config.ts';
import {
  BACK_WORDS,
  isOptOutButton,
  OPT_OUT_BUTTONS,
  OPT_OUT_WORDS,
  readOptOutWord,
} from '../core/rules/opt-out-words.ts';
import type { Route } from '../flow/ports/http.ts';
import type { RuleBook } from '../flow/ports/rules.ts';
import type { ReplyOutcome } from '../flow/ports/store/replies/replies.ts';
import type { TemplateStatusChange } from '../flow/ports/templates.ts';
import { createHandleIncoming } from '../flow/replies/handle-incoming.ts';
import { createSaveReplies } from '../flow/replies/save-replies.ts';
import { createHandleCallback } from '../flow/reports/handle-callback.ts';
import { createSaveReports } from '../flow/reports/save-reports.ts';
import { INCOMING_PATH } from '../kaleyra/callback/address.ts';
import { readCallback } from '../kaleyra/callback/callback.ts';
import { callbackRoute } from '../kaleyra/callback/route.ts';
import { readIncoming } from '../kaleyra/incoming/incoming.ts';
import { createMarkSignature } from '../kaleyra/request/mark-signature.ts';
import type { Logging } from '../logging/logger.ts';
import type { LazyStore } from '../store/lazy-store.ts';

interface Base {
  readonly config: Config;
  readonly logging: Logging;
  readonly store: LazyStore;
  readonly wake: { readonly all: () => void; readonly cards: () => void };
  readonly catalogue: { applyStatusChange(change: TemplateStatusChange): void };
  readonly rules: { readonly ruleBook: RuleBook };
  readonly countReply: (outcome: ReplyOutcome) => void;
}

/** The words where there is no policy, which may have its own. */
const USUAL = { words: OPT_OUT_WORDS, backWords: BACK_WORDS, buttons: OPT_OUT_BUTTONS };

/** What Kaleyra calls: one address for delivery reports, one for what recipients write. Each takes the other's too. */
export function callbackRoutes({ config, logging, store, wake, catalogue, rules, countReply }: Base): readonly Route[] {
  const { callback, values } = config;
  if (callback === undefined) return [];
  const { secrets } = callback;
  const { log } = logging;
  const words = () => rules.ruleBook.current()?.optOuts ?? USUAL;
  const saveReplies = createSaveReplies({
    ledger: {
      quickReplyLabels: store.whenOpen(({ replies }) => replies.quickReplyLabels),
      saveReplies: store.whenOpen(({ replies }) => replies.saveReplies),
    },
    isMarkSigned: createMarkSignature(secrets).isSigned,
    optOuts: {
      readWord: (text) => readOptOutWord(text, words()),
      isButton: (text) => isOptOutButton(text, words()),
    },
    hasInbox: values.INBOX_CHANNEL !== undefined,
    wake: wake.all,
    count: countReply,
    log,
  });
  const handleCallback = createHandleCallback({
    readCallback,
    applyTemplateStatus: catalogue.applyStatusChange,
    saveReports: createSaveReports({
      ledger: { saveReports: store.whenOpen(({ ledger }) => ledger.saveReports) },
      wakeCards: wake.cards,
      log,
    }),
    takeReplies: (raw) => saveReplies(readIncoming(raw, new Date())),
    log,
  });
  const handleIncoming = createHandleIncoming({
    readReplies: readIncoming,
    saveReplies,
    handleCallback,
    now: () => new Date(),
  });
  return [
    callbackRoute({ secrets, handleCallback }),
    callbackRoute({ secrets, handleCallback: handleIncoming, path: INCOMING_PATH }),
  ];
}
