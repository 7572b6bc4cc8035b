import { describe, expect, it } from 'vitest';
import { readPayloadMark } from '../../../src/core/replies/payload-mark.ts';
import { templateMessage } from '../../../src/core/template/message/message.ts';
import { createEncoding } from '../../../src/kaleyra/request/encoding.ts';
import { createMarkSignature } from '../../../src/kaleyra/request/mark-signature.ts';
import { outgoing } from '../kaleyra-client.ts';

const { sign, isSigned } = createMarkSignature(['s'.repeat(32)]);
const CALLBACK = { url: 'https://bot.example/kaleyra/status/s', tokenRides: 'query', signMark: sign } as const;
const TOKEN = 'dG9rZW4tb2YtYS1iYXRjaA';

const BATCH = { token: TOKEN };

function payloadsOf(payloads: readonly string[], quickReplies?: number, batch?: typeof BATCH) {
  const message = outgoing({ payloads, ...(quickReplies !== undefined && { quickReplies }) });
  const encoded = createEncoding(CALLBACK, true).encode(message, batch);
  if (!encoded.ok) throw new Error('not encodable');
  return {
    request: encoded.value,
    sent: encoded.value.fields.filter(([name]) => name.startsWith('payload')),
    marked: encoded.value.markedWhenSent,
  };
}

describe('a quick reply without a hidden code', () => {
  it('carries a signed mark that names the batch and the button', () => {
    const { sent } = payloadsOf([], 2, BATCH);
    expect(sent.map(([name, payload]) => [name, readPayloadMark(payload, isSigned)])).toEqual([
      ['payload1', { batchToken: TOKEN, button: 1 }],
      ['payload2', { batchToken: TOKEN, button: 2 }],
    ]);
  });

  it('is marked beside others that have one, and what was typed leaves as it is', () => {
    const { sent } = payloadsOf(['', 'LATER'], 3, BATCH);
    expect(sent.map(([name, payload]) => [name, payload.startsWith('ws1.') ? 'mark' : payload])).toEqual([
      ['payload1', 'mark'],
      ['payload2', 'LATER'],
      ['payload3', 'mark'],
    ]);
  });

  it('is read back as one without a code', () => {
    const { decode } = createEncoding(CALLBACK);
    const decoded = (payloads: readonly string[]) =>
      templateMessage(decode(payloadsOf(payloads, 3, BATCH).request).message).payloads;
    expect(decoded([])).toEqual([]);
    expect(decoded(['', 'LATER'])).toEqual(['', 'LATER']);
  });

  it('is named before it is sent, because the batch has no name yet', () => {
    const { sent, marked } = payloadsOf(['A'], 3);
    expect(sent).toEqual([['payload1', 'A']]);
    expect(marked).toEqual(['payload2', 'payload3']);
    expect(payloadsOf(['A', 'B'], 2).marked).toBeUndefined();
  });

  it('has no mark where no reply can come, or where the buttons are not known', () => {
    const message = outgoing({ quickReplies: 2 });
    for (const encoding of [
      createEncoding(undefined),
      createEncoding({ url: 'https://a.example/', tokenRides: 'query' }),
    ]) {
      const encoded = encoding.encode(message, BATCH);
      expect(encoded.ok && encoded.value.fields.filter(([name]) => name.startsWith('payload'))).toEqual([]);
    }
    expect(payloadsOf([], undefined, BATCH).sent).toEqual([]);
  });
});
