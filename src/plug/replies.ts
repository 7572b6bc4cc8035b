import type { Config } from '../config/config.ts';
import type { RequestCodec } from '../flow/ports/provider.ts';
import { createAnswerReply } from '../flow/replies/answer-reply.ts';
import type { AskRules } from '../flow/rules/ask-rules.ts';
import type { FindOutsideTeam } from '../flow/rules/outside-team.ts';
import { createFetchMedia } from '../kaleyra/incoming/fetch-media.ts';
import type { Logging } from '../logging/logger.ts';
import type { ReplyNeeds } from '../slack/replies/reply-needs.ts';
import type { LazyStore } from '../store/lazy-store.ts';
import { SEND_IDS } from './send-ids.ts';

interface Base {
  readonly config: Config;
  readonly logging: Logging;
  readonly store: LazyStore;
  readonly provider: RequestCodec;
  readonly rules: { readonly askRules: AskRules };
  readonly findOutsideTeam: FindOutsideTeam;
  /** The ledger has new work. */
  readonly wake: { readonly all: () => void };
}

/** Plugs what people in Slack do with a reply: answer it, open its photo, say that its writer wants no more. */
export function plugReplies({ config, findOutsideTeam, logging, provider, rules, store, wake }: Base): ReplyNeeds {
  const { kaleyra, senders, values } = config;
  const { whenOpen } = store;
  const { log, scrubber } = logging;
  const answers = {
    findConversation: whenOpen(({ replies }) => replies.answers.findConversation),
    accept: whenOpen(({ replies }) => replies.answers.accept),
  };
  return {
    findConversation: answers.findConversation,
    answerReply: createAnswerReply({
      answers,
      provider,
      askRules: rules.askRules,
      findOutsideTeam,
      senders: senders.map(({ number }) => number),
      reportsExpected: config.reportsExpected,
      auditChannel: values.AUDIT_CHANNEL,
      ...SEND_IDS,
      wakeAll: wake.all,
      concealment: scrubber,
      log,
    }),
    reader: {
      answersOf: whenOpen(({ replies }) => replies.answersOf),
      tallyOf: whenOpen(({ replies }) => replies.tallyOf),
    },
    // A provider on this machine keeps its files here too.
    fetchMedia: createFetchMedia({
      hosts: values.MEDIA_HOSTS,
      localOrigin: kaleyra.origin.startsWith('http://') ? kaleyra.origin : undefined,
    }),
    addOptOuts: whenOpen(({ rules: { optOuts } }) => optOuts.addOptOuts),
  };
}
