import type { ConfirmList } from '../../flow/list/confirm-list.ts';
import type { ControlSend } from '../../flow/list/control-send.ts';
import type { WriteResults } from '../../flow/list/results-file.ts';
import type { ReviewList } from '../../flow/list/review-list.ts';
import type { ReviewRest } from '../../flow/list/review-rest.ts';
import type { SaveGroup } from '../../flow/list/save-group.ts';
import type { Log } from '../../flow/ports/log.ts';
import type { Groups } from '../../flow/ports/store/lists/groups.ts';
import type { Lookup } from '../../flow/ports/store/lookup.ts';
import type { FreshCatalogue } from '../../flow/ports/templates.ts';
import type { FormFacts } from '../compose/fixed-inputs.ts';
import type { SlackFiles } from '../files/slack-files.ts';

/** What the listeners for lists need from the rest of the bot. */
export interface ListNeeds {
  readonly reviewList: ReviewList;
  readonly reviewRest: ReviewRest;
  readonly confirmList: ConfirmList;
  readonly controlSend: ControlSend;
  readonly writeResults: WriteResults;
  readonly saveGroup: SaveGroup;
  readonly groups: Pick<Groups, 'listGroups' | 'deleteGroup'>;
}

/** Everything that a listener for lists can use. */
export interface ListContext extends FormFacts {
  readonly lists: ListNeeds;
  readonly files: SlackFiles;
  readonly catalogue: FreshCatalogue;
  readonly lookup: Pick<Lookup, 'findSend'>;
  readonly log: Log;
}
