import { describe, expect, it } from 'vitest';
import { createPhoneActions } from '../../../sandbox/kaleyra/phone-actions.ts';
import { readPayloadMark } from '../../../src/core/replies/payload-mark.ts';
import { readIncoming } from '../../../src/kaleyra/incoming/incoming.ts';
import { createMarkSignature } from '../../../src/kaleyra/request/mark-signature.ts';
import { jsonOf, SAMPLE, startKaleyra } from '../support/kaleyra.ts';

const NUMBER = '919811111111';
const { isSigned, sign } = createMarkSignature(['s'.repeat(32)]);
const MARK = `ws1.token.1.${sign('ws1.token.1')}`;

async function withMessage() {
  const kaleyra = await startKaleyra();
  const { id } = await jsonOf(await kaleyra.send({ ...SAMPLE, to: NUMBER, payload1: MARK }));
  await expect.poll(() => kaleyra.phones.of(NUMBER).messages).toHaveLength(1);
  const act = createPhoneActions(kaleyra.phones, kaleyra.carrier, kaleyra.answers);
  async function told(count = 1) {
    await expect.poll(() => kaleyra.inbox.replies).toHaveLength(count);
    return kaleyra.inbox.replies.flatMap((raw) => readIncoming(raw, new Date()));
  }
  return { ...kaleyra, id: `${id}:0`, act, told };
}

describe.each(['V1', 'V2'])('what a phone answers, told as %s does', (version) => {
  async function scene() {
    const all = await withMessage();
    if (version === 'V2') all.faults.set('replies_as_v2', true, false);
    return all;
  }

  it('is a text that names no message', async () => {
    const { act, told, phones } = await scene();
    expect(await act({ number: NUMBER, do: 'write', text: 'Can I come later?' })).toEqual({});
    expect(await told()).toMatchObject([
      {
        kind: 'text',
        text: 'Can I come later?',
        from: `+${NUMBER}`,
        sender: '+919800000000',
        context: { messageIds: [] },
      },
    ]);
    await expect.poll(() => phones.of(NUMBER).replies).toMatchObject([{ kind: 'text', state: 'taken' }]);
  });

  it('is a tap that carries our mark and names its message', async () => {
    const { act, told, id } = await scene();
    expect(await act({ number: NUMBER, do: 'tap', messageId: id })).toEqual({});
    const [reply] = await told();
    expect(reply).toMatchObject({ kind: 'button', text: 'Stop', context: { messageIds: [id] } });
    expect(readPayloadMark(reply?.payload, isSigned)).toEqual({ batchToken: 'token', button: 1 });
  });

  it('is a reaction to the newest message', async () => {
    const { act, told } = await scene();
    expect(await act({ number: NUMBER, do: 'react', text: '🙏' })).toEqual({});
    expect(await told()).toMatchObject([{ kind: 'reaction', text: '🙏' }]);
  });

  it('is a photo that lies at Kaleyra', async () => {
    const { act, told } = await scene();
    expect(await act({ number: NUMBER, do: 'photo', text: 'our table' })).toEqual({});
    const [reply] = await told();
    expect(reply).toMatchObject({ kind: 'image', text: 'our table', media: { type: 'image/png' } });
    const photo = await fetch(reply?.media?.url ?? '');
    const bytes = Buffer.from(await photo.arrayBuffer());
    expect([photo.headers.get('content-type'), bytes.subarray(1, 4).toString()]).toEqual(['image/png', 'PNG']);
  });

  it('may come twice, and is the same reply', async () => {
    const { act, told, faults } = await scene();
    faults.set('replies_twice', true, false);
    await act({ number: NUMBER, do: 'write', text: 'hello' });
    const replies = await told(2);
    expect(new Set(replies.map(({ id }) => id)).size).toBe(1);
  });
});

describe('a phone that cannot write', () => {
  it('says so, and tells the bot nothing', async () => {
    const { act, phones, inbox } = await withMessage();
    phones.change(NUMBER, { hasBlockedSender: true });
    expect((await act({ number: NUMBER, do: 'write', text: 'x' })).problem).toMatch(/blocks the business/);
    expect((await act({ number: '919800000001', do: 'react' })).problem).toMatch(/not on this phone/);
    expect(inbox.replies).toEqual([]);
  });
});

describe('a text without a template', () => {
  const TEXT = { to: NUMBER, from: '919800000000', channel: 'whatsapp', type: 'text', body: 'See you at {{1}}' };

  it('reaches who wrote within 24 hours, as it is', async () => {
    const { act, send, phones } = await withMessage();
    await act({ number: NUMBER, do: 'write', text: 'hello' });
    expect((await send(TEXT)).status).toBe(200);
    await expect.poll(() => phones.of(NUMBER).messages.at(-1)?.body).toBe('See you at {{1}}');
  });

  it('fails for who did not (131047), and is refused without words', async () => {
    const { send, inbox, phones } = await withMessage();
    await send({ ...TEXT, callback_url: inbox.url });
    await expect.poll(() => inbox.reports).toMatchObject([{ status: 'failed', error_code: '131047' }]);
    expect(phones.of(NUMBER).messages).toHaveLength(1);
    expect((await send({ ...TEXT, body: undefined })).status).toBe(400);
  });
});
