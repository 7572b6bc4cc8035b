import type { ListDrafts } from '../flow/ports/store/lists/list-drafts.ts';
import type { LazyStore } from './lazy-store.ts';
import { createListDrafts } from './lists/list-drafts.ts';
import type { Lists } from './lists/lists.ts';

/** What people do with lists; each call waits until the store is open. */
export interface LazyLists extends Pick<Lists, 'plans' | 'control' | 'groups' | 'results'> {
  readonly timed: Pick<Lists['timed'], 'clearRows'>;
  readonly drafts: ListDrafts;
}

export function createLazyLists({ cache, whenOpen }: Pick<LazyStore, 'cache' | 'whenOpen'>): LazyLists {
  return {
    plans: {
      save: whenOpen(({ lists }) => lists.plans.save),
      discard: whenOpen(({ lists }) => lists.plans.discard),
      findRepeats: whenOpen(({ lists }) => lists.plans.findRepeats),
      confirm: whenOpen(({ lists }) => lists.plans.confirm),
    },
    control: {
      pause: whenOpen(({ lists }) => lists.control.pause),
      resume: whenOpen(({ lists }) => lists.control.resume),
      stop: whenOpen(({ lists }) => lists.control.stop),
      releaseRest: whenOpen(({ lists }) => lists.control.releaseRest),
      sendHeldNow: whenOpen(({ lists }) => lists.control.sendHeldNow),
    },
    groups: {
      saveGroup: whenOpen(({ lists }) => lists.groups.saveGroup),
      listGroups: whenOpen(({ lists }) => lists.groups.listGroups),
      readGroup: whenOpen(({ lists }) => lists.groups.readGroup),
      deleteGroup: whenOpen(({ lists }) => lists.groups.deleteGroup),
    },
    results: {
      results: whenOpen(({ lists }) => lists.results.results),
      restOf: whenOpen(({ lists }) => lists.results.restOf),
    },
    timed: { clearRows: whenOpen(({ lists }) => lists.timed.clearRows) },
    drafts: createListDrafts(cache('lists')),
  };
}
