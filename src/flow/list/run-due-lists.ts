import { MAX_LIST_LATENESS_MS } from '../../core/limits.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import type { Judgement } from '../../core/rules/policy/judge.ts';
import type { HoldReason } from '../../core/send/send-state.ts';
import { TEXT_PARTS, textDifferences } from '../../core/template/compare-text.ts';
import { obstacleTo } from '../../core/template/sendability.ts';
import type { Log } from '../ports/log.ts';
import type { DueList, TimedLists } from '../ports/store/lists/timed-lists.ts';
import type { TemplateFinder } from '../ports/templates.ts';

interface Needs {
  readonly timed: Pick<TimedLists, 'findDue' | 'startDue' | 'hold'>;
  readonly templates: TemplateFinder;
  /** The numbers that messages may come from now. */
  readonly senders: readonly PhoneNumber[];
  /** What the rules say of this list now. */
  readonly judgeDue: (list: DueList) => Promise<Judgement>;
  /** Something may leave now, and cards have to say so. */
  readonly wakeAll: () => void;
  readonly log: Log;
}

/**
 * Lets scheduled lists leave whose time has come. Everything that was true when they were confirmed is asked again: where
 * something changed, or it is too late, the list is held and a person is asked.
 */
export function createRunDueLists(needs: Needs): () => Promise<void> {
  const { timed, wakeAll, log } = needs;
  return async () => {
    for (const list of await timed.findDue()) {
      const reason = await reasonToHold(needs, list);
      if (reason === 'not_known_yet') continue;
      const { sendId, lateMs } = list;
      const isChanged = reason === undefined ? await timed.startDue(sendId) : await timed.hold(sendId, reason);
      if (!isChanged) continue;
      log.info({ sendId, lateMs, reason }, reason === undefined ? 'scheduled list leaves' : 'scheduled list held');
      wakeAll();
    }
  };
}

/** `not_known_yet`: it is asked again at the next look, until the list is late. */
async function reasonToHold(
  { judgeDue, senders, templates }: Needs,
  list: DueList,
): Promise<HoldReason | 'not_known_yet' | undefined> {
  if (list.lateMs > MAX_LIST_LATENESS_MS) return 'late';
  if (!senders.includes(list.sender)) return 'sender_gone';
  const reason = templateReason(templates, list);
  if (reason !== undefined) return reason;
  const judgement = await judgeDue(list);
  if (judgement === 'leaves') return undefined;
  return judgement === 'roles_unknown' ? 'not_known_yet' : judgement;
}

/** A template that was sent by name was never known, so nothing of it can have changed. */
function templateReason(templates: TemplateFinder, { template: confirmed }: DueList): HoldReason | undefined {
  if (confirmed === undefined) return undefined;
  const current = templates.find(confirmed.name, confirmed.language);
  if (current === undefined) return 'template_gone';
  if (textDifferences(confirmed, current, TEXT_PARTS).length > 0) return 'template_changed';
  return obstacleTo(current) === undefined ? undefined : 'template_not_approved';
}
