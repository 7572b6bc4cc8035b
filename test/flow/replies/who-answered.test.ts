import { describe, expect, it } from 'vitest';
import { createWhoAnswered } from '../../../src/flow/replies/who-answered.ts';
import { accepted, claim, newSend, openNew, recipients } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { answering, newReply, tapOf } from '../../support/replies.ts';

const ASKER = { teamId: 'T1', channelId: 'C1', actorId: 'U1' };
const COLLEAGUE = { ...ASKER, actorId: 'U2' };
const STRANGER = { teamId: 'T1', channelId: 'C9', actorId: 'U9' };
const AT = new Date(Date.UTC(2026, 10, 29, 9, 30, 5));

/** A send of U1 to so many people: the first one tapped, the second one wrote what a spreadsheet would run, the others said nothing. */
async function openAnswered(people: number) {
  const opened = await openNew(createSqliteDatabase);
  const { ledger, lookup, replies } = opened;
  await ledger.accept(newSend('S1', { sizes: [people] }));
  const batch = await claim(ledger);
  await ledger.settleBatch(batch, accepted(batch, 'm'), undefined);
  const [first, second] = recipients(2);
  await replies.saveReplies(
    [
      tapOf('R1', 'Yes', { from: first, writtenAt: AT, ...answering('m:0') }),
      newReply('R2', { from: second, name: undefined, text: '=1+1', writtenAt: AT, ...answering('m:1') }),
    ],
    'waiting',
  );
  return createWhoAnswered({ replies, lookup });
}

describe('who answered a send', () => {
  it('is a file of all its people, whole numbers for the one who gave them, and nothing that a spreadsheet would run', async () => {
    const answered = await openAnswered(3);

    const own = await answered.file('S1', ASKER);
    const colleagues = await answered.file('S1', COLLEAGUE);

    expect(own?.split('\r\n')).toEqual([
      '\ufeffphone,name,answer,kind,time (UTC)',
      "'+919870000000,Asha Rao,Yes,button,2026-11-29 09:30:05",
      "'+919870000001,,'=1+1,text,2026-11-29 09:30:05",
      "'+919870000002,,has not answered,,",
      '',
    ]);
    expect(colleagues).toContain('•••• 0000,Asha Rao,Yes');
    expect(colleagues).not.toContain('919870000000');
    expect(await answered.file('S1', STRANGER)).toBeUndefined();
  });

  it.each([499, 500, 501, 1_000])('names each of its people once in the file: %i', async (people) => {
    const answered = await openAnswered(people);

    const lines = (await answered.file('S1', ASKER))?.trim().split('\r\n') ?? [];

    expect(lines).toHaveLength(people + 1);
    expect(new Set(lines).size).toBe(people + 1);
  });

  it.each([
    [39, [39], [false]],
    [40, [40], [false]],
    [41, [40, 1], [true, false]],
    [80, [40, 40], [true, false]],
    [81, [40, 40, 1], [true, true, false]],
  ])('is shown in pages, each of its people once, and says whether more follow: %i', async (people, sizes, more) => {
    const answered = await openAnswered(people);

    const pages = await Promise.all(sizes.map((_, page) => answered.page('S1', ASKER, page)));

    expect(pages.map((page) => page?.answers.length)).toEqual(sizes);
    expect(pages.map((page) => page?.hasNext)).toEqual(more);
    expect(pages.flatMap((page) => page?.answers.map(({ recipient }) => recipient) ?? [])).toEqual(recipients(people));
    expect(pages[0]).toMatchObject({ send: { id: 'S1' }, page: 0 });
    expect(await answered.page('S1', STRANGER, 0)).toBeUndefined();
  });

  it('shows whole numbers to the one who gave them, and to nobody else', async () => {
    const answered = await openAnswered(2);
    const [first] = recipients(1);
    if (first === undefined) throw new Error('nobody');

    const [own, colleagues] = [await answered.page('S1', ASKER, 0), await answered.page('S1', COLLEAGUE, 0)];

    expect(own?.show(first)).toBe('+919870000000');
    expect(colleagues?.show(first)).toBe('•••• 0000');
  });
});
