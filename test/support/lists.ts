import type { SlackFiles } from '../../src/slack/files/slack-files.ts';
import type { ListNeeds } from '../../src/slack/lists/list-needs.ts';

/** Lists of which none is ever read or confirmed. */
export const NO_LISTS: ListNeeds = {
  reviewList: {
    check: async () => undefined,
    keep: async () => 'D1',
    begin: async () => ({ kind: 'not_saved' }),
    answer: async () => ({ kind: 'lost' }),
    load: async () => undefined,
    loadInput: async () => undefined,
    problemsOf: async () => undefined,
    planAgain: async () => undefined,
  },
  reviewRest: async () => ({ kind: 'nothing', sentence: 'Nothing.' }),
  confirmList: async () => ({ kind: 'plan_lost' }),
  controlSend: {
    pauseList: async () => 'not_found',
    resumeList: async () => 'not_found',
    stopSend: async () => 'not_found',
    releaseRest: async () => 'not_found',
    sendHeldNow: async () => 'not_found',
  },
  writeResults: async () => undefined,
  saveGroup: async () => 'lost',
  groups: { listGroups: async () => [], deleteGroup: async () => false },
};

/** A Slack that neither takes nor gives files. */
export const NO_FILES: SlackFiles = {
  takesFiles: () => false,
  readFile: async () => ({ ok: false, failure: 'no_permission' }),
  sendFile: async () => ({ kind: 'token', reason: 'missing_scope' }),
};
