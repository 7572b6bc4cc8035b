import { describe, expect, it } from 'vitest';
import type { Draft } from '../../../src/flow/ports/store/drafts.ts';
import { createListRecipients } from '../../../src/flow/send/list-recipients.ts';
import { createNumbering } from '../../../src/numbering/numbering.ts';
import { phone, sendOf } from '../../support/sends.ts';

const recipients = [phone('+919876543210'), phone('+393471234567')];
const { actorId, channelId, message, parentId, sender, teamId, template } = sendOf();
const DRAFT: Draft = {
  order: { actorId, channelId, message, parentId, sender, teamId, template, recipients },
  responseUrl: undefined,
};
const HIDDEN: Draft = { ...DRAFT, areRecipientsHidden: true };
const DRAFTS = new Map([
  ['draft-1', DRAFT],
  ['hidden', HIDDEN],
]);
const listRecipients = createListRecipients({
  drafts: { load: async (draftId) => DRAFTS.get(draftId) },
  loadNumbering: async () => createNumbering(undefined),
});

describe('the recipients of a review', () => {
  it('are listed part by part, as people write them', async () => {
    expect(await listRecipients('draft-1', actorId, { from: 1, count: 20 })).toMatchObject({
      recipients: [{ international: '+39 347 123 4567', country: 'Italy' }],
      total: 2,
    });
  });

  it('are masked for a person who has not read them', async () => {
    const { recipients: listed } = (await listRecipients('hidden', actorId, { from: 0, count: 20 })) ?? {};

    expect(listed?.map(({ international }) => international)).toEqual(['•••• 3210', '•••• 4567']);
  });

  it.each([
    ['by somebody else', 'draft-1', 'U9', 0],
    ['of a draft that is gone', 'draft-2', actorId, 0],
    ['behind the last one', 'draft-1', actorId, 2],
  ])('are not listed %s', async (_, draftId, asker, from) => {
    expect(await listRecipients(draftId, asker, { from, count: 20 })).toBeUndefined();
  });
});
