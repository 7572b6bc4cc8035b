import { describe, expect, it } from 'vitest';
import type { ListDraft } from '../../../src/flow/ports/store/lists/list-drafts.ts';
import { createListDrafts } from '../../../src/store/lists/list-drafts.ts';
import { BOOKING } from '../../support/sends.ts';
import { openNew } from '../opened-ledger.ts';
import type { CreateDatabase } from '../test-database.ts';

/** The last but one fills its last piece, the last begins another. */
const ROW_COUNTS = [0, 1, 499, 1_000, 1_001];

/** A list that is not confirmed yet is kept until it is. */
export function draftContract(create: CreateDatabase): void {
  describe('the draft of a list', () => {
    it('comes back with every row in its place, however many there are', async () => {
      const { cache } = await openNew(create);
      const listDrafts = createListDrafts(cache('lists'));
      const drafts = ROW_COUNTS.map(draftOf);
      for (const [index, draft] of drafts.entries()) await listDrafts.saveDraft(`D${index}`, draft);

      const loaded = await Promise.all(drafts.map((_, index) => listDrafts.loadDraft(`D${index}`)));

      expect(loaded).toEqual(drafts);
    });

    it('is lost as a whole when some of its rows are', async () => {
      const { cache, database } = await openNew(create);
      const listDrafts = createListDrafts(cache('lists'));
      await listDrafts.saveDraft('D1', draftOf(1_001));
      await database.run(`delete from cache_entries where key like '%rows:D1:1'`);

      expect(await listDrafts.loadDraft('D1')).toBeUndefined();
      expect(await listDrafts.loadInput('D1')).toEqual(draftOf(1_001).input);
    });
  });
}

function draftOf(count: number): ListDraft {
  return {
    input: {
      teamId: 'T1',
      actorId: 'U1',
      channelId: 'C1',
      responseUrl: undefined,
      template: { name: BOOKING.name, language: BOOKING.language },
      sender: undefined,
      text: '',
      groupId: undefined,
      choices: {},
    },
    source: 'guests.csv',
    sheet: {
      form: { encoding: 'UTF-8', separator: ',' },
      columns: [{ index: 0, letter: 'A', name: 'Guest' }],
      rows: Array.from({ length: count }, (_, at) => ({ number: at + 2, cells: [`Guest ${at}`] })),
    },
  };
}
