import type { MeaningOf } from '../../core/explanations/code-meaning.ts';
import type { PhoneNumber } from '../../core/recipients/phone-number.ts';
import { createProbeAccount } from '../account/probe-account.ts';
import { createJudgeDue } from '../list/judge-due.ts';
import { createRunDueLists } from '../list/run-due-lists.ts';
import { createWatchLists } from '../list/watch-lists.ts';
import type { Log } from '../ports/log.ts';
import type { RemindApprover } from '../ports/remind-approver.ts';
import type { RoleFinder, RuleBook } from '../ports/rules.ts';
import type { Probe, ProbedAccount } from '../ports/store/account.ts';
import type { SendControl } from '../ports/store/control-send.ts';
import type { LedgerHealth } from '../ports/store/ledger-health.ts';
import type { RecentOutcomes } from '../ports/store/lists/list-results.ts';
import type { TimedLists } from '../ports/store/lists/timed-lists.ts';
import type { MaintenanceLedger } from '../ports/store/maintenance.ts';
import type { Approvals } from '../ports/store/rules/approvals.ts';
import type { ApproverPlaces } from '../ports/store/rules/approver-places.ts';
import type { OutdatedApprovals } from '../ports/store/rules/outdated-approvals.ts';
import type { QuietWaits } from '../ports/store/rules/quiet-waits.ts';
import type { TemplateFinder } from '../ports/templates.ts';
import { createAskAgain } from '../rules/ask-again.ts';
import type { AskRules } from '../rules/ask-rules.ts';
import { createFollowQuietHours } from '../rules/follow-quiet-hours.ts';
import { createWatchApprovals } from '../rules/watch-approvals.ts';
import type { MaintenanceTask } from './maintenance.ts';

type WatchedApprovals = Pick<Approvals, 'expireRequests' | 'takeReminders'>;

interface Needs {
  readonly account: ProbedAccount;
  readonly maintenance: MaintenanceLedger;
  readonly ledgerHealth: Pick<LedgerHealth, 'checkWritable'>;
  readonly probe: Probe;
  readonly lists: {
    readonly timed: TimedLists;
    readonly outcomes: RecentOutcomes;
    readonly control: Pick<SendControl, 'pause'>;
  };
  readonly rules: {
    readonly approvals: WatchedApprovals;
    readonly approverPlaces: ApproverPlaces;
    readonly outdated: OutdatedApprovals;
    readonly quietWaits: QuietWaits;
  };
  readonly remindApprover: RemindApprover;
  readonly askRules: AskRules;
  readonly roles: RoleFinder;
  readonly ruleBook: RuleBook;
  readonly templates: TemplateFinder;
  readonly senders: readonly { readonly number: PhoneNumber }[];
  readonly meaningOf: MeaningOf;
  /** A card may be behind. */
  readonly wakeCards: () => void;
  /** Sends may leave again. */
  readonly wakeAll: () => void;
  /** Left out where the provider's blocklist is not told of people who said no. */
  readonly mirror?: {
    readonly tellBlocklist: MaintenanceTask['run'];
    readonly readBlocklist: MaintenanceTask['run'];
  };
  /** Left out where there is no channel to tell of a faulty policy. */
  readonly tellFaults?: MaintenanceTask['run'];
  readonly log: Log;
}

/** The tasks that every process runs over and over beside its workers, each with how often. */
export function createMaintenanceTasks(needs: Needs): readonly MaintenanceTask[] {
  const { account, maintenance, ledgerHealth, lists, probe, rules, wakeCards, wakeAll, log } = needs;
  const senders = needs.senders.map(({ number }) => number);
  return [
    {
      name: 'probe the account',
      everyMs: 15_000,
      run: createProbeAccount({ account, probe, wakeAll, log }),
    },
    {
      name: 'mark overdue reports',
      everyMs: 60_000,
      async run() {
        if ((await maintenance.markOverdue()) > 0) wakeCards();
      },
    },
    { name: 'check the ledger', everyMs: 5_000, run: () => ledgerHealth.checkWritable() },
    {
      name: 'run due lists',
      everyMs: 1_000,
      run: createRunDueLists({ ...needs, senders, timed: lists.timed, judgeDue: createJudgeDue(needs) }),
    },
    {
      name: 'watch approvals',
      everyMs: 5_000,
      run: createWatchApprovals({
        approvals: rules.approvals,
        places: rules.approverPlaces,
        remind: needs.remindApprover,
        wakeAll,
        log,
      }),
    },
    {
      name: 'ask again for approval',
      everyMs: 1_000,
      run: createAskAgain({ ...needs, outdated: rules.outdated }),
    },
    { name: 'follow quiet hours', everyMs: 1_000, run: createFollowQuietHours({ ...needs, ...rules }) },
    { name: 'watch lists', everyMs: 1_000, run: createWatchLists({ ...needs, ...lists }) },
    { name: 'clear rows', everyMs: 60_000, run: (stopped) => lists.timed.clearRows(stopped) },
    ...(needs.mirror === undefined
      ? []
      : [
          { name: 'tell the blocklist', everyMs: 5_000, run: needs.mirror.tellBlocklist },
          { name: 'read the blocklist', everyMs: 10 * 60_000, run: needs.mirror.readBlocklist },
        ]),
    ...(needs.tellFaults === undefined
      ? []
      : [{ name: 'tell of a faulty policy', everyMs: 2_000, run: needs.tellFaults }]),
    { name: 'drop parked reports', everyMs: 60 * 60_000, run: (stopped) => maintenance.dropParked(stopped) },
  ];
}
