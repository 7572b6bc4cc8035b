import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLocalBlocklist } from '../../../sandbox/kaleyra/blocklist.ts';
import { checkOptOuts } from '../../../src/programs/doctor/opt-outs-check.ts';

const ACCOUNT = { sid: 'HXIN1783361374IN', apiKey: 'A1b2c3d4e5f6', timeoutMs: 2_000, maxInFlight: 1 };

async function originOf(apiKey: string): Promise<string> {
  const local = createLocalBlocklist({ sid: ACCOUNT.sid, apiKey });
  const server = createServer((request, response) => void local.answer(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the doctor on who gets messages', () => {
  it('says whether Kaleyra’s blocklist knows who said no', async () => {
    const origin = await originOf(ACCOUNT.apiKey);
    const other = await originOf('another-key-1');
    const check = (isMirrored: boolean, at: string) =>
      checkOptOuts({ MIRROR_OPTOUTS: isMirrored }, { ...ACCOUNT, origin: at })();

    expect(await check(false, origin)).toMatchObject({ state: 'note' });
    expect(await check(true, origin)).toMatchObject({ state: 'well' });
    expect(await check(true, other)).toMatchObject({ state: 'unclear' });
  });
});
