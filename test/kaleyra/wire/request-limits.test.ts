import { describe, expect, it } from 'vitest';
import { createBlocklist } from '../../../src/kaleyra/blocklist/blocklist.ts';
import { createProbe } from '../../../src/kaleyra/probe.ts';
import { askSender } from '../../../src/kaleyra/sender-details.ts';
import { createTemplateList } from '../../../src/kaleyra/templates/template-list.ts';
import { phone } from '../../support/sends.ts';
import { hintingServer } from '../raw-server.ts';

/** Far longer than a test may take: the hints alone end the request. */
const TIMEOUT_MS = 60_000;
const NUMBER = phone('+919800000000');

type Account = Parameters<typeof createProbe>[0];

/** Whatever asks Kaleyra something, beside the send, and what it then says. */
const QUESTIONS: readonly (readonly [string, (account: Account) => Promise<unknown>, unknown])[] = [
  [
    'the template list',
    (account) => createTemplateList(account).listTemplates(),
    { ok: false, failure: 'Kaleyra could not be asked (TOO_MANY_1XX)' },
  ],
  ['the probe', (account) => createProbe(account)(), 'unclear'],
  ['the details of a sender', (account) => askSender(account, NUMBER), 'unclear'],
  ['the blocklist', (account) => createBlocklist(account).read(0), undefined],
  [
    'a change of the blocklist',
    (account) => createBlocklist(account).write([NUMBER], 'blocked'),
    { kind: 'unclear', code: 'TOO_MANY_1XX' },
  ],
];

describe.concurrent('early hints without end', () => {
  it.each(QUESTIONS)('end %s, and its connection', async (_, ask, answer) => {
    await using server = await hintingServer();

    expect(await ask({ origin: server.origin, sid: 'HX1', apiKey: 'key', timeoutMs: TIMEOUT_MS })).toEqual(answer);
    await server.dropped;
  });
});
