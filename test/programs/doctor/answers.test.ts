import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { checkCallback } from '../../../src/programs/doctor/callback-checks.ts';
import { checkAccount, checkSender } from '../../../src/programs/doctor/kaleyra-checks.ts';
import { listenOn } from '../../kaleyra/raw-server.ts';
import { phone } from '../../support/sends.ts';

const SECRET = 's'.repeat(32);

describe('what the doctor says of PUBLIC_URL', () => {
  /** @param statuses of the answer to the right secret, and of that to a wrong one */
  async function checked(...[ours, other]: readonly [number, number]) {
    await using server = await listenOn(
      createServer((request, response) => {
        const status = request.url?.includes(SECRET) === true ? ours : other;
        response.writeHead(status, { location: 'http://127.0.0.1:9/' }).end();
      }),
    );
    return await checkCallback({ publicUrl: server.origin, secrets: [SECRET], tokenRides: 'query' })();
  }

  it.each([
    [200, 404, 'well', 'Delivery reports reach the bot'],
    [404, 404, 'broken', 'does not take the callback address (404)'],
    [200, 200, 'broken', 'Something else than the bot answers at PUBLIC_URL (200)'],
    [404, 200, 'broken', 'Something else than the bot answers at PUBLIC_URL (404)'],
    [302, 302, 'broken', 'Something else than the bot answers at PUBLIC_URL (302)'],
    [502, 502, 'broken', 'Something else than the bot answers at PUBLIC_URL (502)'],
  ] as const)('goes by the answers to its secret and to a wrong one: %i, %i', async (ours, other, state, says) => {
    expect(await checked(ours, other)).toMatchObject({ state, says: expect.stringContaining(says) });
  });
});

describe('what the doctor says of the account and its sender', () => {
  const SENDER = phone('+919800000000');

  it.each([
    ['accepted', 'well'],
    ['unclear', 'unclear'],
    ['other_server', 'broken'],
    ['refused', 'broken'],
  ] as const)('goes by what Kaleyra answers to a request that sends nothing: %s', async (probed, state) => {
    const finding = await checkAccount(async () => probed, 'https://api.kaleyra.io')();

    expect(finding).toMatchObject({ state, says: expect.stringContaining('api.kaleyra.io') });
  });

  it.each([
    [200, { data: { phone_number: '919800000000' } }, 'well', 'Kaleyra knows the sender •••• 0000.'],
    [
      200,
      { data: { health_status: { can_send_message: 'BLOCKED' } } },
      'broken',
      'lets the sender •••• 0000 send nothing',
    ],
    [400, { code: 'E901', message: 'Invalid sender' }, 'broken', 'does not find the sender •••• 0000'],
    [503, { code: 'E911', message: 'Away' }, 'unclear', 'did not say whether it knows the sender'],
    [302, {}, 'unclear', 'did not say whether it knows the sender'],
    [200, [], 'unclear', 'did not say whether it knows the sender'],
  ])('goes by what Kaleyra tells of the sender: %i %j', async (status, answer, state, says) => {
    await using server = await listenOn(
      createServer((_, response) => response.writeHead(status).end(JSON.stringify(answer))),
    );
    const account = { origin: server.origin, sid: 'HXIN1', apiKey: 'key', timeoutMs: 2_000 };

    const finding = await checkSender(async () => 'accepted', account, SENDER)();

    expect(finding).toMatchObject({ state, says: expect.stringContaining(says) });
  });

  it('leaves the sender open where Kaleyra does not take the account', async () => {
    const account = { origin: 'http://127.0.0.1:9', sid: 'HXIN1', apiKey: 'key', timeoutMs: 2_000 };

    expect(await checkSender(async () => 'refused', account, SENDER)()).toMatchObject({
      state: 'unclear',
      says: expect.stringContaining('was not checked'),
    });
  });
});
