import type { Send } from '../../core/send/send.ts';
import { nameOfMessage } from '../../core/template/message/message.ts';
import type { Log } from '../ports/log.ts';
import type { SendControl, StopResult } from '../ports/store/control-send.ts';
import type { TimedLists } from '../ports/store/lists/timed-lists.ts';
import type { Asker, SendFinder } from '../ports/store/lookup.ts';
import type { AskRules } from '../rules/ask-rules.ts';

/** `changed`: done. `too_late`: the send is in another state by now. `not_found`: no such send that this person may see. */
export type Controlled = 'changed' | 'too_late' | 'not_found';

/** What a person presses on the card of one send. Each throws when the ledger is away. */
export interface ControlSend {
  pauseList(sendId: string, asker: Asker): Promise<Controlled>;
  resumeList(sendId: string, asker: Asker): Promise<Controlled>;
  /** Ends a send for good, a list or not: what has not left never will. */
  stopSend(sendId: string, asker: Asker): Promise<StopResult | 'not_found'>;
  /** Lets the other rows leave after the first ones. */
  releaseRest(sendId: string, asker: Asker): Promise<Controlled>;
  /** Lets a held list leave now, where the rules let this person send it; else says why not. */
  sendHeldNow(sendId: string, asker: Asker): Promise<Controlled | { readonly refused: string }>;
}

interface Needs {
  readonly control: SendControl;
  readonly lookup: SendFinder;
  readonly timed: Pick<TimedLists, 'clearRows'>;
  readonly askRules: AskRules;
  /** Something may leave now, and cards have to say so. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

export function createControlSend({ askRules, control, lookup, timed, wakeAll, log }: Needs): ControlSend {
  async function mayControl(sendId: string, asker: Asker): Promise<boolean> {
    return (await lookup.findSend(sendId, asker)) !== undefined;
  }

  function change(name: 'pause' | 'resume' | 'releaseRest' | 'sendHeldNow') {
    return async (sendId: string, asker: Asker): Promise<Controlled> => {
      if (!(await mayControl(sendId, asker))) return 'not_found';
      const isChanged = await control[name](sendId, asker.actorId);
      log.info({ sendId, actorId: asker.actorId, change: name, isChanged }, 'send held up or released');
      if (isChanged) wakeAll();
      return isChanged ? 'changed' : 'too_late';
    };
  }

  /** Nothing waits for it: the rows cannot leave any more, they only have to be marked. */
  function markRows(sendId: string): void {
    timed
      .clearRows()
      .then(wakeAll, (error: unknown) => log.warn({ sendId, err: error }, 'stopped rows not marked yet'));
  }

  return {
    pauseList: change('pause'),
    resumeList: change('resume'),
    releaseRest: change('releaseRest'),
    async sendHeldNow(sendId, asker) {
      const send = await lookup.findSend(sendId, asker);
      if (send === undefined) return 'not_found';
      const refused = await whyNotNow(askRules, send, asker.actorId);
      return refused === undefined ? change('sendHeldNow')(sendId, asker) : { refused };
    },
    async stopSend(sendId, asker) {
      if (!(await mayControl(sendId, asker))) return 'not_found';
      const result = await control.stop(sendId, asker.actorId);
      log.info({ sendId, actorId: asker.actorId, ...result }, 'send stopped');
      if (result.kind === 'stopped') {
        wakeAll();
        markRows(sendId);
      }
      return result;
    },
  };
}

/**
 * Whoever lets a held list leave sends it, so the rules are asked for that person, as they are now. The claim looks at its
 * approvals: where they do not suffice, others are asked.
 */
async function whyNotNow(askRules: AskRules, send: Send, actorId: string): Promise<string | undefined> {
  const { approval, channelId, list, message, recipients, template } = send;
  const ruled = { name: nameOfMessage(message), category: template?.category };
  const count = list?.rows ?? recipients.length;
  const answer = await askRules({ actorId, channelId, template: ruled, recipients: count });
  const isRefused = answer.kind === 'refused' && !(answer.why === 'no_approvers' && approval !== undefined);
  return isRefused ? `Nothing was sent. ${answer.sentence}` : undefined;
}
