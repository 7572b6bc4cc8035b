import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openCatalogue } from '../../src/plug/catalogue.ts';
import { createLazyStore } from '../../src/store/lazy-store.ts';
import { openNew, SILENT } from '../store/opened-ledger.ts';
import { createSqliteDatabase } from '../store/test-database.ts';
import { configOf } from '../support/config.ts';

/** The catalogue before a Kaleyra that does not answer. */
async function opened() {
  const kaleyra = createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void kaleyra.close());
  await once(kaleyra, 'listening');
  const config = configOf({
    KALEYRA_API_DOMAIN: `http://127.0.0.1:${(kaleyra.address() as AddressInfo).port}`,
  });
  const store = createLazyStore(() => openNew(createSqliteDatabase));
  const logging = { log: SILENT } as Parameters<typeof openCatalogue>[0]['logging'];
  const catalogue = await openCatalogue({ config, logging, store });
  return { asked: once(kaleyra, 'request') as Promise<[IncomingMessage]>, catalogue };
}

describe('the catalogue of templates', () => {
  it('takes back what it asks Kaleyra when the bot stops, so that no stop waits for an answer', async () => {
    const { asked, catalogue } = await opened();

    catalogue.start();
    const [{ socket }] = await asked;
    await catalogue.close();

    await expect.poll(() => socket.destroyed).toBe(true);
  });

  it('looks at its file and at Kaleyra’s list no more once the bot stops', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { asked, catalogue } = await opened();
    catalogue.start();
    const [{ socket }] = await asked;
    expect(vi.getTimerCount()).toBeGreaterThan(0);

    await catalogue.close();

    await expect.poll(() => socket.destroyed).toBe(true);

    expect(vi.getTimerCount()).toBe(0);
  });
});
