import type { ListChoices, ListPlan, PlannedMessage } from '../../../../core/list/list-plan.ts';
import type { Sheet, SheetColumn } from '../../../../core/list/sheet.ts';
import type { PhoneNumber } from '../../../../core/recipients/phone-number.ts';
import type { QuietWait } from '../../../../core/rules/quiet-wait.ts';
import type { RulesSaid } from '../../../../core/rules/rules-said.ts';
import type { FieldValues } from '../../../../core/template/fields/field.ts';
import type { Template } from '../../../../core/template/template.ts';

/** What a person filled in to send to a list, before its rows are read. */
export interface ListInput {
  readonly teamId: string;
  readonly actorId: string;
  /** Where the result is posted. */
  readonly channelId: string;
  readonly responseUrl: string | undefined;
  readonly template: Pick<Template, 'name' | 'language'>;
  /** E.164; undefined when there is only one sender and so no input. */
  readonly sender: string | undefined;
  /** Rows as they were pasted; empty for a file or a group. */
  readonly text: string;
  readonly groupId: string | undefined;
  readonly choices: ListChoices;
  /** What was typed for a single message before; offered where no column has it. */
  readonly typed?: FieldValues | undefined;
}

/** A list between the form and its confirmation. */
export interface ListDraft {
  readonly input: ListInput;
  /** What people call it: the name of the file or of the group. */
  readonly source: string;
  /** Undefined until the rows could be read. */
  readonly sheet: Sheet | undefined;
}

/** A message to look at, drawn from the request that will leave. */
export interface SampleMessage extends Pick<PlannedMessage, 'row' | 'message' | 'recipient'> {
  /** Which one of the list it is: `the first`, `the longest`. */
  readonly which: string;
}

/** Everything that the review of a list shows. */
export interface ListReview {
  readonly draftId: string;
  readonly planId: string;
  /** Names the rows of the plan; goes back with the confirmation. */
  readonly digest: string;
  readonly actorId: string;
  readonly channelId: string;
  readonly responseUrl: string | undefined;
  readonly template: Template | undefined;
  readonly sender: PhoneNumber;
  readonly source: string;
  /** How the rows were read, and what to look at; left out where they were not read from a text. */
  readonly readAs: string | undefined;
  readonly counts: ListPlan['counts'];
  readonly countries: ListPlan['countries'];
  readonly repaired: number;
  readonly unused: readonly SheetColumn[];
  /** What to know of the template. */
  readonly notes: readonly string[];
  readonly problems: {
    /** The first of them, errors before warnings, each with its place. */
    readonly lines: readonly string[];
    readonly count: number;
    /** Some rows have the same number and other words: the person may say that this is meant. */
    readonly mayBeSeveral: boolean;
    /** Numbers rise by one: the person may say that they are right. */
    readonly mayRise: boolean;
  };
  readonly choices: ListChoices;
  readonly samples: readonly SampleMessage[];
  /** Lists of the last days that say the same to the same people, the latest first; times in milliseconds. */
  readonly sameLists: readonly { readonly actorId: string; readonly at: number }[];
  /** How many people got this template lately. */
  readonly repeatedPeople: number;
  /** How many of the messages are for people who said no, with the first of them masked; left out where no one did. */
  readonly optedOut?: { readonly count: number; readonly named: readonly string[] };
  /** How many of the others the mode keeps back; left out where it keeps back none. */
  readonly outsideTeam?: number;
  /** What of the others would wait for the end of quiet hours if it was sent now, times in milliseconds; left out where nothing would. */
  readonly quietWaits?: readonly (Omit<QuietWait, 'until'> & { readonly until: number })[];
  /** How long it takes at the send rate of the sender, in seconds. */
  readonly seconds: number;
  /** How many rows may leave first; 0 where that is not offered. */
  readonly trialRows: number;
  /** Whether it sends what another list has left: then there is no file to change. */
  readonly isRest: boolean;
  /** What the rules say of it; left out where they were not asked, because no row can be sent. */
  readonly said?: RulesSaid;
  /** Why it cannot be sent as it stands: which rule says no, or which quota has no room for it. */
  readonly obstacle?: string;
}

/** Keeps lists for a day while they are reviewed. They may be lost; then the person begins again. */
export interface ListDrafts {
  /** Saves a draft; rejects when it could not be saved. */
  saveDraft(draftId: string, draft: ListDraft): Promise<void>;
  /** Saves what is filled in anew in a draft whose rows are saved; rejects when it could not be saved. */
  saveInput(draftId: string, draft: ListDraft): Promise<void>;
  /** What is filled in, without reading the rows; undefined when it was lost or has expired. */
  loadInput(draftId: string): Promise<ListInput | undefined>;
  /** Gives a draft back; undefined when it was lost or has expired. */
  loadDraft(draftId: string): Promise<ListDraft | undefined>;
  /** Saves what a review shows; rejects when it could not be saved. */
  saveReview(review: ListReview): Promise<void>;
  /** Gives the review of a draft back; undefined when it was lost or has expired. */
  loadReview(draftId: string): Promise<ListReview | undefined>;
}
