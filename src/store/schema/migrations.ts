import type { Migration } from 'kysely/migration';
import { createLedger } from './migrations/0001-ledger.ts';
import { addRecords } from './migrations/0002-records.ts';
import { addMovedTurns } from './migrations/0003-moved-turns.ts';
import { rememberByStatement } from './migrations/0004-remember-by-statement.ts';
import { dropMovedTurns } from './migrations/0005-slots-stay.ts';
import { usePlainNames } from './migrations/0006-plain-names.ts';
import { addHeartbeats } from './migrations/0007-heartbeats.ts';
import { indexUnknown } from './migrations/0008-unknown-by-recipient.ts';
import { findByRecipient } from './migrations/0009-find-by-recipient.ts';
import { addLists } from './migrations/0010-lists.ts';
import { addRules } from './migrations/0011-rules.ts';
import { addReplies } from './migrations/0012-replies.ts';
import { addNumberCodes } from './migrations/0013-number-codes.ts';
import { askByRecipient } from './migrations/0014-ask-by-recipient.ts';
import { addUnansweredEdits } from './migrations/0015-unanswered-edits.ts';

/**
 * Changes to the schema in the order of their names, which databases remember. One that was released is never edited: add the
 * next, in a file of its own.
 */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001_ledger': { up: createLedger },
  '0002_records': { up: addRecords },
  '0003_moved_turns': { up: addMovedTurns },
  '0004_remember_by_statement': { up: rememberByStatement },
  '0005_slots_stay': { up: dropMovedTurns },
  '0006_plain_names': { up: usePlainNames },
  '0007_heartbeats': { up: addHeartbeats },
  '0008_unknown_by_recipient': { up: indexUnknown },
  '0009_find_by_recipient': { up: findByRecipient },
  '0010_lists': { up: addLists },
  '0011_rules': { up: addRules },
  '0012_replies': { up: addReplies },
  '0013_number_codes': { up: addNumberCodes },
  '0014_ask_by_recipient': { up: askByRecipient },
  '0015_unanswered_edits': { up: addUnansweredEdits },
};
