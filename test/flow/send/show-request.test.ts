import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src/flow/ports/store/drafts.ts';
import { createShowRequest } from '../../../src/flow/send/show-request.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { recipients } from '../../store/opened-ledger.ts';
import { sendOf } from '../../support/sends.ts';

const { actorId, channelId, message, parentId, sender, teamId, template } = sendOf();

function show(count: number, change: Partial<Draft> = {}, asker = actorId) {
  const order = { actorId, channelId, message, parentId, sender, teamId, template, recipients: recipients(count) };
  const draft = { order, responseUrl: undefined, ...change };
  const showRequest = createShowRequest({
    drafts: { load: async (draftId) => (draftId === 'd1' ? draft : undefined) },
    provider: createEncoding(undefined),
    recipientsPerRequest: 3,
  });
  return showRequest('d1', asker);
}

describe('the request of a review', () => {
  it.each([
    [1, 1, '919870000000'],
    [3, 1, '919870000000,919870000001,919870000002'],
    [4, 2, '919870000000,919870000001,919870000002'],
    [7, 3, '919870000000,919870000001,919870000002'],
  ])('is the first of all that will leave, for %i recipients', async (people, count, to) => {
    const shown = await show(people);

    expect(shown?.count).toBe(count);
    expect(shown?.request.fields).toContainEqual(['to', to]);
  });

  it('has masked numbers for a person who did not read them', async () => {
    expect((await show(2, { areRecipientsHidden: true }))?.request.fields).toContainEqual([
      'to',
      '•••• 0000,•••• 0001',
    ]);
  });

  it('is shown to nobody else', async () => {
    expect(await show(1, {}, 'U9')).toBeUndefined();
  });

  it('is not shown for a message that no request can carry', async () => {
    const order = { actorId, channelId, parentId, sender, teamId, template, recipients: recipients(1) };
    const quoted = { ...message, parameters: ['a"b'] };

    expect(await show(1, { order: { ...order, message: quoted } })).toBeUndefined();
  });
});
