import type { Log } from '../../../flow/ports/log.ts';
import type { Group } from '../../../flow/ports/store/lists/groups.ts';
import { withTimeout } from '../../../flow/timing/with-timeout.ts';
import type { FormSetting } from '../../lists/list-form.ts';
import type { ListContext } from '../../lists/list-needs.ts';

/** A form that waits for the groups would miss the three seconds in which Slack lets it open. */
const MAX_WAIT_MS = 700;

type Needs = Pick<ListContext, 'files' | 'lists' | 'mode' | 'senders' | 'log'>;

/** What the form for a list shows beside what a person filled in; without groups where the ledger is slow. */
export async function formSetting({ files, lists, log, mode, senders }: Needs, teamId: string): Promise<FormSetting> {
  const groups = await groupsOf(lists.groups.listGroups(teamId), log);
  return { senders, mode, takesFiles: files.takesFiles(), groups };
}

async function groupsOf(listing: Promise<readonly Group[]>, log: Log): Promise<readonly Group[]> {
  try {
    const listed = await withTimeout(MAX_WAIT_MS, listing);
    return listed.kind === 'done' ? listed.value : [];
  } catch (error) {
    log.warn({ err: error }, 'groups not listed');
    return [];
  }
}
