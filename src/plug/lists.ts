import { randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import type { Config } from '../config/config.ts';
import type { Explanations } from '../core/explanations/explanation.ts';
import { LIST_REPEAT_WINDOW_MS } from '../core/limits.ts';
import type { Numbering } from '../core/recipients/recipient.ts';
import { createConfirmList } from '../flow/list/confirm-list.ts';
import { createControlSend } from '../flow/list/control-send.ts';
import { createWriteResults } from '../flow/list/results-file.ts';
import { createReviewList } from '../flow/list/review-list.ts';
import { createReviewRest } from '../flow/list/review-rest.ts';
import { createSaveGroup } from '../flow/list/save-group.ts';
import { createSavePlan } from '../flow/list/save-plan.ts';
import type { RequestCodec } from '../flow/ports/provider.ts';
import type { TemplateFinder } from '../flow/ports/templates.ts';
import type { AskRules } from '../flow/rules/ask-rules.ts';
import type { CheckRules } from '../flow/rules/check-rules.ts';
import type { FindQuietWaits } from '../flow/rules/quiet-waits.ts';
import type { Logging } from '../logging/logger.ts';
import { readSheet } from '../sheets/read-sheet.ts';
import type { ListNeeds } from '../slack/lists/list-needs.ts';
import { createLazyLists } from '../store/lazy-lists.ts';
import type { LazyStore } from '../store/lazy-store.ts';
import type { OptOutParts } from './opt-outs.ts';
import { SEND_IDS } from './send-ids.ts';

interface Base extends Pick<OptOutParts, 'findOptedOut' | 'findOutsideTeam' | 'mode'> {
  readonly config: Config;
  readonly logging: Logging;
  readonly store: LazyStore;
  readonly explanations: Explanations;
  readonly catalogue: TemplateFinder;
  readonly loadNumbering: () => Promise<Numbering>;
  readonly provider: RequestCodec;
  readonly askRules: AskRules;
  readonly findQuietWaits: FindQuietWaits;
  readonly checkRules: CheckRules;
  /** The ledger has new work. */
  readonly wake: { readonly all: () => void };
}

/** Plugs the verbs for lists: what Slack's listeners do with a sheet, from its first row to its results. */
export function plugLists(base: Base): ListNeeds {
  const { askRules, catalogue, checkRules, config, explanations, findOptedOut, findOutsideTeam, findQuietWaits } = base;
  const { loadNumbering, logging, mode, provider, store, wake } = base;
  const { values } = config;
  const { log, scrubber } = logging;
  const { control, drafts, groups, plans, results, timed } = createLazyLists(store);
  const common = {
    catalogue,
    checkRules,
    drafts,
    findOptedOut,
    findOutsideTeam,
    findQuietWaits,
    groups,
    mode,
    loadNumbering: async () => (await loadNumbering()).read,
    log,
    messagesPerSecond: values.KALEYRA_MESSAGES_PER_SECOND,
    newDraftId: randomUUID,
    plans,
    provider,
    reportsExpected: config.reportsExpected,
    results,
  };
  const savePlan = createSavePlan({
    ...common,
    loadNumbering,
    recipientsPerRequest: values.KALEYRA_RECIPIENTS_PER_REQUEST,
    repeatWindowMs: LIST_REPEAT_WINDOW_MS,
    ...SEND_IDS,
    concealment: scrubber,
  });
  const senders = config.senders.map((sender) => sender.number);
  const reviewList = createReviewList({ ...common, readSheet, maxRows: values.LIST_MAX_ROWS, savePlan, senders });
  return {
    reviewList,
    reviewRest: createReviewRest({ ...common, lookup: store.lookup, savePlan }),
    confirmList: createConfirmList({
      plans,
      askRules,
      auditChannel: values.AUDIT_CHANNEL,
      repeatWindowMs: LIST_REPEAT_WINDOW_MS,
      wakeAll: wake.all,
      log,
    }),
    controlSend: createControlSend({ askRules, control, lookup: store.lookup, timed, wakeAll: wake.all, log }),
    writeResults: createWriteResults({ results, lookup: store.lookup, explanations }),
    saveGroup: createSaveGroup({ reviewList, groups, newGroupId: ulid, log }),
    groups,
  };
}
