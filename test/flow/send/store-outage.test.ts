import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CommitOutcomeUnknown } from '../../../src/flow/ports/store/accept-send.ts';
import { createRequestSend } from '../../../src/flow/send/request-send.ts';
import { createScrubber } from '../../../src/logging/scrub.ts';
import { newSend, openNew, SILENT } from '../../store/opened-ledger.ts';
import { createSqliteDatabase } from '../../store/test-database.ts';
import { NO_POLICY, requested } from '../../support/rules.ts';

const SLACK_HANGS_UP_MS = 3_000;
const NEEDS = {
  askRules: NO_POLICY,
  mayExcept: async () => false,
  recipientsPerRequest: 20,
  reportsExpected: true,
  auditChannel: undefined,
  newSendId: () => 'S9',
  newToken: () => 't9',
  concealment: createScrubber([]),
  log: SILENT,
};

/** A reviewed draft, and the button under it. */
async function openReviewed() {
  const opened = await openNew(createSqliteDatabase);
  await opened.drafts.save('d1', { order: newSend('S1').order, responseUrl: undefined });
  let ids = 0;
  let woken = 0;
  const requestSend = createRequestSend({
    ledger: opened.ledger,
    drafts: opened.drafts,
    ...NEEDS,
    newSendId: () => {
      ids += 1;
      return `S${ids}`;
    },
    newToken: () => `t${ids}`,
    onAccepted: () => {
      woken += 1;
    },
  });
  const press = async (dedupeKey = 'T1:V1') => {
    const startedAt = performance.now();
    const { kind } = await requestSend(requested('d1', dedupeKey, 'U1'));
    return { kind, ms: performance.now() - startedAt };
  };
  const path = opened.database.url.slice('file:'.length);
  return { ...opened, press, path, woken: () => woken };
}

describe('a review', () => {
  it('is one send when its button is pressed twice, and nothing more in any other view', async () => {
    const { database, press } = await openReviewed();

    const kinds = [await press(), await press(), await press('T1:V2')].map(({ kind }) => kind);

    expect(kinds).toEqual(['accepted', 'accepted', 'draft_lost']);
    expect(await database.run('select id from sends')).toHaveLength(1);
  });
});

describe('a ledger that somebody else holds', () => {
  it('is answered for before Slack hangs up, sends nothing, and is one send when the button is pressed again', async () => {
    const { database, press, path, woken } = await openReviewed();
    const other = new DatabaseSync(path);
    onTestFinished(() => other.close());
    other.exec('begin immediate');

    const whileHeld = await press();
    const wokenWhileHeld = woken();
    other.exec('rollback');
    const again = await press();

    expect(whileHeld.kind).toBe('uncertain');
    expect(whileHeld.ms).toBeLessThan(SLACK_HANGS_UP_MS);
    expect(wokenWhileHeld).toBe(0);
    expect(again.kind).toBe('accepted');
    await expect.poll(async () => (await database.run('select id from sends')).length).toBe(1);
    expect(await database.run('select id from deliveries')).toHaveLength(1);
  });
});

describe('a ledger that cannot be written', () => {
  it('refuses with nothing sent, and takes the send when it can be written again', async () => {
    const { database, press, woken } = await openReviewed();
    await database.run("create trigger broken before insert on sends begin select raise(abort, 'read only'); end");

    const whileBroken = await press();
    await database.run('drop trigger broken');

    expect(whileBroken.kind).toBe('not_saved');
    expect(woken()).toBe(0);
    expect((await press()).kind).toBe('accepted');
    expect(woken()).toBe(1);
  });

  it('is not taken for a review that is too old', async () => {
    const { ledger, press } = await openReviewed();
    await ledger.close();

    expect((await press()).kind).toBe('not_saved');
  });
});

describe('a ledger whose commit is not answered', () => {
  it('is asked once more, and what it has is found', async () => {
    const { database, drafts, ledger } = await openReviewed();
    let asked = 0;
    const requestSend = createRequestSend({
      ...NEEDS,
      drafts,
      ledger: {
        ...ledger,
        async accept(send) {
          const accepted = await ledger.accept(send);
          asked += 1;
          if (asked === 1) throw new CommitOutcomeUnknown('the line was cut');
          return accepted;
        },
      },
      onAccepted: () => undefined,
    });

    const answer = await requestSend(requested('d1', 'T1:V1', 'U1'));

    expect(answer).toEqual({ kind: 'accepted', sendId: 'S9', isNew: false });
    expect(await database.run('select id from sends')).toHaveLength(1);
  });

  it('is not said to have nothing when it stays away', async () => {
    const { database, press, woken } = await openReviewed();
    // What is deferred to the commit breaks there, after every statement was taken.
    await database.run('create table owed (id text references sends (id) deferrable initially deferred)');
    await database.run("create trigger owes after insert on sends begin insert into owed values ('nobody'); end");

    const whileBroken = await press();
    await database.run('drop trigger owes');

    expect(whileBroken.kind).toBe('uncertain');
    expect(woken()).toBe(0);
    expect((await press()).kind).toBe('accepted');
    expect(await database.run('select id from sends')).toHaveLength(1);
  });
});
