import {
  CHANGE_LIST,
  DELETE_GROUP,
  EXAMPLE_SHEET,
  LIST_RESULTS,
  LIST_REVIEW_VIEW,
  LIST_VIEW,
  OPEN_LIST,
  PAUSE_LIST,
  RELEASE_ROWS,
  RESUME_LIST,
  SEND_HELD_NOW,
  SEND_PROBLEMS,
  SEND_REST,
  SHOW_SAMPLE,
  STOP_LIST,
  USE_GROUP,
} from '../../ids.ts';
import type { ListContext } from '../../lists/list-needs.ts';
import {
  createControlListAction,
  createListResultsAction,
  createSendRestAction,
  createStopListAction,
} from './control-list-actions.ts';
import { createDeleteGroupAction, createUseGroupAction } from './groups-listeners.ts';
import { createListReviewSubmission } from './list-review-submission.ts';
import { createListSubmission } from './list-submission.ts';
import {
  createChangeListAction,
  createExampleSheetAction,
  createOpenListAction,
  createSendProblemsAction,
  createShowSampleAction,
} from './list-view-actions.ts';

/** Every listener for lists, by the name that Slack sends back. */
export function createListListeners(needs: ListContext) {
  const showSample = createShowSampleAction(needs);
  return {
    actions: {
      [OPEN_LIST]: createOpenListAction(needs),
      [EXAMPLE_SHEET]: createExampleSheetAction(needs),
      [`${SHOW_SAMPLE}:previous`]: showSample,
      [`${SHOW_SAMPLE}:next`]: showSample,
      [SEND_PROBLEMS]: createSendProblemsAction(needs),
      [CHANGE_LIST]: createChangeListAction(needs),
      [PAUSE_LIST]: createControlListAction(needs, 'pauseList'),
      [RESUME_LIST]: createControlListAction(needs, 'resumeList'),
      [RELEASE_ROWS]: createControlListAction(needs, 'releaseRest'),
      [SEND_HELD_NOW]: createControlListAction(needs, 'sendHeldNow'),
      [STOP_LIST]: createStopListAction(needs),
      [SEND_REST]: createSendRestAction(needs),
      [LIST_RESULTS]: createListResultsAction(needs),
      [USE_GROUP]: createUseGroupAction(needs),
      [DELETE_GROUP]: createDeleteGroupAction(needs),
    },
    views: {
      [LIST_VIEW]: createListSubmission(needs),
      [LIST_REVIEW_VIEW]: createListReviewSubmission(needs),
    },
  };
}
