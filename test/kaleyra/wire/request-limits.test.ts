import { describe, expect, it } from 'vitest';
import { createBlocklist } from '../../../src/kaleyra/blocklist/blocklist.ts';
import { createProbe } from '../../../src/kaleyra/probe.ts';
import { askSender } from '../../../src/kaleyra/sender-details.ts';
import { createTemplateList } from '../../../src/kaleyra/templates/template-list.ts';
import { phone } from '../../support/sends.ts';
import { rawServer } from '../raw-server.ts';

const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
/** Far longer than a test may take: the hints alone end the request. */
const TIMEOUT_MS = 60_000;

type Account = Parameters<typeof createProbe>[0];

/** Whatever asks Kaleyra something, beside the send. */
const QUESTIONS: Readonly<Record<string, (account: Account) => Promise<unknown>>> = {
  'the template list': (account) => createTemplateList(account).listTemplates(),
  'the probe': (account) => createProbe(account)(),
  'the details of a sender': (account) => askSender(account, phone('+919800000000')),
  'the blocklist': (account) => createBlocklist(account).read(0),
  'a change of the blocklist': (account) => createBlocklist(account).write([phone('+919870000001')], 'blocked'),
};

describe.concurrent('early hints without end', () => {
  it.each([
    ['the template list', { ok: false, failure: 'Kaleyra could not be asked (TOO_MANY_1XX)' }],
    ['the probe', 'unclear'],
    ['the details of a sender', 'unclear'],
    ['the blocklist', undefined],
    ['a change of the blocklist', { kind: 'unclear', code: 'TOO_MANY_1XX' }],
  ])('end %s, and its connection', async (name, answer) => {
    const { promise: dropped, resolve: drop } = Promise.withResolvers<void>();
    await using server = await rawServer(({ socket, wholeRequest }) => {
      socket.on('close', () => drop());
      const hint = (): void => {
        if (!socket.destroyed) socket.write(HINTS.repeat(100), () => setImmediate(hint));
      };
      void wholeRequest.then(hint);
    });

    const account = { origin: server.origin, sid: 'HX1', apiKey: 'key', timeoutMs: TIMEOUT_MS };

    expect(await QUESTIONS[name]?.(account)).toEqual(answer);
    await dropped;
  });
});
